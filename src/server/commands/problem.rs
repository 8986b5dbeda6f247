//! One line for what is wrong with the command line or the environment, naming the setting.

use clap::{
    Command,
    error::{ContextKind, ContextValue, Error, ErrorKind},
};

/// Variables of the tests, which the portal does not read.
const OF_TESTS: &str = "ATIENDE_TEST_";

/// A refused value as one line; help, version and misspelled commands are printed as clap prints them.
pub(super) fn of(cli: &Command, error: Error) -> String {
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        _ => None,
    };
    let (Some(argument), true) = (text(ContextKind::InvalidArg), is_about_a_value(error.kind())) else { error.exit() };
    let Some((name, secret)) = setting(cli, &argument) else { error.exit() };
    let value = text(ContextKind::InvalidValue).filter(|_| !secret).map(|value| format!("{value:?}: "));
    let why = std::error::Error::source(&error).map_or_else(|| choices(&error), ToString::to_string);
    format!("{name}: {}{why}", value.unwrap_or_default())
}

fn is_about_a_value(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::ValueValidation | ErrorKind::InvalidValue | ErrorKind::ArgumentConflict)
}

/// What would be taken.
fn choices(error: &Error) -> String {
    match (error.get(ContextKind::ValidValue), error.get(ContextKind::PriorArg)) {
        (Some(ContextValue::Strings(choices)), _) => format!("not one of {}", choices.join(", ")),
        (_, Some(_)) => "given together with the setting that it replaces".to_owned(),
        _ => "cannot be read".to_owned(),
    }
}

/// The variable of `--listen <LISTEN>`, and whether its value is a secret.
fn setting(cli: &Command, argument: &str) -> Option<(String, bool)> {
    let flag = argument.split_whitespace().next()?.strip_prefix("--")?;
    let found = cli.get_arguments().find(|known| known.get_long() == Some(flag))?;
    Some((found.get_env()?.to_string_lossy().into_owned(), found.is_hide_env_values_set()))
}

/// A variable that looks like a setting and is none: a misspelled one must not pass in silence.
pub(super) fn unknown_variable(cli: &Command) -> Option<String> {
    let known: Vec<_> = cli.get_arguments().filter_map(|argument| argument.get_env()).collect();
    std::env::vars_os()
        .map(|(name, _)| name)
        .filter(|name| !known.contains(&name.as_os_str()))
        .filter_map(|name| name.into_string().ok())
        .find(|name| name.starts_with("ATIENDE_") && !name.starts_with(OF_TESTS))
}
