use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A case's number (CASE-7): digits and a check letter, as `100482M`.
///
/// The letter is the one of Spanish identity numbers (number modulo 23 into `TRWAGMYFPDXBNJZSQVHLCKE`): it finds every
/// wrong digit and every swap of neighbours, and has no letter that is mistaken for a digit on the phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CaseNumber(i64);

const LETTERS: &[u8; 23] = b"TRWAGMYFPDXBNJZSQVHLCKE";
/// The longest number we read; far above any desk's life.
const MOST: i64 = 999_999_999_999;

/// Why a text is no case number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotACaseNumber;

impl CaseNumber {
    /// The number that follows in the desk's count.
    pub fn from_count(count: i64) -> CaseNumber {
        CaseNumber(count.clamp(1, MOST))
    }
    pub fn count(self) -> i64 {
        self.0
    }
}

impl FromStr for CaseNumber {
    type Err = NotACaseNumber;
    /// Reads what people type: blanks, hyphens, `#` and lower case are forgiven, a wrong check letter is not.
    fn from_str(text: &str) -> Result<Self, NotACaseNumber> {
        let plain: String = text.chars().filter(|c| !matches!(c, ' ' | '-' | '#' | '\u{a0}')).collect();
        let plain = plain.to_ascii_uppercase();
        let split = plain.len().checked_sub(1).filter(|at| plain.is_char_boundary(*at)).ok_or(NotACaseNumber)?;
        let (digits, letter) = plain.split_at(split);
        if digits.is_empty() || digits.len() > 12 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NotACaseNumber);
        }
        let count: i64 = digits.parse().map_err(|_| NotACaseNumber)?;
        if count < 1 || letter.as_bytes() != [LETTERS[(count % 23) as usize]] {
            return Err(NotACaseNumber);
        }
        Ok(CaseNumber(count))
    }
}

impl fmt::Display for CaseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.0, LETTERS[(self.0 % 23) as usize] as char)
    }
}

impl fmt::Display for NotACaseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a case number")
    }
}

impl TryFrom<String> for CaseNumber {
    type Error = NotACaseNumber;
    fn try_from(text: String) -> Result<Self, NotACaseNumber> {
        text.parse()
    }
}

impl From<CaseNumber> for String {
    fn from(number: CaseNumber) -> String {
        number.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_7_every_wrong_digit_and_every_swap_of_neighbours_is_found() {
        for count in [1, 100_482, 999_999] {
            let number = CaseNumber::from_count(count).to_string();
            assert_eq!(number.parse(), Ok(CaseNumber(count)));
            let bytes = number.as_bytes();
            for at in 0..bytes.len() - 1 {
                for digit in b'0'..=b'9' {
                    let mut wrong = bytes.to_vec();
                    wrong[at] = digit;
                    let wrong = String::from_utf8(wrong).expect("digits");
                    assert_eq!(wrong.parse::<CaseNumber>().is_ok(), wrong == number, "{wrong}");
                }
                if at + 2 < bytes.len() && bytes[at] != bytes[at + 1] {
                    let mut wrong = bytes.to_vec();
                    wrong.swap(at, at + 1);
                    assert!(String::from_utf8(wrong).expect("digits").parse::<CaseNumber>().is_err());
                }
            }
        }
    }

    #[test]
    fn case_7_a_number_is_read_as_people_type_it() {
        let number = CaseNumber::from_count(100_482);
        let spoken = number.to_string();
        assert_eq!(format!("# {} {}", &spoken[..3], spoken[3..].to_lowercase()).parse(), Ok(number));
        assert!("ñ".parse::<CaseNumber>().is_err() && "".parse::<CaseNumber>().is_err());
    }
}
