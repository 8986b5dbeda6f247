//! The SQL of the outbox and nothing else.

use super::{super::model::*, NewRow};
use crate::{
    policy::act,
    server::{
        authz::{Grant, Held, Permit},
        db::{Db, Dialect, StoreError, Tx, sql},
        mail::Outgoing,
    },
    values::{Cursor, MailId, Moment},
};

fn damaged(column: &'static str) -> StoreError {
    StoreError::Damaged { table: "mail", column }
}

/// Answers how many are new: a repeated event writes nothing.
pub(super) async fn insert(tx: &mut Tx, grant: &impl Grant, rows: &[NewRow<'_>]) -> Result<u64, StoreError> {
    let mut statement = sql(
        "INSERT INTO mail (id, once, kind, recipient, recipient_name, language, subject, text, html, state, attempts,
                           next_at, case_id, created_at) VALUES",
    );
    for (at, row) in rows.iter().enumerate() {
        statement = statement
            .push_bind(if at == 0 { " (" } else { ", (" }, &row.id)
            .push_bind(", ", &row.mail.once)
            .push_bind(", ", row.mail.kind)
            .push_bind(", ", &row.mail.recipient)
            .push_bind(", ", &row.name)
            .push_bind(", ", row.language.tag())
            .push_bind(", ", &row.subject)
            .push_bind(", ", &row.text)
            .push_bind(", ", &row.html)
            .push_bind(", 'queued', 0, ", row.at)
            .push_bind(", ", row.mail.case.as_ref())
            .push_bind(", ", row.at)
            .push(")");
    }
    tx.run(grant, statement.push(" ON CONFLICT (once) DO NOTHING")).await
}

/// A mail under a lease: until it ends, no other sender takes it.
pub(super) struct Claimed {
    pub outgoing: Outgoing,
    /// Counts this attempt; also the mark by which the lease's holder is known.
    pub attempts: i64,
}

#[derive(serde::Deserialize)]
struct ClaimedRow {
    id: String,
    recipient: String,
    recipient_name: String,
    subject: String,
    text: String,
    html: String,
    attempts: i64,
    created_at: i64,
}

/// Takes what is due, the longest due first, and what others took but did not bring back in time.
pub(super) async fn claim(
    tx: &mut Tx,
    permit: &Permit<act::Maintain>,
    now: Moment,
    lease_until: Moment,
    most: i64,
) -> Result<Vec<Claimed>, StoreError> {
    let statement = sql("WITH due AS (SELECT id FROM mail WHERE state IN ('queued', 'sending') AND next_at <= ")
        .push_bind("", now)
        .push_bind(" ORDER BY next_at, id LIMIT ", most)
        .push(match tx.dialect() {
            // BEGIN IMMEDIATE holds the only writer.
            Dialect::Sqlite => "",
            Dialect::Postgres => " FOR UPDATE SKIP LOCKED",
        })
        .push_bind(") UPDATE mail SET state = 'sending', attempts = attempts + 1, next_at = ", lease_until)
        .push(
            " WHERE id IN (SELECT id FROM due)
              RETURNING id, recipient, recipient_name, subject, text, html, attempts, created_at",
        );
    let rows: Vec<ClaimedRow> = tx.all(permit, statement).await?;
    rows.into_iter().map(ClaimedRow::claimed).collect()
}

impl ClaimedRow {
    fn claimed(self) -> Result<Claimed, StoreError> {
        Ok(Claimed {
            outgoing: Outgoing {
                id: self.id.parse().map_err(|_| damaged("id"))?,
                recipient: self.recipient,
                recipient_name: self.recipient_name,
                subject: self.subject,
                text: self.text,
                html: self.html,
                created_at: Moment(self.created_at),
            },
            attempts: self.attempts,
        })
    }
}

/// How an attempt ended.
pub(super) enum Outcome {
    Sent { text: String, html: String },
    Again { at: Moment, problem: String },
    Failed { problem: String },
}

/// Writes an attempt's outcome, unless the lease ended and another sender has the mail.
pub(super) async fn record(
    tx: &mut Tx,
    permit: &Permit<act::Maintain>,
    claimed: &Claimed,
    outcome: &Outcome,
    now: Moment,
) -> Result<(), StoreError> {
    let statement = match outcome {
        Outcome::Sent { text, html } => sql("UPDATE mail SET state = 'sent', problem = NULL")
            .push_bind(", sent_at = ", now)
            .push_bind(", text = ", text)
            .push_bind(", html = ", html),
        Outcome::Again { at, problem } => {
            sql("UPDATE mail SET state = 'queued'").push_bind(", next_at = ", *at).push_bind(", problem = ", problem)
        }
        Outcome::Failed { problem } => sql("UPDATE mail SET state = 'failed'").push_bind(", problem = ", problem),
    };
    let statement = statement
        .push_bind(" WHERE state = 'sending' AND id = ", &claimed.outgoing.id)
        .push_bind(" AND attempts = ", claimed.attempts);
    tx.run(permit, statement).await.map(|_| ())
}

#[derive(serde::Deserialize)]
struct SummaryRow {
    id: String,
    recipient: String,
    subject: String,
    language: String,
    kind: String,
    state: String,
    attempts: i64,
    created_at: i64,
    sent_at: Option<i64>,
    problem: Option<String>,
    next_at: i64,
}

impl SummaryRow {
    fn summary(self) -> Result<MailSummary, StoreError> {
        let state = self.state.parse().map_err(|()| damaged("state"))?;
        Ok(MailSummary {
            id: self.id.parse().map_err(|_| damaged("id"))?,
            recipient: self.recipient,
            subject: self.subject,
            language: self.language,
            kind: self.kind,
            state,
            attempts: self.attempts,
            next_at: (state == MailState::Queued && self.problem.is_some()).then_some(Moment(self.next_at)),
            created_at: Moment(self.created_at),
            sent_at: self.sent_at.map(Moment),
        })
    }
}

/// A page of the outbox, newest first; one row more than `most` tells that there is a next one.
pub(super) async fn list(
    db: &Db,
    permit: &Permit<act::ReadOutbox>,
    state: Option<MailState>,
    after: Option<&Cursor<MailId>>,
    most: i64,
) -> Result<Vec<MailSummary>, StoreError> {
    let mut statement =
        sql("SELECT id, recipient, subject, language, kind, state, attempts, created_at, sent_at, problem,
                                    next_at
                               FROM mail WHERE 1 = 1");
    if let Some(state) = state {
        statement = statement.push_bind(" AND state = ", state.code());
    }
    if let Some(after) = after {
        statement = statement.push_bind(" AND (created_at, id) < (", after.key).push_bind(", ", &after.id).push(")");
    }
    let statement = statement.push_bind(" ORDER BY created_at DESC, id DESC LIMIT ", most);
    let rows: Vec<SummaryRow> = db.all(permit, statement).await?;
    rows.into_iter().map(SummaryRow::summary).collect()
}

/// A mail as it is stored.
pub(super) struct Mail {
    pub summary: MailSummary,
    pub recipient_name: String,
    pub text: String,
    pub html: String,
    pub problem: Option<String>,
}

#[derive(serde::Deserialize)]
struct MailRow {
    #[serde(flatten)]
    summary: SummaryRow,
    recipient_name: String,
    text: String,
    html: String,
}

pub(super) async fn find(
    db: &Db,
    permit: &Permit<act::ReadOutbox>,
    id: &MailId,
) -> Result<Option<Held<Mail>>, StoreError> {
    let statement = sql(
        "SELECT id, recipient, recipient_name, subject, text, html, language, kind, state, attempts, created_at, sent_at,
                problem, next_at
           FROM mail WHERE id = $1",
    )
    .bind(id);
    let Some(row) = db.optional::<MailRow>(permit, statement).await? else { return Ok(None) };
    let problem = row.summary.problem.clone();
    let mail = Mail {
        summary: row.summary.summary()?,
        recipient_name: row.recipient_name,
        text: row.text,
        html: row.html,
        problem,
    };
    Ok(Some(Held::under(permit, mail)))
}

/// Queues a mail that nobody is sending just now, with all its attempts before it. `false`: somebody is.
pub(super) async fn requeue(
    tx: &mut Tx,
    permit: &Permit<act::ReadOutbox>,
    mail: &Held<Mail>,
    now: Moment,
) -> Result<bool, StoreError> {
    let statement = sql("UPDATE mail SET state = 'queued', attempts = 0, next_at = $1, problem = NULL
          WHERE id = $2 AND state <> 'sending'")
    .bind(now)
    .bind(&mail.summary.id);
    Ok(tx.run(permit, statement).await? == 1)
}
