//! `atiende config print`: every setting as it counts, and where it comes from.

use clap::{ArgMatches, Command, Subcommand, parser::ValueSource};

#[derive(Subcommand)]
pub(super) enum ConfigCommand {
    /// Print every setting and where it comes from; secrets are masked
    Print,
}

pub(super) fn print(cli: &Command, matches: &ArgMatches) {
    for argument in cli.get_arguments() {
        let Some(variable) = argument.get_env() else { continue };
        let id = argument.get_id().as_str();
        let values: Vec<_> = matches.get_raw(id).into_iter().flatten().map(|value| value.to_string_lossy()).collect();
        let value = match (values.is_empty(), argument.is_hide_env_values_set()) {
            (true, _) => String::new(),
            (false, true) => "***".to_owned(),
            (false, false) => values.join(","),
        };
        let source = match matches.value_source(id) {
            Some(ValueSource::CommandLine) => "flag",
            Some(ValueSource::EnvVariable) => "environment",
            _ => "default",
        };
        println!("{}={value} # {source}", variable.to_string_lossy());
    }
}
