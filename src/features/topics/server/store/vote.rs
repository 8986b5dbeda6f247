//! What readers say of topics (HELP-4).

use super::read;
use crate::{
    features::topics::{model::Vote, rules::NewVote},
    policy::act,
    server::{
        authz::{Held, Permit},
        db::{StoreError, Tx, sql},
    },
    values::{Moment, PersonId, TopicId},
};

#[derive(serde::Deserialize)]
struct IdRow {
    id: String,
}

/// A topic that the reader may read.
pub async fn hold(
    tx: &mut Tx,
    permit: &Permit<act::ReadTopics>,
    topic: &TopicId,
) -> Result<Option<Held<TopicId>>, StoreError> {
    let statement = sql("SELECT id FROM topic WHERE withdrawn_at IS NULL AND id = $1").bind(topic);
    let row: Option<IdRow> = tx.optional(permit, statement).await?;
    row.map(|row| Ok(Held::under(permit, read(&row.id, "topic", "id")?))).transpose()
}

/// Writes a person's vote, in the place of an earlier one.
pub async fn put_vote(
    tx: &mut Tx,
    permit: &Permit<act::ReadTopics>,
    topic: &Held<TopicId>,
    person: &PersonId,
    new: &NewVote,
    now: Moment,
) -> Result<(), StoreError> {
    let is_helpful = match new.vote {
        Vote::Helpful => true,
        Vote::Unhelpful => false,
    };
    let statement = sql("INSERT INTO topic_vote (topic_id, person_id, is_helpful, reason, voted_at)
  VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (topic_id, person_id) DO UPDATE SET is_helpful = excluded.is_helpful, reason = excluded.reason,
      voted_at = excluded.voted_at")
    .bind(&**topic)
    .bind(person)
    .bind(is_helpful)
    .bind(&new.reason)
    .bind(now);
    tx.run(permit, statement).await.map(|_| ())
}
