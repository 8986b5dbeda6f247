use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A language that the portal speaks, written as its BCP 47 tag (`en`, `es`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    #[default]
    En,
    Es,
}

/// The plural categories that our languages need (CLDR 47, cardinal).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plural {
    One,
    Many,
    Other,
}

impl Language {
    pub const ALL: [Language; 2] = [Language::En, Language::Es];

    /// The BCP 47 tag, for `lang` attributes and cookies.
    pub fn tag(self) -> &'static str {
        match self {
            Language::En => "en",
            Language::Es => "es",
        }
    }

    /// What the language calls itself.
    pub fn own_name(self) -> &'static str {
        match self {
            Language::En => "English",
            Language::Es => "Español",
        }
    }

    /// The CLDR category of a whole number. A test holds it against the published rules.
    pub fn plural(self, n: i64) -> Plural {
        match self {
            Language::En | Language::Es if n == 1 => Plural::One,
            Language::Es if n != 0 && n % 1_000_000 == 0 => Plural::Many,
            Language::En | Language::Es => Plural::Other,
        }
    }

    /// The best match for an `Accept-Language` header (RFC 9110, section 12.5.4), or `None`.
    pub fn negotiate(header: &str) -> Option<Language> {
        let mut best: Option<(f32, Language)> = None;
        for part in header.split(',') {
            let mut pieces = part.split(';');
            let tag = pieces.next().unwrap_or_default().trim();
            let Ok(language) = tag.split('-').next().unwrap_or_default().parse() else { continue };
            let quality = pieces.find_map(|p| p.trim().strip_prefix("q=")?.parse().ok()).unwrap_or(1.0);
            if quality > 0.0 && best.is_none_or(|(q, _)| quality > q) {
                best = Some((quality, language));
            }
        }
        best.map(|(_, language)| language)
    }
}

impl FromStr for Language {
    type Err = ();
    fn from_str(tag: &str) -> Result<Self, ()> {
        Language::ALL.into_iter().find(|l| l.tag().eq_ignore_ascii_case(tag)).ok_or(())
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_preferred_language_that_we_speak_is_chosen() {
        assert_eq!(Language::negotiate("de, es-MX;q=0.8, en;q=0.7"), Some(Language::Es));
        assert_eq!(Language::negotiate("en-GB, es"), Some(Language::En));
        assert_eq!(Language::negotiate("fr, en;q=0"), None);
    }
}
