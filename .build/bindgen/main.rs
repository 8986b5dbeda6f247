//! `bindgen INPUT.wasm NAME FOLDER`: cuts the chunks of pages out of the module, then does what
//! `wasm-bindgen --target web --no-typescript` does. Beside both it leaves `chunks.json`: the files of each chunk.

use std::{error::Error, path::Path};
use wasm_bindgen_cli_support::Bindgen;
use wasm_split_cli_support::{Options, transform};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [input, name, folder] = arguments.as_slice() else {
        eprintln!("usage: bindgen INPUT.wasm NAME FOLDER");
        std::process::exit(2);
    };
    if let Err(error) = bind(Path::new(input), name, Path::new(folder)) {
        eprintln!("bindgen: {error:#}");
        std::process::exit(1);
    }
}

fn bind(input: &Path, name: &str, folder: &Path) -> Result<(), Box<dyn Error>> {
    let module = std::fs::read(input)?;
    let main = input.with_extension("main.wasm");
    let script = format!("./{name}.js");
    let mut options = Options::new(&module);
    options.output_dir = folder;
    options.main_out_path = &main;
    options.main_module = &script;
    options.link_name = "./chunks.js";
    let split = transform(options).map_err(|error| error.to_string())?;
    std::fs::write(folder.join("chunks.json"), serde_json::to_string(&split.prefetch_map)?)?;
    let mut bindgen = Bindgen::new();
    bindgen.input_path(&main).out_name(name).keep_lld_exports(true).demangle(false).typescript(false);
    bindgen.web(true)?.generate(folder)?;
    Ok(())
}
