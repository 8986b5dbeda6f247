//! What a topic was, and what has changed since.

use super::{difference::difference, id_of};
use crate::{
    error::AppError,
    features::topics::{
        model::{VersionLine, VersionsContent},
        server::store,
    },
    policy::{Place, act},
    route,
    server::Visit,
};

/// Versions of one page.
const PAGE: i64 = 50;

/// The versions of a topic: those before a number, or the newest with the published one; and what has changed since one of
/// them, if it is named.
pub async fn open_versions(visit: &Visit, topic: &str, query: &str) -> Result<VersionsContent, AppError> {
    let permit = visit.permit::<act::WriteTopics>(Place::Anywhere)?;
    let number = |name: &str| {
        let value = route::pairs(query).into_iter().find(|(known, _)| known == name)?.1;
        Some(value.parse::<i64>().unwrap_or_default())
    };
    let db = visit.portal().db();
    let stored = store::find_stored(db, &permit, &id_of(topic)?).await?.ok_or(AppError::NotFound)?;
    let before = number("before");
    let from = before.unwrap_or(i64::MAX);
    let mut versions = store::versions(db, &permit, &stored.id, from, PAGE + 1).await?;
    let has_more = versions.len() as i64 > PAGE;
    versions.truncate(PAGE as usize);
    let more_before = versions.last().map(|last| last.number).filter(|_| has_more);
    if before.is_none() {
        versions.insert(
            0,
            VersionLine {
                number: stored.published.version,
                title: stored.text.title.clone(),
                published_at: stored.changed_at,
                author: stored.editor_name,
                is_published: true,
            },
        );
    }
    let shown = match number("show") {
        None => None,
        Some(show) => {
            let before = store::find_version(db, &permit, &stored.id, show).await?.ok_or(AppError::NotFound)?;
            Some((show, difference(before, stored.text.clone()).await?))
        }
    };
    Ok(VersionsContent {
        address: route::topic(stored.language, &stored.path),
        topic: stored.id,
        language: stored.language,
        title: stored.text.title,
        versions,
        more_before,
        shown,
    })
}
