//! What readers open: the start page of help, and a topic.

use super::{find::find_and_shelves, popular, public::reading, store};
use crate::{
    error::AppError,
    features::topics::{
        model::{GuideSummary, HelpContent, HelpQuery, PublicTopic, TopicBrief, TopicContent},
        rules,
    },
    i18n::Language,
    policy::{Place, Reach, Refusal, act},
    route,
    server::{Visit, authz::Grant as _},
    values::TopicId,
};

/// Popular topics of the start page.
const POPULAR_MOST: usize = 9;

/// What is asked for, or what there is.
pub async fn help(visit: &Visit, query: &str) -> Result<HelpContent, AppError> {
    let permit = reading(visit)?;
    let HelpQuery { text, product } = HelpQuery::parse(query);
    if !text.is_empty() {
        let shelf = (!product.is_empty()).then_some(product.as_str());
        let (found, shelves) = find_and_shelves(visit, &permit, &text, shelf).await?;
        visit.portal().missed().note(visit, &text, !(found.own.is_empty() && found.others.is_empty()));
        return Ok(HelpContent { shelves, found: Some(found), ..HelpContent::default() });
    }
    let store::Shelves { shelves, guides } = store::shelves(visit.portal().db(), &permit, visit.language()).await?;
    let is_shown = |path: &str| product.is_empty() || path.split('/').next() == Some(product.as_str());
    let guides = guides.into_iter().filter(|guide| is_shown(&guide.path)).map(|guide| GuideSummary {
        id: guide_place(&guide.path),
        title: guide.title,
        description: guide.description,
        lines: rules::first_level(&guide.entries),
    });
    let popular = popular(visit, &permit, POPULAR_MOST)?;
    Ok(HelpContent { shelves, found: None, guides: guides.collect(), popular })
}

/// A topic as others name it, by its id.
pub async fn brief(visit: &Visit, id: &str) -> Result<TopicBrief, AppError> {
    let permit = visit.permit::<act::ReadTopics>(Place::Anywhere)?;
    let id: TopicId = id.parse().map_err(|_| AppError::NotFound)?;
    store::find_brief(visit.portal().db(), &permit, &id).await?.ok_or(AppError::NotFound)
}

/// The id of a table of contents' place in the start page.
fn guide_place(path: &str) -> String {
    format!("guide-{}", path.replace('/', "-"))
}

/// A topic, in another language where it is not there in this one.
pub async fn open(visit: &Visit, language: &str, path: &str) -> Result<TopicContent, AppError> {
    let permit = reading(visit)?;
    let found = match language.parse::<Language>() {
        Ok(language) => store::find_topic(visit.portal().db(), &permit, language, path).await?,
        Err(_) => None,
    };
    let Some(page) = found else {
        // there may be one for those who sign in
        let is_nobody = permit.reach() == Reach::Public;
        return Err(if is_nobody { Refusal::SignIn.into() } else { AppError::NotFound });
    };
    visit.portal().views().count(&page.id);
    let address = route::topic(page.language, &page.path);
    let guide = page.guide.map(|(title, path, entries)| {
        rules::guide(title, format!("{}#{}", route::TOPICS, guide_place(&path)), &entries, &address)
    });
    let absolute = |address: String| format!("{}{address}", visit.portal().origin());
    let public = (page.is_public && !page.is_unlisted).then(|| PublicTopic {
        address: absolute(address.clone()),
        translation: page
            .translation
            .as_ref()
            .map(|(language, path)| (*language, absolute(route::topic(*language, path)))),
    });
    Ok(TopicContent {
        id: page.id,
        language: page.language,
        title: page.title,
        description: page.description,
        html: page.html,
        headings: page.headings,
        guide,
        translation: page.translation.map(|(language, path)| route::topic(language, &path)),
        stale_since: page.stale_since,
        is_unlisted: page.is_unlisted,
        changed_at: page.changed_at,
        vote: page.vote,
        public,
    })
}
