use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A phone number in international form (ITU-T E.164: `+`, country code, at most 15 digits), as `+34600000000`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Phone(String);

/// Why a text is no phone number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAPhone;

/// Shorter numbers with a country code are not in use.
const FEWEST_DIGITS: usize = 7;
const MOST_DIGITS: usize = 15;

impl Phone {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Phone {
    type Err = NotAPhone;
    /// Blanks, hyphens, dots, slashes and brackets are forgiven, `00` stands for `+`; the country code is needed.
    fn from_str(text: &str) -> Result<Self, NotAPhone> {
        let plain: String = text.chars().filter(|c| !c.is_whitespace() && !"-./()".contains(*c)).collect();
        let digits = plain.strip_prefix('+').or_else(|| plain.strip_prefix("00")).ok_or(NotAPhone)?;
        let well_formed = digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0');
        if !well_formed || !(FEWEST_DIGITS..=MOST_DIGITS).contains(&digits.len()) {
            return Err(NotAPhone);
        }
        Ok(Phone(format!("+{digits}")))
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for NotAPhone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a phone number")
    }
}

impl TryFrom<String> for Phone {
    type Error = NotAPhone;
    fn try_from(text: String) -> Result<Self, NotAPhone> {
        text.parse()
    }
}

impl From<Phone> for String {
    fn from(phone: Phone) -> String {
        phone.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for text in ["+34 600 000 000", "0034-600-000-000", "+34 (600) 000.000"] {
            assert_eq!(text.parse::<Phone>().map(String::from), Ok("+34600000000".into()), "{text}");
        }
        for wrong in ["", "600 000 000", "+34 600", "+34 600 000 000 000 000", "+34 600 ABC 000", "+0600000000"] {
            assert_eq!(wrong.parse::<Phone>(), Err(NotAPhone), "{wrong}");
        }
    }
}
