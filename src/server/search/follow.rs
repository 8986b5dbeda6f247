//! How an index keeps up with texts whose changes are numbered.

use super::{Change, Search, SearchError, Stand, Work, Writing};
use crate::{
    error::AppError,
    policy::act,
    server::{
        Portal,
        authz::{Actor, Permit},
        db::{Db, StoreError},
    },
};
use std::{future::Future, time::Duration};

/// Changes that are read at once; texts can be long.
const BATCH: i64 = 100;

/// A server that follows writes for some tens of milliseconds.
const TRIES_MOST: u32 = 50;
const BETWEEN_TRIES: Duration = Duration::from_millis(100);

/// Texts whose changes have numbers, in the order of their commits.
pub trait Followed {
    /// Who follows.
    const JOB: &str;
    /// A change as it is read; to make what the index takes of it takes time in proportion to its length.
    type Read: Into<Change> + Send + 'static;

    fn search(portal: &Portal) -> &Search;

    /// The changes after a number, each with its own, in their order, so many at most.
    fn changes(
        db: &Db,
        permit: &Permit<act::Maintain>,
        after: i64,
        most: i64,
    ) -> impl Future<Output = Result<Vec<(i64, Self::Read)>, StoreError>> + Send;

    /// The number of the last change.
    fn newest(db: &Db, permit: &Permit<act::Maintain>) -> impl Future<Output = Result<i64, StoreError>> + Send;

    /// How many texts can be found; asked once after a start, for all of them are counted.
    fn count(db: &Db, permit: &Permit<act::Maintain>) -> impl Future<Output = Result<u64, StoreError>> + Send;
}

/// Why the index could not follow.
#[derive(Debug, thiserror::Error)]
pub enum FollowError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Search(#[from] SearchError),
}

impl From<FollowError> for AppError {
    fn from(error: FollowError) -> AppError {
        match error {
            FollowError::Store(error) => error.into(),
            FollowError::Search(error) => error.into(),
        }
    }
}

/// Takes over what changed in the database. Answers how many changes there were. An index that does not fit the database,
/// because one of them was put back to an earlier state or emptied, is built anew. While another process writes the index,
/// that one takes the changes over.
pub async fn follow<F: Followed>(portal: &Portal) -> Result<u64, FollowError> {
    match catch_up::<F>(portal).await {
        Err(FollowError::Search(SearchError::Busy)) => Ok(0),
        Err(FollowError::Search(error)) => {
            F::search(portal).forget();
            Err(error.into())
        }
        ended => ended,
    }
}

async fn catch_up<F: Followed>(portal: &Portal) -> Result<u64, FollowError> {
    let permit = Actor::system(F::JOB).maintenance();
    let search = F::search(portal);
    let stand = search.aside(Search::stand).await?;
    let changed = take::<F>(portal, &permit, number(&stand), None, 0).await?;
    if !search.is_unchecked() {
        return Ok(changed);
    }
    let stand = search.aside(Search::stand).await?;
    let newest = F::newest(portal.db(), &permit).await?;
    if newest > number(&stand) {
        // what came meanwhile is for the next round
        return Ok(changed);
    }
    if newest == number(&stand) && F::count(portal.db(), &permit).await? == stand.texts {
        search.checked();
        return Ok(changed);
    }
    let changed = rebuild::<F>(portal).await?;
    search.checked();
    Ok(changed)
}

/// The number of the last change that an index holds.
fn number(stand: &Stand) -> i64 {
    stand.cursor.parse().unwrap_or(0)
}

/// Builds the index anew from the database. Answers how many texts and other changes it read. Until it is done, the search
/// goes on with the old one.
pub async fn rebuild<F: Followed>(portal: &Portal) -> Result<u64, FollowError> {
    let permit = Actor::system(F::JOB).maintenance();
    let writing = begin_anew(F::search(portal)).await?;
    // All up to here is read below, or no longer there.
    let newest = F::newest(portal.db(), &permit).await?;
    take::<F>(portal, &permit, 0, Some(writing), newest).await
}

/// Begins to build an index anew, as soon as nobody else writes it.
pub async fn begin_anew(search: &Search) -> Result<Writing, SearchError> {
    let mut tries = 0;
    loop {
        match search.aside(|search| search.write(Work::Anew)).await {
            Err(SearchError::Busy) if tries < TRIES_MOST => {
                tries += 1;
                tokio::time::sleep(BETWEEN_TRIES).await;
            }
            begun => return begun,
        }
    }
}

/// Takes over what changed after a number; an index that is `begun` anew then stands at the last change, or at `least`.
async fn take<F: Followed>(
    portal: &Portal,
    permit: &Permit<act::Maintain>,
    from: i64,
    begun: Option<Writing>,
    least: i64,
) -> Result<u64, FollowError> {
    let (mut cursor, mut count, mut writing) = (from, 0, begun);
    loop {
        let batch = F::changes(portal.db(), permit, cursor, BATCH).await?;
        let Some((last, _)) = batch.last() else { break };
        cursor = *last;
        count += batch.len() as u64;
        let begun = writing.take();
        let written = F::search(portal).aside(move |search| {
            let mut writing = begun.map_or_else(|| search.write(Work::Further), Ok)?;
            writing.take(&batch.into_iter().map(|(_, read)| read.into()).collect::<Vec<_>>())?;
            Ok(writing)
        });
        writing = Some(written.await?);
    }
    if let Some(writing) = writing {
        let cursor = cursor.max(least).to_string();
        F::search(portal).aside(move |_| writing.commit(&cursor)).await?;
    }
    Ok(count)
}
