//! What is published is taken away from its readers.

use super::id_of;
use crate::{
    error::AppError,
    features::topics::{model::Published, server::store},
    policy::{Place, act},
    route,
    server::{Visit, http},
};

/// Withdraws a topic as it was seen (see [`Published::stand`]): nobody reads or finds it until it is published again, and no
/// import brings it back. What is in work stays.
pub async fn withdraw(visit: &Visit, topic: &str, seen: &str) -> Result<(), AppError> {
    let permit = visit.permit::<act::WriteTopics>(Place::Anywhere)?;
    let id = id_of(topic)?;
    let mut tx = visit.portal().db().begin().await?;
    let number = store::numbers(&mut tx, &permit, 1).await?;
    let stored = store::read_stored(&mut tx, &permit, &id).await?.ok_or(AppError::NotFound)?;
    if stored.published.is_withdrawn {
        return Err(AppError::NotFound);
    }
    if Published::stand(Some(&stored.published)) != seen {
        return Err(AppError::Conflict);
    }
    store::withdraw_edited(&mut tx, &permit, &id, number, visit.now()).await?;
    tx.commit().await?;
    http::lead_plain_form(&format!("{}?saved=withdrawn", route::OPERATE_TOPICS));
    Ok(())
}
