//! Every address of the portal. What always holds: no page writes an address by hand.

use crate::{
    features::outbox::model::MailState,
    i18n::Language,
    values::{AttachmentId, CaseNumber, CategoryId, ChatId, Cursor, MailId, PostId, ThreadId, TopicId},
};

pub const HOME: &str = "/";
pub const SIGN_IN: &str = "/sign-in";
pub const FORGOTTEN: &str = "/forgotten";
/// Behind mailed links; the token follows.
pub const WELCOME: &str = "/welcome";
/// Confirms watching; the token follows.
pub const WATCHING: &str = "/watching";
pub const ACCOUNT: &str = "/account";
pub const SESSIONS: &str = "/account/sessions";
pub const CASES: &str = "/cases";
pub const NEW_CASE: &str = "/cases/new";
/// The case list as files; the list's query string follows (CASE-14).
pub const CASES_CSV: &str = "/cases.csv";
pub const CASES_JSON: &str = "/cases.json";
pub const DESK: &str = "/desk";
pub const CHATS: &str = "/chats";
pub const NEW_CHAT: &str = "/chats/new";
pub const TOPICS: &str = "/topics";
pub const FORUM: &str = "/forum";
pub const NEW_THREAD: &str = "/forum/new";
pub const SEARCH: &str = "/search";
pub const OUTBOX: &str = "/operate/outbox";
pub const OPERATE_TOPICS: &str = "/operate/topics";
/// The editor of topics; of a new one, without a query.
pub const EDIT_TOPIC: &str = "/operate/topics/edit";
pub const ANSWERS: &str = "/operate/answers";
/// What was reported in the forum.
pub const MODERATION: &str = "/operate/forum";
pub const CATEGORIES: &str = "/operate/forum/categories";
pub const CHAT_HOURS: &str = "/operate/chat-hours";

/// May it be read without a session?
pub fn is_public(path: &str) -> bool {
    [SIGN_IN, FORGOTTEN, WELCOME, WATCHING].iter().any(|public| is_below(path, public))
}

/// May it be read without a session where topics are shown to everybody?
pub fn is_help(path: &str) -> bool {
    is_below(path, TOPICS)
}

fn is_below(path: &str, root: &str) -> bool {
    path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The sign-in page, and where it leads afterwards.
pub fn sign_in(next: Option<&str>) -> String {
    match next {
        Some(next) if next != HOME => format!("{SIGN_IN}?next={}", encode(next)),
        _ => SIGN_IN.to_owned(),
    }
}

pub fn case(number: CaseNumber) -> String {
    format!("{CASES}/{number}")
}

pub fn attachment(id: &AttachmentId) -> String {
    format!("/files/{id}")
}

/// A picture for showing in a page; other kinds of files have no such address.
pub fn attachment_picture(id: &AttachmentId) -> String {
    format!("/files/{id}/picture")
}

pub fn chat(id: &ChatId) -> String {
    format!("{CHATS}/{id}")
}

/// Where a chat begins, about a case (its number as text) or, with an empty one, about something new; with `checked` it
/// shows what is missing there.
pub fn new_chat(case: &str, checked: bool) -> String {
    let case = (!case.is_empty()).then(|| format!("case={}", encode(case)));
    let query: Vec<_> = case.into_iter().chain(checked.then(|| "check=1".to_owned())).collect();
    with_query(NEW_CHAT, &query.join("&"))
}

/// The form of a canned answer, by its short name; of a new one with an empty one.
pub fn write_answer(name: &str) -> String {
    format!("{ANSWERS}?write={}", encode(name))
}

/// The form of the hours of a product's chat.
pub fn chat_hours(product: &str) -> String {
    format!("{CHAT_HOURS}?product={}", encode(product))
}

/// A help topic, by its path below its language's folder, without its ending (HELP-7).
pub fn topic(language: Language, path: &str) -> String {
    format!("{TOPICS}/{language}/{}", encode(path))
}

/// The editor of a topic.
pub fn edit_topic(topic: &TopicId) -> String {
    format!("{EDIT_TOPIC}?id={topic}")
}

/// The versions of a topic.
pub fn topic_versions(topic: &TopicId) -> String {
    format!("{OPERATE_TOPICS}/versions/{topic}")
}

/// A thread of the forum.
pub fn thread(id: &ThreadId) -> String {
    format!("{FORUM}/{id}")
}

/// A page of a thread, behind the post of this number.
pub fn thread_after(id: &ThreadId, seq: i64) -> String {
    if seq == 0 { thread(id) } else { format!("{FORUM}/{id}?after={seq}") }
}

/// A post on the first page of a thread, or on the page behind `after`.
pub fn post(id: &ThreadId, after: i64, seq: i64) -> String {
    format!("{}#post-{seq}", thread_after(id, after))
}

/// The form in which an own post is changed, at its place.
pub fn edit_post(id: &ThreadId, after: i64, post: &PostId) -> String {
    with_query(&thread(id), &format!("after={after}&edit={post}"))
}

/// The form of a category, by its id.
pub fn change_category(id: &CategoryId) -> String {
    format!("{CATEGORIES}?change={id}")
}

/// Where something is asked; from a case (its number as text) or, with an empty one, from nothing.
pub fn new_thread(case: &str) -> String {
    let case = (!case.is_empty()).then(|| format!("case={}", encode(case)));
    with_query(NEW_THREAD, &case.unwrap_or_default())
}

/// The search over everything, for words.
pub fn search(text: &str) -> String {
    if text.is_empty() { SEARCH.to_owned() } else { format!("{SEARCH}?q={}", encode(text)) }
}

/// Where a chat begins that somebody wants because of a topic (CHAT-1).
pub fn new_chat_from_topic(topic: &TopicId) -> String {
    format!("{NEW_CHAT}?topic={topic}")
}

/// An event of a case's timeline.
pub fn case_event(number: CaseNumber, seq: i64) -> String {
    format!("{CASES}/{number}#event-{seq}")
}

/// A step of opening a case; with `checked` it shows what is missing there.
pub fn new_case(step: &str, checked: bool) -> String {
    let check = if checked { "&check=1" } else { "" };
    format!("{NEW_CASE}?step={step}{check}")
}

/// The outbox: mails of one state, from a place in the list on.
pub fn outbox(state: Option<MailState>, after: Option<&Cursor<MailId>>) -> String {
    let state = state.map(|state| format!("state={state}"));
    let after = after.map(|after| format!("after={}", encode(&after.to_string())));
    let query: Vec<_> = state.into_iter().chain(after).collect();
    if query.is_empty() { OUTBOX.to_owned() } else { format!("{OUTBOX}?{}", query.join("&")) }
}

pub fn mail(id: &MailId) -> String {
    format!("{OUTBOX}/{id}")
}

/// A mail's HTML part alone, for a frame.
pub fn mail_html(id: &MailId) -> String {
    format!("{OUTBOX}/{id}/html")
}

/// A path of this portal, or the start page: what comes from an address bar may name another host. Browsers drop tabs and
/// line breaks inside an address, and a header takes ASCII only, so that an encoded path is all that passes.
pub fn inside(path: &str) -> &str {
    let printable = path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if printable && path.starts_with('/') && !path.starts_with("//") { path } else { HOME }
}

/// Percent-encodes a value of a query string (RFC 3986, section 2.3 leaves the unreserved characters).
pub fn encode(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(byte as char);
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// A path with a query string behind it, or the bare path if there is none.
pub fn with_query(path: &str, query: &str) -> String {
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// A query string as names and values, decoded, in their order; the leading `?` may be there. What is no UTF-8 is replaced.
pub fn pairs(query: &str) -> Vec<(String, String)> {
    let query = query.strip_prefix('?').unwrap_or(query);
    query
        .split('&')
        .filter(|part| !part.is_empty())
        .map(|part| {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            (decode(name), decode(value))
        })
        .collect()
}

/// Decodes a path, in which `+` is itself; what is no UTF-8 is replaced.
pub fn decode_path(path: &str) -> String {
    decode(&path.replace('+', "%2B"))
}

/// Decodes what a form wrote into an address: `+` is a blank, `%` leads two hexadecimal digits.
fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escaped = (bytes[at] == b'%')
            .then(|| text.get(at + 1..at + 3))
            .flatten()
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match (bytes[at], escaped) {
            (_, Some(byte)) => {
                out.push(byte);
                at += 2;
            }
            (b'+', None) => out.push(b' '),
            (byte, None) => out.push(byte),
        }
        at += 1;
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_stays_inside() {
        assert_eq!(inside("/cases?scope=mine"), "/cases?scope=mine");
        for foreign in ["https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example", "/ñ", ""] {
            assert_eq!(inside(foreign), HOME);
        }
        assert_eq!(sign_in(Some("/cases?q=a b")), "/sign-in?next=/cases%3Fq%3Da%20b");
    }

    #[test]
    fn only_the_doors_are_public() {
        assert!(is_public("/sign-in") && is_public("/welcome/abc"));
        assert!(!is_public("/") && !is_public("/sign-inx") && !is_public("/cases"));
    }

    #[test]
    fn a_query_string_reads_back_as_it_was_written() {
        let value = "añil & 100 % = +1~\u{1F600}";
        assert_eq!(
            pairs(&format!("?q={}&q=&lane", encode(value))),
            [("q".to_owned(), value.to_owned()), ("q".to_owned(), String::new()), ("lane".to_owned(), String::new()),]
        );
        assert_eq!(pairs("q=a+b%zz%f"), [("q".to_owned(), "a b%zz%f".to_owned())]);
        assert!(pairs("?").is_empty());
    }
}
