use super::CaseNumber;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A page of a long list of cases, and where the next one begins (keyset: the last row's sort value and number).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    pub rows: Vec<T>,
    /// `None` at the end of the list.
    pub next: Option<Cursor>,
}

/// A place in a sorted list, of cases if nothing else is said; printed into the address bar as `<key>~<id>`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor<I = CaseNumber> {
    /// The sort value of the last row shown: an instant in milliseconds, a rank or a count.
    pub key: i64,
    /// The last row's number or id, which decides between equal keys.
    pub id: I,
}

impl<I: fmt::Display> fmt::Display for Cursor<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}~{}", self.key, self.id)
    }
}

impl<I: FromStr> FromStr for Cursor<I> {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        let (key, id) = text.split_once('~').ok_or(())?;
        Ok(Cursor { key: key.parse().map_err(|_| ())?, id: id.parse().map_err(|_| ())? })
    }
}
