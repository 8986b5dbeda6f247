//! The search in topics (HELP-2): its index follows the database by the number of the last change, and how good it is.

mod eval;

pub use eval::{Figures, Measured, QueryError, evaluate, queries};

use super::store;
use crate::{
    policy::act,
    server::{
        Portal,
        authz::Permit,
        db::{Db, StoreError},
        search::{
            Search,
            follow::{self, FollowError, Followed},
        },
    },
};

/// Takes over what changed in the database; answers how many changes there were.
pub async fn follow(portal: &Portal) -> Result<u64, FollowError> {
    follow::follow::<Topics>(portal).await
}

/// Builds the index anew from the database.
pub async fn rebuild(portal: &Portal) -> Result<u64, FollowError> {
    follow::rebuild::<Topics>(portal).await
}

/// Topics, as the index follows them.
struct Topics;

impl Followed for Topics {
    const JOB: &str = "topics.follow";
    type Read = store::Changed;

    fn search(portal: &Portal) -> &Search {
        portal.topics()
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
