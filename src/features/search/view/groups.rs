use crate::{
    features::{
        cases::{model::CaseHit, view::status_name},
        forum::{model::ThreadHit, view::standing},
        search::model::Everything,
        topics::{
            model::{Hit, PopularTopic},
            view::popular_because,
        },
    },
    i18n::{Language, text::search as t},
    route,
    values::Marked,
};

/// Results of one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    pub title: &'static str,
    pub items: Vec<Item>,
}

/// One result, whatever its kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    pub href: String,
    pub title: Marked,
    pub text: Marked,
    /// The language of both where it is not the reader's.
    pub lang: Option<&'static str>,
    /// What it is, in the reader's language.
    pub note: String,
}

/// What was found as groups, those without a result left out.
pub fn groups(language: Language, found: Everything, is_vendor: bool) -> Vec<Group> {
    let Everything { cases, topics, threads, popular } = found;
    let is_of_others = topics.is_of_others;
    let own =
        Group { title: t::topics(language), items: topics.own.into_iter().map(|hit| topic(language, hit)).collect() };
    let others = Group {
        title: t::topics_in_other(language),
        items: topics.others.into_iter().map(|hit| topic(language, hit)).collect(),
    };
    let (first, then) = if is_of_others { (others, own) } else { (own, others) };
    let cases = cases.into_iter().map(|hit| case(language, hit, is_vendor)).collect();
    let threads = threads.into_iter().map(|hit| thread(language, hit)).collect();
    let popular = popular.into_iter().map(|topic| read_most(language, topic)).collect();
    let groups = [
        Group { title: t::cases(language), items: cases },
        first,
        then,
        Group { title: t::threads(language), items: threads },
        Group { title: t::popular(language), items: popular },
    ];
    groups.into_iter().filter(|group| !group.items.is_empty()).collect()
}

fn topic(language: Language, hit: Hit) -> Item {
    let lang = (hit.language != language).then_some(hit.language.tag());
    Item { href: hit.address, title: hit.title, text: hit.text, lang, note: hit.shelf }
}

fn case(language: Language, hit: CaseHit, is_vendor: bool) -> Item {
    let CaseHit { case, title, text } = hit;
    let organization = if is_vendor { vec![case.organization] } else { Vec::new() };
    let facts = [case.number.to_string(), status_name(language, case.status).to_owned(), case.product];
    let note = facts.into_iter().chain(organization).collect::<Vec<_>>().join(" · ");
    Item { href: route::case(case.number), title, text, lang: None, note }
}

fn thread(language: Language, hit: ThreadHit) -> Item {
    let ThreadHit { thread, title, text } = hit;
    let note = format!("{} · {}", thread.product, standing(language, thread.kind, thread.answered).0);
    Item { href: route::thread(&thread.id), title, text, lang: None, note }
}

fn read_most(language: Language, topic: PopularTopic) -> Item {
    let note = format!("{} · {}", topic.shelf, popular_because(language, &topic));
    Item { href: topic.address, title: Marked::from(topic.title.as_str()), text: Marked::default(), lang: None, note }
}
