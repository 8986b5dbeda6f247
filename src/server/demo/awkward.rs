//! Data as it really comes: long logs, emoji, tables, people who follow from outside.

use std::fmt::Write as _;

/// Characters of the pasted log.
const LOG_CHARS: usize = 9_000;

/// What is pasted below the description of some cases.
pub(super) fn addition(index: usize) -> String {
    match index {
        51 => format!("\n\n```\n{}\n```", log()),
        47 => "\n\n| Esperado | Recibido |\n|---|---|\n| Río | RÃ\u{ad}o |\n| Íñiguez | ÃÃ±iguez |\n| Cádiz | CÃ¡diz |".to_owned(),
        48 => "\n\nשם התגית: «תגית ראשית», 3 of 14.".to_owned(),
        52 => "\n\nCaptura: 🧾➡️❌. Gracias por adelantado 🙏🏽".to_owned(),
        31 => "\n\n```text\nRefused to load the script 'https://tags.faro.example/c.js'\nbecause it violates the following directive: \"script-src 'self'\"\n```\n\nSee [our policy](https://aurora.example/security?policy=csp&v=2).".to_owned(),
        _ => String::new(),
    }
}

/// Who else follows some cases; the second is nobody of ours and has to confirm (CASE-13).
pub(super) fn watchers(index: usize) -> Option<&'static str> {
    match index {
        26 | 52 => Some("mateo@rio-azul.example, auditoria@despacho-ribera.example"),
        54 => Some("grace@northwind.example"),
        _ => None,
    }
}

/// A log of exactly [`LOG_CHARS`] characters.
pub(super) fn log() -> String {
    let mut log = String::new();
    for line in 0.. {
        let (minute, second) = (line / 60 % 60, line % 60);
        let _ = writeln!(
            log,
            "2026-11-22T03:{minute:02}:{second:02}Z import worker={} meters={} state=reading",
            line % 4,
            line * 5_000
        );
        if log.len() >= LOG_CHARS {
            break;
        }
    }
    log.truncate(LOG_CHARS);
    log
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_pasted_log_has_9000_characters() {
        assert_eq!(super::log().chars().count(), super::LOG_CHARS);
    }
}
