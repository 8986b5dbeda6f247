//! Words of support that people use for each other. A topic is found by the other word as well, behind those that have the
//! word itself.

use super::analyzer::words;
use crate::i18n::Language;
use std::{collections::HashMap, sync::LazyLock};

/// Words of one line mean much the same.
const ENGLISH: &[&str] = &[
    "delete remove erase",
    "create add new make",
    "edit change modify update",
    "error failure problem issue",
    "troubleshoot fix solve",
    "login signin sign",
    "user account",
    "setup install configure",
    "picture image photo",
    "mail email",
    "price cost billing",
    "permission role access right",
];
const SPANISH: &[&str] = &[
    "eliminar borrar suprimir quitar",
    "crear añadir agregar nuevo",
    "editar cambiar modificar actualizar",
    "error fallo problema incidencia",
    "solucionar resolver arreglar",
    "ordenador computadora equipo",
    "usuario cuenta",
    "configurar instalar ajustar",
    "imagen foto",
    "correo email",
    "precio coste costo facturación",
    "permiso rol acceso derecho",
];

type ByStem = HashMap<String, Vec<&'static str>>;

static BY_STEM: LazyLock<[ByStem; 2]> =
    LazyLock::new(|| [by_stem(Language::En, ENGLISH), by_stem(Language::Es, SPANISH)]);

fn by_stem(language: Language, lines: &'static [&'static str]) -> ByStem {
    let mut by_stem = ByStem::new();
    for line in lines {
        for (at, word) in line.split(' ').enumerate() {
            let others = line.split(' ').enumerate().filter(|(other, _)| *other != at).map(|(_, other)| other);
            let stems = words(language, word).flat_map(|word| word.stems);
            for stem in stems {
                by_stem.entry(stem).or_default().extend(others.clone());
            }
        }
    }
    by_stem
}

/// Other words for one with these stems.
pub fn of(language: Language, stems: &[String]) -> Vec<&'static str> {
    let by_stem = match language {
        Language::En => &BY_STEM[0],
        Language::Es => &BY_STEM[1],
    };
    stems.iter().find_map(|stem| by_stem.get(stem)).cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_2_synonyms_are_found_in_every_form_of_the_word() {
        let of = |language, word: &str| of(language, &words(language, word).next().expect("a word").stems);
        assert_eq!(of(Language::En, "Deleted"), ["remove", "erase"]);
        assert_eq!(of(Language::Es, "facturacion"), ["precio", "coste", "costo"]);
        assert!(of(Language::En, "pulso").is_empty());
    }
}
