//! What in a case's text may identify somebody (FORUM-3). It finds rather too much: an engineer looks at each and says.

use super::super::model::Known;
use crate::values::CaseNumber;
use std::ops::Range;

/// What something that was found looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trace {
    /// Of a mailbox.
    Address,
    /// A host's name, or its number in a network.
    Host,
    CaseNumber,
    /// An answer to the product's identifiers.
    Number,
    /// Of a person of the case, or of its organization.
    Name,
    Phone,
    /// A key, a session, an id: long, with digits and letters.
    Token,
}

/// Where in a text something was found, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    pub trace: Trace,
    pub from: usize,
    pub to: usize,
}

impl Found {
    pub fn range(&self) -> Range<usize> {
        self.from..self.to
    }
}

/// Everything in a text that may identify somebody, in its order and without overlaps. What is surest goes first: a name
/// within an address is the address.
pub fn find(text: &str, known: &Known) -> Vec<Found> {
    let mut all: Vec<Found> = Vec::new();
    let passes = [
        (Trace::Address, addresses(text)),
        (Trace::Host, hosts(text)),
        (Trace::CaseNumber, case_numbers(text)),
        (Trace::Number, known.numbers.iter().flat_map(|number| occurrences(text, number)).collect()),
        (Trace::Name, names(text, &known.names)),
        (Trace::Phone, phones(text)),
        (Trace::Token, tokens(text)),
    ];
    for (trace, ranges) in passes {
        for Range { start: from, end: to } in ranges {
            if from < to && all.iter().all(|found| to <= found.from || found.to <= from) {
                all.push(Found { trace, from, to });
            }
        }
    }
    all.sort_by_key(|found| found.from);
    all
}

/// The longest stretches of a text whose signs are of a kind, without what a sentence puts around them.
fn runs(text: &str, is_part: impl Fn(char) -> bool, around: &[char]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut begun = None;
    for (at, sign) in text.char_indices().chain([(text.len(), '\n')]) {
        match (is_part(sign) && at < text.len(), begun) {
            (true, None) => begun = Some(at),
            (false, Some(from)) => {
                let run = &text[from..at];
                let lead = run.len() - run.trim_start_matches(around).len();
                found.push(from + lead..from + lead + run.trim_matches(around).len());
                begun = None;
            }
            (true, Some(_)) | (false, None) => {}
        }
    }
    found
}

/// Does a stretch stand alone, with no letter or digit before or behind it?
fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let before = text[..range.start].chars().next_back();
    let behind = text[range.end..].chars().next();
    ![before, behind].into_iter().flatten().any(char::is_alphanumeric)
}

fn addresses(text: &str) -> Vec<Range<usize>> {
    let is_part = |c: char| c.is_alphanumeric() || "._%+-@".contains(c);
    let is_address = |range: &Range<usize>| {
        let (mailbox, host) = text[range.clone()].split_once('@').unwrap_or_default();
        !mailbox.is_empty() && host.chars().count() > 1
    };
    runs(text, is_part, &['.', '-', '_', '%']).into_iter().filter(is_address).collect()
}

/// Last parts of hosts' names, where a name has only two parts: `report.html` is none.
const LAST_PARTS: [&str; 40] = [
    "com", "org", "net", "edu", "gov", "io", "dev", "app", "cloud", "info", "biz", "eu", "es", "pt", "fr", "de", "it",
    "uk", "ie", "nl", "be", "ch", "dk", "se", "no", "pl", "us", "ca", "mx", "ar", "cl", "co", "pe", "uy", "br",
    "example", "test", "local", "internal", "lan",
];

fn hosts(text: &str) -> Vec<Range<usize>> {
    let named = runs(text, |c| c.is_alphanumeric() || ".-_".contains(c), &['.', '-', '_']);
    let is_named = |range: &Range<usize>| {
        let host = &text[range.clone()];
        !host.is_empty() && (text[..range.start].ends_with("://") || is_host(host) || is_ipv4(host))
    };
    let numbered = runs(text, |c| c.is_ascii_hexdigit() || c == ':', &[]);
    let is_numbered = |range: &Range<usize>| is_ipv6_or_mac(&text[range.clone()]) && stands_alone(text, range);
    let named = named.into_iter().filter(is_named);
    named.chain(numbered.into_iter().filter(is_numbered)).collect()
}

fn is_host(name: &str) -> bool {
    let parts: Vec<&str> = name.split('.').collect();
    let last = parts.last().map(|last| last.to_ascii_lowercase()).unwrap_or_default();
    let is_word = last.len() > 1 && last.bytes().all(|byte| byte.is_ascii_alphabetic());
    let are_whole = parts.iter().all(|part| !part.is_empty());
    is_word && are_whole && (parts.len() > 2 || (parts.len() == 2 && LAST_PARTS.contains(&last.as_str())))
}

fn is_ipv4(name: &str) -> bool {
    let parts: Vec<&str> = name.split('.').collect();
    parts.len() == 4 && parts.iter().all(|part| part.parse::<u8>().is_ok())
}

/// A time of day has fewer colons.
fn is_ipv6_or_mac(run: &str) -> bool {
    let groups: Vec<&str> = run.split(':').collect();
    let digits = run.len() - (groups.len() - 1);
    let is_short = run.contains("::") && digits > 1;
    let is_full = groups.len() == 8 && groups.iter().all(|group| (1..=4).contains(&group.len()));
    let is_mac = groups.len() == 6 && groups.iter().all(|group| group.len() == 2);
    is_short || is_full || is_mac
}

/// Digits of the shortest case number.
const CASE_DIGITS: usize = 6;

/// Digits and their check letter, also spoken apart.
fn case_numbers(text: &str) -> Vec<Range<usize>> {
    let digits = runs(text, |c| c.is_ascii_digit(), &[]);
    let with_letter = |range: Range<usize>| {
        let rest = &text[range.end..];
        let letters = rest.trim_start_matches([' ', '-', '\u{a0}']);
        let gap = rest.len() - letters.len();
        let letter = letters.chars().next().filter(char::is_ascii_alphabetic)?;
        let whole = range.start..range.end + gap + letter.len_utf8();
        let is_number = range.len() >= CASE_DIGITS && gap <= 2 && text[whole.clone()].parse::<CaseNumber>().is_ok();
        (is_number && stands_alone(text, &whole)).then_some(whole)
    };
    digits.into_iter().filter_map(with_letter).collect()
}

/// Signs of a text as they are compared: small, without accents, with one kind of apostrophe.
fn folded(text: &str) -> Vec<(usize, char)> {
    text.char_indices().flat_map(|(at, sign)| sign.to_lowercase().map(move |small| (at, fold(small)))).collect()
}

fn fold(small: char) -> char {
    match small {
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ø' => 'o',
        'ú' | 'ù' | 'û' | 'ü' => 'u',
        'ñ' => 'n',
        'ç' => 'c',
        '’' | '‘' | '´' => '\'',
        other => other,
    }
}

/// Where a text says something, in any case and with or without accents, as words of their own.
fn occurrences(text: &str, what: &str) -> Vec<Range<usize>> {
    let (text_signs, what_signs) = (folded(text), folded(what.trim()));
    if what_signs.is_empty() {
        return Vec::new();
    }
    let is_here = |window: &&[(usize, char)]| window.iter().zip(&what_signs).all(|((_, a), (_, b))| a == b);
    let end_of = |last: usize| last + text[last..].chars().next().map_or(0, char::len_utf8);
    let range_of = |window: &[(usize, char)]| Some(window.first()?.0..end_of(window.last()?.0));
    let found = text_signs.windows(what_signs.len()).filter(is_here).filter_map(range_of);
    found.filter(|range| stands_alone(text, range)).collect()
}

/// Between names, and in too many sentences.
const PARTICLES: [&str; 13] =
    ["del", "las", "los", "and", "the", "van", "von", "der", "den", "for", "des", "dos", "ben"];
/// Signs of the shortest part of a name that is looked for by itself.
const PART_LEAST: usize = 3;

/// Whole names first, then their parts.
fn names(text: &str, names: &[String]) -> Vec<Range<usize>> {
    let whole = names.iter().map(String::as_str);
    let parts = names.iter().flat_map(|name| name.split(|c: char| c.is_whitespace() || c == '-' || c == '־'));
    let is_telling =
        |part: &&str| part.chars().count() >= PART_LEAST && !PARTICLES.contains(&part.to_lowercase().as_str());
    whole.chain(parts.filter(is_telling)).flat_map(|what| occurrences(text, what)).collect()
}

/// Digits of a number with its country, and of one without.
const PHONE_LEAST: usize = 7;
const PLAIN_LEAST: usize = 9;

fn phones(text: &str) -> Vec<Range<usize>> {
    let is_part = |c: char| c.is_ascii_digit() || "+-./()\u{a0} ".contains(c);
    let around = ['-', '.', '/', ')', ' ', '\u{a0}'];
    let mut found = Vec::new();
    for run in runs(text, is_part, &around) {
        let without_dates =
            dates(&text[run.clone()]).into_iter().map(|date| run.start + date.start..run.start + date.end);
        let mut from = run.start;
        for date in without_dates.chain(std::iter::once(run.end..run.end)) {
            let piece = &text[from..date.start];
            let lead = piece.len() - piece.trim_start_matches(around).len();
            let trimmed = from + lead..from + lead + piece.trim_matches(around).len();
            if is_phone(&text[trimmed.clone()]) && stands_alone(text, &trimmed) {
                found.push(trimmed);
            }
            from = date.end;
        }
    }
    found
}

fn is_phone(piece: &str) -> bool {
    let digits = piece.bytes().filter(u8::is_ascii_digit).count();
    let is_abroad = piece.starts_with('+') || piece.starts_with("00");
    digits >= PLAIN_LEAST || (digits >= PHONE_LEAST && (is_abroad || piece.contains('-')))
}

/// The days that a stretch names, such as `2026-11-23` and `23/11/2026`.
fn dates(run: &str) -> Vec<Range<usize>> {
    let words = runs(run, |c| c.is_ascii_digit() || "-./".contains(c), &['-', '.', '/']);
    let is_date = |range: &Range<usize>| {
        let lengths: Vec<usize> = run[range.clone()].split(['-', '.', '/']).map(str::len).collect();
        matches!(lengths[..], [4, 1..=2, 1..=2] | [1..=2, 1..=2, 2 | 4])
    };
    words.into_iter().filter(is_date).collect()
}

/// Signs of the shortest token: what is shorter is a name of something.
const TOKEN_LEAST: usize = 16;

fn tokens(text: &str) -> Vec<Range<usize>> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "-_=+".contains(c);
    let is_token = |range: &Range<usize>| {
        let run = &text[range.clone()];
        let has = |is: fn(&u8) -> bool| run.bytes().any(|byte| is(&byte));
        run.len() >= TOKEN_LEAST && has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic)
    };
    runs(text, is_part, &['-', '_', '+']).into_iter().filter(is_token).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Known {
        Known {
            names: ["Liam O’Connor", "José María Muñoz Íñiguez", "נועם בן־דוד", "Río Azul Hoteles"]
                .map(String::from)
                .to_vec(),
            numbers: vec!["PU-4821-7".to_owned()],
        }
    }

    /// What is found in a text, as it stands there.
    fn found(text: &str) -> Vec<(Trace, &str)> {
        find(text, &known()).into_iter().map(|found| (found.trace, &text[found.range()])).collect()
    }

    #[test]
    fn forum_3_addresses_hosts_and_their_numbers_are_found() {
        for (text, trace, what) in [
            ("Write to liam.oconnor+test@northwind.example.", Trace::Address, "liam.oconnor+test@northwind.example"),
            ("mailto:<peña@ñandú.es>", Trace::Address, "peña@ñandú.es"),
            ("root@db1 says no", Trace::Address, "root@db1"),
            ("on https://tienda/cesta?x=1 it fails", Trace::Host, "tienda"),
            ("see shop.northwind.example/a", Trace::Host, "shop.northwind.example"),
            ("the site northwind.com, since Monday", Trace::Host, "northwind.com"),
            ("from 10.20.0.7:443", Trace::Host, "10.20.0.7"),
            ("from 2001:db8::7 as well", Trace::Host, "2001:db8::7"),
            ("card 00:1a:2b:3c:4d:5e", Trace::Host, "00:1a:2b:3c:4d:5e"),
        ] {
            assert_eq!(found(text), [(trace, what)], "{text}");
        }
    }

    #[test]
    fn forum_3_numbers_of_cases_phones_and_identifiers_are_found() {
        let number = CaseNumber::from_count(100_482).to_string();
        for text in [number.clone(), number.to_lowercase(), format!("{} {}", &number[..6], &number[6..])] {
            assert_eq!(found(&format!("as in {text}, again")), [(Trace::CaseNumber, text.as_str())]);
        }
        for (text, trace, what) in [
            ("call +44 1632 960311 today", Trace::Phone, "+44 1632 960311"),
            ("(202) 555-0131", Trace::Phone, "(202) 555-0131"),
            ("600 123 456", Trace::Phone, "600 123 456"),
            ("555-0131", Trace::Phone, "555-0131"),
            ("since 2026-11-23 on 600123456", Trace::Phone, "600123456"),
            ("property pu-4821-7.", Trace::Number, "pu-4821-7"),
            ("key a8Xk29_qpLw81mZt0-Q", Trace::Token, "a8Xk29_qpLw81mZt0-Q"),
            ("id 01890000-0000-7000-8000-00000000000a", Trace::Token, "01890000-0000-7000-8000-00000000000a"),
        ] {
            assert_eq!(found(text), [(trace, what)], "{text}");
        }
    }

    #[test]
    fn forum_3_names_are_found_in_any_spelling_whole_and_in_parts() {
        for (text, what) in [
            ("Liam O'Connor asked", "Liam O'Connor"),
            ("that is liam’s report", "liam"),
            ("JOSE MARIA MUÑOZ", "JOSE"),
            ("las reservas de rio azul hoteles", "rio azul hoteles"),
            ("שלום נועם!", "נועם"),
        ] {
            assert_eq!(found(text).first(), Some(&(Trace::Name, what)), "{text}");
        }
        assert_eq!(found("Liamx, Azulejos, connorly"), [], "words of which a name is a part");
    }

    #[test]
    fn forum_3_what_everybody_writes_is_left_alone() {
        for text in [
            "",
            "The report of 2026-11-23 09:15:00 has 1,204 visits, that of 23/11/2026 has 98 (12.5 %).",
            "Open report.html, e.g. in Firefox 132.0; p. ej. la versión 3.12.1.",
            "`track(\"visit\")` in std::fmt is called 12 345 times.",
            "Only 3 of the 250000 rows are there.",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn forum_3_what_is_found_comes_in_order_and_never_twice() {
        let text = "Liam (liam@northwind.example, +44 1632 960311) on https://shop.northwind.example/liam";
        let kinds: Vec<_> = found(text).into_iter().map(|(trace, _)| trace).collect();
        assert_eq!(kinds, [Trace::Name, Trace::Address, Trace::Phone, Trace::Host, Trace::Name]);
        let all = find(text, &known());
        assert!(all.windows(2).all(|two| two[0].to <= two[1].from));
    }
}
