//! `bindgen INPUT.wasm NAME FOLDER`: what `wasm-bindgen --target web --no-typescript` does.

use wasm_bindgen_cli_support::Bindgen;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [input, name, folder] = arguments.as_slice() else {
        eprintln!("usage: bindgen INPUT.wasm NAME FOLDER");
        std::process::exit(2);
    };
    let outcome = Bindgen::new()
        .input_path(input)
        .out_name(name)
        .web(true)
        .and_then(|bindgen| bindgen.typescript(false).generate(folder));
    if let Err(error) = outcome {
        eprintln!("bindgen: {error:#}");
        std::process::exit(1);
    }
}
