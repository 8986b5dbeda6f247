//! The search as its readers use it.

use super::store;
use crate::{
    error::AppError,
    features::topics::model::{Hit, Hits},
    i18n::Language,
    policy::{Reach, act},
    route,
    server::{
        Visit,
        authz::{Grant as _, Permit},
        search::{Findings, Found, Within},
    },
    values::TopicId,
};

/// Hits in the reader's language, and in the other.
const HITS_MOST: usize = 10;
const OTHERS_MOST: usize = 5;

/// Topics for what somebody typed, of one shelf or of all, in the reader's language and, fewer, in the other.
pub async fn find(
    visit: &Visit,
    permit: &Permit<act::ReadTopics>,
    text: &str,
    shelf: Option<&str>,
) -> Result<Hits, AppError> {
    let own = visit.language();
    let asked = text.to_owned();
    let shelves = match (shelf, permit.reach()) {
        (Some(shelf), _) => vec![shelf.to_owned()],
        (None, Reach::Public) => visit.portal().public_shelves().now().to_vec(),
        (None, Reach::Own | Reach::Organization | Reach::Everywhere) => Vec::new(),
    };
    let found = visit.portal().topics().aside(move |search| {
        let within = Within { owners: &shelves, ..Within::default() };
        let other = Language::ALL.into_iter().find(|language| *language != own).unwrap_or(own);
        let found = search.find(own, &asked, within, HITS_MOST)?;
        // where all words are known in the reader's language, none of them is a misspelled one of the other
        let within = Within { as_typed: found.known == found.words, ..within };
        Ok((found, search.find(other, &asked, within, OTHERS_MOST)?))
    });
    let (own, others) = found.await?;
    hits(visit, permit, own, others).await
}

/// A hit is an id: only those are shown that the reader may read.
async fn hits(
    visit: &Visit,
    permit: &Permit<act::ReadTopics>,
    own: Findings,
    others: Findings,
) -> Result<Hits, AppError> {
    let is_of_others = others.known > own.known;
    let meant = if is_of_others { others.meant } else { own.meant };
    let (own, others) = (own.found, others.found);
    let ids: Vec<TopicId> = own.iter().chain(&others).filter_map(|found| found.id.parse().ok()).collect();
    if ids.is_empty() {
        return Ok(Hits::default());
    }
    let lines = store::in_sight(visit.portal().db(), permit, &ids).await?;
    let hit = |found: Found| {
        let line = lines.iter().find(|line| line.id.as_str() == found.id)?;
        let address = route::topic(line.language, &line.path);
        Some(Hit {
            id: line.id.clone(),
            address,
            language: line.language,
            shelf: line.shelf.clone(),
            title: found.title,
            text: found.text,
        })
    };
    let (own, others) = (own.into_iter().filter_map(hit).collect(), others.into_iter().filter_map(hit).collect());
    Ok(Hits { own, others, is_of_others, meant })
}
