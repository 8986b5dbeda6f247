//! Raw values, drawings and inline styles.

use super::{files, none, read};
use atiende::ui::Symbol;

#[test]
fn only_the_tokens_hold_raw_colors() {
    let mut found = Vec::new();
    for source in files("style", &["css"]).iter().filter(|source| source.name() != "tokens.css") {
        for (at, line) in source.text.lines().enumerate() {
            if ["rgb(", "hsl(", "oklch(", "light-dark("].iter().any(|raw| line.contains(raw)) || has_hex_color(line) {
                found.push(format!("{}:{}: {line}", source.path, at + 1));
            }
        }
    }
    none("a raw color", found);
}

/// `#` and 3, 4, 6 or 8 hexadecimal digits after a colon: an id selector stands before one.
fn has_hex_color(line: &str) -> bool {
    let value = line.split_once(':').map_or("", |(_, value)| value);
    value.split('#').skip(1).any(|rest| {
        let digits = rest.chars().take_while(char::is_ascii_hexdigit).count();
        let ends = rest.chars().nth(digits).is_none_or(|next| !next.is_alphanumeric() && next != '-');
        [3, 4, 6, 8].contains(&digits) && ends
    })
}

#[test]
fn no_view_has_an_inline_style() {
    let mut found = Vec::new();
    for source in super::program().into_iter().filter(|source| !source.is_in("server")) {
        for (at, line) in source.lines() {
            if line.contains(" style=") {
                found.push(format!("{}:{at}: {line}", source.path));
            }
        }
    }
    none("an inline style, which the content security policy refuses", found);
}

#[test]
fn the_sprite_and_the_symbols_are_the_same() {
    let sprite = read("public/icons.svg");
    let drawn: Vec<_> = sprite.split("<symbol id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let named: Vec<_> = Symbol::ALL.iter().map(|symbol| symbol.id()).collect();
    assert_eq!(drawn, named);
}

#[test]
fn every_style_file_is_imported_once() {
    let main = read("style/main.css");
    let files = files("style", &["css"]);
    let missing: Vec<_> = files
        .iter()
        .map(|source| source.path.trim_start_matches("style/").to_owned())
        .filter(|path| {
            path != "main.css"
                && main.matches(&format!("\"{path}\"")).count() + main.matches(&format!("\"./{path}\"")).count() != 1
        })
        .collect();
    none("a style file that main.css does not import once", missing);
}
