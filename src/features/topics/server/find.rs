//! The search as its readers use it.

use super::store;
use crate::{
    error::AppError,
    features::topics::model::{Hit, Hits, Shelf},
    policy::{Reach, act},
    route,
    server::{
        Visit,
        authz::{Grant as _, Permit},
        search::{Found, InBoth, Query, TEXT_MOST_BYTES, are_shown},
    },
    values::TopicId,
};

/// A shelf with a longer name there is not.
const SHELF_NAME_MOST_BYTES: usize = 256;
/// Hits in the language that the words belong to, and in the other.
const HITS_MOST: usize = 10;
const OTHERS_MOST: usize = 3;

/// Topics for what somebody typed, of one shelf or of all, in the reader's language and, fewer, in the other.
pub async fn find(
    visit: &Visit,
    permit: &Permit<act::ReadTopics>,
    text: &str,
    shelf: Option<&str>,
) -> Result<Hits, AppError> {
    Ok(find_and_shelves(visit, permit, text, shelf).await?.0)
}

/// The same with all shelves.
pub(super) async fn find_and_shelves(
    visit: &Visit,
    permit: &Permit<act::ReadTopics>,
    text: &str,
    shelf: Option<&str>,
) -> Result<(Hits, Vec<Shelf>), AppError> {
    let owners = match (shelf, permit.reach()) {
        (Some(shelf), _) => vec![shelf[..shelf.floor_char_boundary(SHELF_NAME_MOST_BYTES)].to_owned()],
        (None, Reach::Public) => visit.portal().public_shelves().now().to_vec(),
        (None, Reach::Own | Reach::Organization | Reach::Everywhere) => Vec::new(),
    };
    let (own, text) = (visit.language(), text[..text.floor_char_boundary(TEXT_MOST_BYTES)].to_owned());
    let query = Query { own, text, owners, most: HITS_MOST, others_most: OTHERS_MOST };
    hits(visit, permit, &*visit.portal().topics().find_in_both(query).await?).await
}

/// A hit is an id: only those are shown that the reader may read.
async fn hits(
    visit: &Visit,
    permit: &Permit<act::ReadTopics>,
    InBoth { own, others, is_of_others }: &InBoth,
) -> Result<(Hits, Vec<Shelf>), AppError> {
    let is_of_others = *is_of_others;
    let meant = if is_of_others { &others.meant } else { &own.meant }.clone();
    let all = own.found.iter().chain(&others.found);
    let ids: Vec<TopicId> = all.filter_map(|found| found.id.parse().ok()).collect();
    let store::InSight { topics, shelves } = store::in_sight(visit.portal().db(), permit, &ids).await?;
    let hit = |found: &Found| {
        let line = topics.iter().find(|line| line.id.as_str() == found.id)?;
        let shelf = shelves.iter().find(|shelf| shelf.name == line.shelf);
        Some(Hit {
            id: line.id.clone(),
            address: route::topic(line.language, &line.path),
            language: line.language,
            shelf: shelf.map_or(&line.shelf, |shelf| &shelf.title).clone(),
            title: found.title.clone(),
            text: found.text.clone(),
        })
    };
    let own: Vec<Hit> = own.found.iter().filter_map(hit).collect();
    let others: Vec<Hit> = others.found.iter().filter_map(hit).collect();
    // a word that stands only where the reader may not read is none
    let shown = own.iter().chain(&others).flat_map(|hit| [&hit.title, &hit.text]);
    let meant = meant.filter(|meant| permit.reach() != Reach::Public || are_shown(meant, shown, std::iter::empty()));
    Ok((Hits { own, others, is_of_others, meant }, shelves))
}
