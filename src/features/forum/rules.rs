//! The decisions of the forum, without input or output: the server enforces them, the browser shows them early.

mod filter;
mod traces;

pub use traces::{Found, Trace, find};

use super::model::*;
use crate::{
    i18n::Language,
    values::{CategoryId, HOUR_MS, MINUTE_MS, Moment, PostId, Problem, Problems, ProductId, ThreadId},
};
use std::collections::{BTreeMap, BTreeSet};

/// Characters of a title: one line of a list, also on a phone.
pub const TITLE_LEAST: u32 = 8;
pub const TITLE_MOST: u32 = 160;
/// Characters of a post; a log is a file of a case.
pub const BODY_LEAST: u32 = 10;
pub const BODY_MOST: u32 = 20_000;
/// Characters of a reason for reporting or hiding.
pub const REASON_MOST: u32 = 500;
/// Characters of a category's name.
pub const NAME_MOST: u32 = 60;
/// Milliseconds in which an own post can be changed: long enough for what one sees after sending, too short to take back
/// what others have answered.
pub const EDIT_MS: i64 = HOUR_MS;

/// Posts of a page of a thread.
pub const POSTS: usize = 50;
/// Posts before one that is led to behind the first page.
const BEFORE: i64 = 9;

/// How often a person may do something (FORUM-4, SEC-6): times within milliseconds.
pub const THREADS_PACE: (u32, i64) = (10, 10 * MINUTE_MS);
pub const POSTS_PACE: (u32, i64) = (20, 10 * MINUTE_MS);
pub const VOTES_PACE: (u32, i64) = (60, MINUTE_MS);
pub const REPORTS_PACE: (u32, i64) = (20, HOUR_MS);

/// Characters of a submit key: a UUID, with room.
const KEY_MOST: usize = 64;

/// A thread, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewThread {
    pub kind: Kind,
    pub place: ForumPlace,
    pub title: String,
    pub body: String,
}

/// Checks the form of a new thread. With what is `known` of a case, all that may identify somebody must have been confirmed,
/// wherever it stands (FORUM-3).
pub fn check_thread(form: &ThreadForm, known: Option<&Known>) -> Result<NewThread, Problems> {
    let mut problems = Problems::default();
    let kind = form.kind.parse().map_err(|()| problems.add("kind", Problem::NotAChoice)).ok();
    let place = form.place.parse().map_err(|()| problems.add("place", Problem::NotAChoice)).ok();
    let title = problems.text("title", &form.title, TITLE_LEAST, TITLE_MOST);
    let body = problems.text("body", &form.body, BODY_LEAST, BODY_MOST);
    if known.is_some_and(|known| !unconfirmed(form, known).is_empty()) {
        problems.add("confirmed", Problem::Incomplete);
    }
    match (kind, place) {
        (Some(kind), Some(place)) if problems.is_empty() => Ok(NewThread { kind, place, title, body }),
        _ => Err(problems),
    }
}

/// All that may identify somebody in the form's texts, each once, with what it looks like.
pub fn traces(form: &ThreadForm, known: &Known) -> Vec<(Trace, String)> {
    let mut seen = BTreeSet::new();
    let texts = [&form.title, &form.body];
    let found =
        texts.iter().flat_map(|text| find(text, known).into_iter().map(|found| (found.trace, &text[found.range()])));
    found.filter(|(_, text)| seen.insert(*text)).map(|(trace, text)| (trace, text.to_owned())).collect()
}

/// Those that were neither changed nor confirmed.
pub fn unconfirmed(form: &ThreadForm, known: &Known) -> Vec<(Trace, String)> {
    let is_confirmed = |text: &String| form.confirmed.values().any(|confirmed| confirmed == text);
    traces(form, known).into_iter().filter(|(_, text)| !is_confirmed(text)).collect()
}

/// A category, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCategory {
    pub id: CategoryId,
    pub product: ProductId,
    /// In every language, by its tag.
    pub names: BTreeMap<String, String>,
}

/// Checks the form of a category: it has a name in every language.
pub fn check_category(form: &CategoryForm) -> Result<NewCategory, Problems> {
    let mut problems = Problems::default();
    let id = form.id.parse().map_err(|_| problems.add("form", Problem::NotAChoice)).ok();
    let product = form.product.parse().map_err(|_| problems.add("product", Problem::NotAChoice)).ok();
    let mut names = BTreeMap::new();
    for language in Language::ALL {
        let typed = form.names.get(language.tag()).map(String::as_str).unwrap_or_default();
        let name = problems.text(&format!("name-{language}"), typed, 1, NAME_MOST);
        names.insert(language.tag().to_owned(), name);
    }
    match (id, product) {
        (Some(id), Some(product)) if problems.is_empty() => Ok(NewCategory { id, product, names }),
        _ => Err(problems),
    }
}

/// Each language in which another category of the product has this name; without regard to capitals.
pub fn check_names(new: &NewCategory, others: &[BTreeMap<String, String>]) -> Result<(), Problems> {
    let mut problems = Problems::default();
    for (tag, name) in &new.names {
        let is_same = |other: &String| other.to_lowercase() == name.to_lowercase();
        if others.iter().any(|names| names.get(tag).is_some_and(is_same)) {
            problems.add(&format!("name-{tag}"), Problem::NotAChoice);
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// Checks the text of a post.
pub fn check_body(body: &str) -> Result<String, Problems> {
    let mut problems = Problems::default();
    let body = problems.text("body", body, BODY_LEAST, BODY_MOST);
    if problems.is_empty() { Ok(body) } else { Err(problems) }
}

/// Checks why something is reported or hidden.
pub fn check_reason(reason: &str) -> Result<String, Problems> {
    let mut problems = Problems::default();
    let reason = problems.text("reason", reason, 3, REASON_MOST);
    if problems.is_empty() { Ok(reason) } else { Err(problems) }
}

/// The key under which a form is stored; one that came without is new each time.
pub fn key_of(key: &str, new: impl FnOnce() -> String) -> String {
    let key = key.trim();
    if key.is_empty() || key.len() > KEY_MOST { new() } else { key.to_owned() }
}

/// Can its author change it still?
pub fn may_edit(written_at: Moment, now: Moment) -> bool {
    now.since_ms(written_at) <= EDIT_MS
}

/// The number behind which a page begins that shows a post of this number.
pub fn page_of(seq: i64) -> i64 {
    if seq <= POSTS as i64 { 0 } else { seq - 1 - BEFORE }
}

/// The thread that somebody names to merge into: its id, or its address.
pub fn named_thread(text: &str) -> Result<ThreadId, Problems> {
    let last = text.trim().split(['?', '#']).next().unwrap_or_default().trim_end_matches('/').rsplit('/').next();
    last.unwrap_or_default().parse().map_err(|_| Problems::one("into", Problem::NotAChoice))
}

/// The posts of a page in the order of reading: the first, then the accepted answer, then the others.
pub fn in_reading_order(posts: Vec<Post>, answer: Option<&Post>, is_first_page: bool) -> Vec<Post> {
    let accepted: Option<&PostId> = answer.map(|post| &post.id);
    let mut ordered: Vec<Post> = posts.into_iter().filter(|post| Some(&post.id) != accepted || post.seq == 1).collect();
    if let Some(answer) = answer.filter(|answer| is_first_page && answer.seq != 1) {
        ordered.insert(ordered.len().min(1), answer.clone());
    }
    ordered
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::cases::model::PersonName;

    const PRODUCT: &str = "00000000-0000-7000-8000-000000000001";

    fn form() -> ThreadForm {
        ThreadForm {
            kind: "question".into(),
            place: PRODUCT.into(),
            title: "  How are visits counted?".into(),
            body: "The report and the export differ.".into(),
            ..ThreadForm::default()
        }
    }

    #[test]
    fn forum_1_a_thread_needs_a_kind_a_place_a_title_and_a_text() {
        assert_eq!(check_thread(&form(), None).map(|thread| thread.title), Ok("How are visits counted?".to_owned()));
        let problems = check_thread(&ThreadForm::default(), None).expect_err("nothing typed");
        for (field, problem) in [
            ("kind", Problem::NotAChoice),
            ("place", Problem::NotAChoice),
            ("title", Problem::Missing),
            ("body", Problem::Missing),
        ] {
            assert_eq!(problems.of(field), Some(&problem), "{field}");
        }
    }

    #[test]
    fn forum_1_a_category_has_a_name_in_every_language() {
        let name = |tag: &str, name: &str| (tag.to_owned(), name.to_owned());
        let names = BTreeMap::from([name("en", "Reports"), name("es", " Informes ")]);
        let form = CategoryForm { id: PRODUCT.into(), product: PRODUCT.into(), names };
        assert_eq!(check_category(&form).map(|new| new.names["es"].clone()), Ok("Informes".to_owned()));
        let problems =
            check_category(&CategoryForm { names: BTreeMap::from([name("en", "x")]), ..form }).expect_err("one");
        assert_eq!(problems, Problems::one("name-es", Problem::Missing));
    }

    #[test]
    fn forum_1_no_two_categories_of_a_product_have_one_name_in_a_language() {
        let names = |en: &str, es: &str| BTreeMap::from([("en".to_owned(), en.into()), ("es".to_owned(), es.into())]);
        let (id, product) = (PRODUCT.parse().expect("an id"), PRODUCT.parse().expect("an id"));
        let new = NewCategory { id, product, names: names("Reports", "Informes") };
        assert!(check_names(&new, &[names("Informes", "Reports")]).is_ok(), "in another language it is another name");
        let problems = check_names(&new, &[names("Data", "Datos"), names("Figures", "INFORMES")]);
        assert_eq!(problems, Err(Problems::one("name-es", Problem::NotAChoice)));
    }

    #[test]
    fn forum_3_what_comes_from_a_case_needs_every_trace_changed_or_confirmed() {
        let known = Known { names: vec!["Liam O’Connor".into()], numbers: vec!["PU-4821-7".into()] };
        let mut of_case = ThreadForm { body: "Liam sees no visits on PU-4821-7 since Monday.".into(), ..form() };
        assert!(check_thread(&of_case, None).is_ok(), "what somebody asks for themselves is theirs to say");
        let problems = check_thread(&of_case, Some(&known)).expect_err("traces");
        assert_eq!(problems, Problems::one("confirmed", Problem::Incomplete));
        of_case.confirmed.insert("0".into(), "Liam".into());
        assert_eq!(unconfirmed(&of_case, &known), [(Trace::Number, "PU-4821-7".to_owned())]);
        of_case.body = of_case.body.replace("PU-4821-7", "a property");
        assert!(check_thread(&of_case, Some(&known)).is_ok());
        of_case.title = "Liam and grace@northwind.example".into();
        assert_eq!(unconfirmed(&of_case, &known), [(Trace::Address, "grace@northwind.example".to_owned())]);
    }

    #[test]
    fn forum_2_a_thread_is_named_by_its_id_or_its_address() {
        for text in [
            PRODUCT.to_owned(),
            format!(" https://x.example/forum/{PRODUCT}?after=3#post-4 "),
            format!("/forum/{PRODUCT}/"),
        ] {
            assert_eq!(named_thread(&text).map(|id| id.to_string()), Ok(PRODUCT.to_owned()), "{text}");
        }
        assert!(named_thread("/forum").is_err() && named_thread("").is_err());
    }

    #[test]
    fn a_key_is_taken_as_it_came_and_made_where_there_is_none() {
        assert_eq!(key_of(" a ", || "new".into()), "a");
        for none in ["", " ", &"x".repeat(65)] {
            assert_eq!(key_of(none, || "new".into()), "new");
        }
    }

    #[test]
    fn forum_1_the_accepted_answer_follows_the_question_on_the_first_page_and_stands_on_no_other() {
        let post = |seq: i64| Post {
            id: format!("00000000-0000-7000-8000-{seq:012}").parse().expect("an id"),
            seq,
            author: PersonName { id: PRODUCT.parse().expect("an id"), name: "Nora".into(), vendor: true },
            at: Moment(0),
            edited_at: None,
            body_html: String::new(),
            source: None,
            votes: 0,
            voted: false,
            hidden: None,
        };
        let order = |seqs: [i64; 3], answer: Option<i64>, is_first: bool| {
            let ordered = in_reading_order(seqs.map(post).to_vec(), answer.map(post).as_ref(), is_first);
            ordered.into_iter().map(|post| post.seq).collect::<Vec<_>>()
        };
        assert_eq!(order([1, 2, 3], None, true), [1, 2, 3]);
        assert_eq!(order([1, 2, 3], Some(3), true), [1, 3, 2]);
        assert_eq!(order([1, 2, 3], Some(60), true), [1, 60, 2, 3]);
        assert_eq!(order([51, 52, 53], Some(52), false), [51, 53]);
    }

    #[test]
    fn a_post_that_is_led_to_is_on_the_page_that_begins_there() {
        for seq in [1, 2, 50, 51, 60, 300] {
            let after = page_of(seq);
            assert!(after < seq && seq <= after + POSTS as i64, "{seq} behind {after}");
        }
    }

    #[test]
    fn an_own_post_can_be_changed_for_an_hour() {
        assert!(may_edit(Moment(0), Moment(EDIT_MS)) && !may_edit(Moment(0), Moment(EDIT_MS + 1)));
    }
}
