//! The one binary, `atiende`: hands the arguments to `server::commands`.

fn main() -> std::process::ExitCode {
    atiende::server::commands::main()
}
