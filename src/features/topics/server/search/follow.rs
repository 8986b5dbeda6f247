//! How the index keeps up with the database.

use crate::{
    error::AppError,
    features::topics::server::store,
    policy::act,
    server::{
        Portal,
        authz::{Actor, Permit},
        db::StoreError,
        search::{Search, SearchError, Stand, Work, Writing},
    },
};
use std::time::Duration;

/// Changes that are read at once; topics can be long.
const BATCH: i64 = 100;

/// A server that follows writes for some tens of milliseconds.
const TRIES_MOST: u32 = 50;
const BETWEEN_TRIES: Duration = Duration::from_millis(100);

/// Why the index could not follow.
#[derive(Debug, thiserror::Error)]
pub enum FollowError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Search(#[from] SearchError),
    #[error("a thread of the search stopped: {0}")]
    Stopped(#[from] tokio::task::JoinError),
}

impl From<FollowError> for AppError {
    fn from(error: FollowError) -> AppError {
        match error {
            FollowError::Store(error) => error.into(),
            other => crate::server::telemetry::broken(&other),
        }
    }
}

/// Takes over what changed in the database. Answers how many changes there were. An index that does not fit the database,
/// because one of them was put back to an earlier state or emptied, is built anew. While another process writes the index,
/// that one takes the changes over.
pub async fn follow(portal: &Portal) -> Result<u64, FollowError> {
    match catch_up(portal).await {
        Err(FollowError::Search(SearchError::Busy)) => Ok(0),
        Err(FollowError::Search(error)) => {
            portal.topics().forget();
            Err(error.into())
        }
        ended => ended,
    }
}

async fn catch_up(portal: &Portal) -> Result<u64, FollowError> {
    let permit = Actor::system("topics.follow").maintenance();
    let search = portal.topics().clone();
    let stand = blocking(move || Ok(search.stand()?)).await?;
    let changed = take(portal, &permit, number(&stand), Work::Further, 0).await?;
    let is_first = portal.topics().is_unchecked();
    if changed == 0 && !is_first {
        return Ok(0);
    }
    let search = portal.topics().clone();
    let stand = blocking(move || Ok(search.stand()?)).await?;
    let kept = store::stand(portal.db(), &permit).await?;
    // What came meanwhile is for the next round.
    let is_behind = kept.newest > number(&stand);
    let is_same = kept.newest == number(&stand) && kept.topics == stand.texts;
    if is_behind || is_same {
        if is_same {
            portal.topics().checked();
        }
        return Ok(changed);
    }
    let changed = rebuild(portal).await?;
    portal.topics().checked();
    Ok(changed)
}

/// The number of the last change that an index holds.
fn number(stand: &Stand) -> i64 {
    stand.cursor.parse().unwrap_or(0)
}

/// Builds the index anew from the database. Answers how many topics and other changes it read. Until it is done, the search
/// goes on with the old one.
pub async fn rebuild(portal: &Portal) -> Result<u64, FollowError> {
    let permit = Actor::system("topics.index").maintenance();
    let mut tries = 0;
    loop {
        // All up to here is read below, or no longer there.
        let newest = store::stand(portal.db(), &permit).await?.newest;
        match take(portal, &permit, 0, Work::Anew, newest).await {
            Err(FollowError::Search(SearchError::Busy)) if tries < TRIES_MOST => {
                tries += 1;
                tokio::time::sleep(BETWEEN_TRIES).await;
            }
            ended => return ended,
        }
    }
}

/// Takes over what changed after a number; the index then stands at the last change, or at `least`.
async fn take(
    portal: &Portal,
    permit: &Permit<act::Maintain>,
    from: i64,
    work: Work,
    least: i64,
) -> Result<u64, FollowError> {
    let (mut cursor, mut count) = (from, 0);
    let mut writing: Option<Writing> = None;
    loop {
        let batch = store::changes(portal.db(), permit, cursor, BATCH).await?;
        let Some(last) = batch.last() else { break };
        cursor = last.seq;
        count += batch.len() as u64;
        let (begun, search) = (writing.take(), portal.topics().clone());
        writing = Some(
            blocking(move || {
                let mut writing = begin(begun, &search, work)?;
                writing.take(&batch.into_iter().map(store::Changed::into_change).collect::<Vec<_>>())?;
                Ok(writing)
            })
            .await?,
        );
    }
    if writing.is_none() && work == Work::Further {
        return Ok(0);
    }
    let search = portal.topics().clone();
    blocking(move || Ok(begin(writing, &search, work)?.commit(&cursor.max(least).to_string())?)).await?;
    Ok(count)
}

fn begin(begun: Option<Writing>, search: &Search, work: Work) -> Result<Writing, SearchError> {
    begun.map_or_else(|| search.write(work), Ok)
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, FollowError> + Send + 'static,
) -> Result<T, FollowError> {
    tokio::task::spawn_blocking(work).await?
}
