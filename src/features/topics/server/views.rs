//! How often topics are opened, counted in memory and written now and then: reading waits for no disk. What was not yet
//! written when a server ends is lost.

use super::store;
use crate::{
    error::AppError,
    server::{Portal, authz::Actor},
    values::{DAY_MS, TopicId},
};
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

/// Topics of one statement.
const BATCH: usize = 200;

/// Views that are not yet written.
#[derive(Default)]
pub struct Views(Mutex<HashMap<TopicId, i64>>);

impl Views {
    pub fn count(&self, topic: &TopicId) {
        let mut counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *counted.entry(topic.clone()).or_default() += 1;
    }

    fn take(&self) -> Vec<(TopicId, i64)> {
        let taken = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        taken.into_iter().collect()
    }
}

/// Writes what was counted since the last time.
pub async fn write_views(portal: &Portal) -> Result<(), AppError> {
    let views = portal.views().take();
    if views.is_empty() {
        return Ok(());
    }
    let permit = Actor::system("topics.views").maintenance();
    let day = portal.now().0.div_euclid(DAY_MS);
    let mut tx = portal.db().begin().await?;
    for some in views.chunks(BATCH) {
        store::add_views(&mut tx, &permit, day, some).await?;
    }
    Ok(tx.commit().await?)
}
