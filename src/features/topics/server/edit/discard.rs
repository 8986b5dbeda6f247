//! What is in work is thrown away.

use super::id_of;
use crate::{
    error::AppError,
    features::topics::server::store,
    policy::{Place, act},
    route,
    server::{Visit, http},
};

/// Throws away what is in work, as it was seen; what is published stays. What somebody changed meanwhile is looked at first.
pub async fn discard(visit: &Visit, topic: &str, number: i64) -> Result<(), AppError> {
    let permit = visit.permit::<act::WriteTopics>(Place::Anywhere)?;
    let mut tx = visit.portal().db().begin().await?;
    let draft = store::lock_topic_draft(&mut tx, &permit, &id_of(topic)?).await?.ok_or(AppError::NotFound)?;
    if draft.number != number {
        return Err(AppError::Conflict);
    }
    store::delete_topic_draft(&mut tx, &permit, &draft).await?;
    tx.commit().await?;
    http::lead_plain_form(&format!("{}?saved=discarded", route::OPERATE_TOPICS));
    Ok(())
}
