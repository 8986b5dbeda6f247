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

/// Opens a task for a topic if so many said since an instant, and since its last task was closed, that it does not help.
pub async fn open_task(
    tx: &mut Tx,
    permit: &Permit<act::ReadTopics>,
    topic: &Held<TopicId>,
    since: Moment,
    votes_least: i64,
    now: Moment,
) -> Result<(), StoreError> {
    let statement = sql("INSERT INTO topic_task (topic_id, opened_at)
SELECT $1, $2 WHERE (
    SELECT COUNT(*) FROM topic_vote v
     WHERE v.topic_id = $1 AND v.is_helpful = 0 AND v.voted_at > $3
       AND v.voted_at > COALESCE((SELECT t.closed_at FROM topic_task t WHERE t.topic_id = $1), 0)) >= $4
ON CONFLICT (topic_id) DO UPDATE SET opened_at = excluded.opened_at, closed_at = NULL
 WHERE topic_task.closed_at IS NOT NULL")
    .bind(&**topic)
    .bind(now)
    .bind(since)
    .bind(votes_least);
    tx.run(permit, statement).await.map(|_| ())
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

/// Writes a person's vote, in the place of an earlier one; the same said again keeps its reason.
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
  ON CONFLICT (topic_id, person_id) DO UPDATE SET is_helpful = excluded.is_helpful, reason = CASE
      WHEN excluded.reason = '' AND topic_vote.is_helpful = excluded.is_helpful THEN topic_vote.reason
      ELSE excluded.reason END,
      voted_at = excluded.voted_at")
    .bind(&**topic)
    .bind(person)
    .bind(is_helpful)
    .bind(&new.reason)
    .bind(now);
    tx.run(permit, statement).await.map(|_| ())
}
