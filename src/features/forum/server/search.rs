//! Threads for what somebody typed: their index follows the database by the number of their last change.

use super::{ThreadHit, store};
use crate::{
    error::AppError,
    features::topics::rules::says_enough,
    policy::{Place, act},
    server::{
        Portal, Visit,
        authz::Permit,
        db::{Db, StoreError},
        search::{
            Search, Within,
            follow::{self, FollowError, Followed},
            with_rows,
        },
    },
    values::{ProductId, ThreadId},
};

/// Threads that are offered while a title is typed.
const SIMILAR_MOST: usize = 5;

/// Threads, as the index follows them.
struct Threads;

impl Followed for Threads {
    const JOB: &str = "forum.follow";
    type Read = store::Changed;

    fn search(portal: &Portal) -> &Search {
        portal.threads()
    }

    async fn changes(
        db: &Db,
        permit: &Permit<act::Maintain>,
        after: i64,
        most: i64,
    ) -> Result<Vec<(i64, store::Changed)>, StoreError> {
        store::changes(db, permit, after, most).await
    }

    async fn newest(db: &Db, permit: &Permit<act::Maintain>) -> Result<i64, StoreError> {
        store::newest(db, permit).await
    }

    async fn count(db: &Db, permit: &Permit<act::Maintain>) -> Result<u64, StoreError> {
        store::count(db, permit).await
    }
}

/// Takes over what changed in the database; answers how many changes there were.
pub async fn follow(portal: &Portal) -> Result<u64, FollowError> {
    follow::follow::<Threads>(portal).await
}

/// Builds the index anew from the database.
pub async fn rebuild(portal: &Portal) -> Result<u64, FollowError> {
    follow::rebuild::<Threads>(portal).await
}

/// What somebody looks for among threads.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted<'a> {
    pub text: &'a str,
    /// Of one product only.
    pub product: Option<&'a ProductId>,
    /// Nobody asked for them: only those that have most of the words.
    pub is_offer: bool,
    /// So many.
    pub most: usize,
}

/// Threads for what somebody typed, the best first.
pub async fn find(
    visit: &Visit,
    permit: &Permit<act::UseForum>,
    wanted: Wanted<'_>,
) -> Result<Vec<ThreadHit>, AppError> {
    let text = wanted.text.to_owned();
    let products: Vec<String> = wanted.product.iter().map(ToString::to_string).collect();
    let found = visit.portal().threads().aside(move |search| {
        let within = Within { owners: &products, with_most_words: wanted.is_offer, ..Within::default() };
        search.find_in_all(&text, within, wanted.most)
    });
    let found = found.await?;
    let ids: Vec<ThreadId> = found.iter().filter_map(|found| found.id.parse().ok()).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let threads = store::in_sight(visit.portal().db(), permit, &ids, visit.language()).await?;
    let hits = with_rows(found, threads, |thread| &thread.id);
    Ok(hits.map(|(found, thread)| ThreadHit { thread, title: found.title, text: found.text }).collect())
}

/// Threads like the one whose title is being typed (FORUM-2).
pub async fn similar(visit: &Visit, title: &str) -> Result<Vec<ThreadHit>, AppError> {
    let permit = visit.permit::<act::UseForum>(Place::Anywhere)?;
    if !says_enough(title) {
        return Ok(Vec::new());
    }
    find(visit, &permit, Wanted { text: title, product: None, is_offer: true, most: SIMILAR_MOST }).await
}
