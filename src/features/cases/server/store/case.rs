use super::{detail, list::SummaryRow, pick, read, read_some, summaries};
use crate::{
    features::cases::{
        model::*,
        rules::Position,
        server::log::{Entry, Log},
    },
    policy::act,
    server::{
        authz::{Grant, Held, Permit, cases_in_reach},
        db::{Dialect, StoreError, Tx, sql},
    },
    values::{CaseId, CaseNumber, DraftId, EventId, Moment, OrganizationId, PersonId, ProductId},
};

/// A case whose row is locked until the transaction ends: what a write may change, and what its rules look at.
#[derive(Clone, Debug)]
pub struct LockedCase {
    pub id: CaseId,
    pub number: CaseNumber,
    pub organization: OrganizationId,
    pub product: ProductId,
    pub requester: PersonId,
    pub assignee: Option<PersonId>,
    pub assignee_name: Option<String>,
    pub title: String,
    pub priority: Priority,
    pub position: Position,
    pub last_seq: i64,
}

#[derive(serde::Deserialize)]
struct LockedRow {
    id: String,
    number: i64,
    organization_id: String,
    product_id: String,
    requester_id: String,
    assignee_id: Option<String>,
    assignee_name: Option<String>,
    title: String,
    priority: i64,
    status: String,
    resolution: Option<String>,
    closed_at: Option<i64>,
    last_seq: i64,
}

/// Locks a case within the grant's reach. Whoever else writes to it waits; what is out of reach is not found.
pub async fn lock(tx: &mut Tx, grant: &impl Grant, number: CaseNumber) -> Result<Option<Held<LockedCase>>, StoreError> {
    let statement = sql("SELECT c.id, c.number, c.organization_id, c.product_id, c.requester_id, c.assignee_id,
       (SELECT a.name FROM person a WHERE a.id = c.assignee_id) AS assignee_name,
       c.title, c.priority, c.status, c.resolution, c.closed_at, c.last_seq
  FROM support_case c WHERE c.number = ")
    .push_bind("", number.count())
    .push(" AND");
    let statement = cases_in_reach(statement, grant).push(match tx.dialect() {
        // BEGIN IMMEDIATE holds the only writer.
        Dialect::Sqlite => "",
        Dialect::Postgres => " FOR UPDATE OF c",
    });
    let row: Option<LockedRow> = tx.optional(grant, statement).await?;
    row.map(|row| Ok(Held::under(grant, row.read()?))).transpose()
}

impl LockedRow {
    fn read(self) -> Result<LockedCase, StoreError> {
        const TABLE: &str = "support_case";
        let assignee: Option<PersonId> = read_some(self.assignee_id.as_deref(), TABLE, "assignee_id")?;
        Ok(LockedCase {
            id: read(&self.id, TABLE, "id")?,
            number: CaseNumber::from_count(self.number),
            organization: read(&self.organization_id, TABLE, "organization_id")?,
            product: read(&self.product_id, TABLE, "product_id")?,
            requester: read(&self.requester_id, TABLE, "requester_id")?,
            position: Position {
                status: read(&self.status, TABLE, "status")?,
                resolution: read_some(self.resolution.as_deref(), TABLE, "resolution")?,
                assigned: assignee.is_some(),
                closed_at: self.closed_at.map(Moment),
            },
            assignee,
            assignee_name: self.assignee_name,
            title: self.title,
            priority: Priority::from_rank(self.priority)
                .ok_or(StoreError::Damaged { table: TABLE, column: "priority" })?,
            last_seq: self.last_seq,
        })
    }
}

/// What a reply has to know before it is written.
pub struct ReplyState {
    /// This very reply was stored before (CASE-6).
    pub is_repeat: bool,
    /// Texts of others that came after what the writer has seen (CASE-18).
    pub newer: i64,
    /// Files of the reply that have not arrived in full.
    pub incomplete: i64,
}

#[derive(serde::Deserialize)]
struct ReplyStateRow {
    repeats: i64,
    newer: i64,
    incomplete: i64,
}

pub async fn reply_state(
    tx: &mut Tx,
    grant: &impl Grant,
    case: &Held<LockedCase>,
    author: &PersonId,
    key: Option<&str>,
    seen: i64,
) -> Result<ReplyState, StoreError> {
    let statement = sql("
SELECT (SELECT COUNT(*) FROM case_event e WHERE e.case_id = $1 AND e.author_id = $2 AND e.submit_key = $3) AS repeats,
       (SELECT COUNT(*) FROM case_event e
         WHERE e.case_id = $1 AND e.seq > $4 AND e.body <> '' AND (e.author_id IS NULL OR e.author_id <> $2)) AS newer,
       (SELECT COUNT(*) FROM attachment t JOIN draft d ON d.id = t.draft_id
         WHERE d.person_id = $2 AND d.scope = $5 AND t.received_bytes < t.size_bytes) AS incomplete")
    .bind(&case.id)
    .bind(author)
    .bind(key)
    .bind(seen)
    .bind(format!("comment:{}", case.id));
    let rows: Option<ReplyStateRow> = tx.optional(grant, statement).await?;
    let row = rows.unwrap_or(ReplyStateRow { repeats: 0, newer: 0, incomplete: 0 });
    Ok(ReplyState { is_repeat: row.repeats > 0, newer: row.newer, incomplete: row.incomplete })
}

/// What a message has to know before it is written.
pub struct MessageState {
    /// This very message, stored before: its number is its own for ever (P4).
    pub sent: Option<(EventId, i64, Moment)>,
    /// Is there a draft that the message takes with it?
    pub has_draft: bool,
    /// Files of that draft that have not arrived in full.
    pub incomplete: i64,
}

#[derive(serde::Deserialize)]
struct MessageStateRow {
    drafts: i64,
    incomplete: i64,
    id: Option<String>,
    seq: Option<i64>,
    at: Option<i64>,
}

/// Read after the case is locked, by a statement of its own: one that waited for the lock would not see what the writer
/// before it has stored.
pub async fn message_state(
    tx: &mut Tx,
    grant: &impl Grant,
    case: &Held<LockedCase>,
    author: &PersonId,
    key: &str,
) -> Result<MessageState, StoreError> {
    let statement = sql("
SELECT (SELECT COUNT(*) FROM draft d WHERE d.person_id = $2 AND d.organization_id = $5 AND d.scope = $4) AS drafts,
       (SELECT COUNT(*) FROM attachment t JOIN draft d ON d.id = t.draft_id
         WHERE d.person_id = $2 AND d.organization_id = $5 AND d.scope = $4 AND t.received_bytes < t.size_bytes) AS incomplete,
       e.id, e.seq, e.at
  FROM (SELECT 1 AS one) o
  LEFT JOIN case_event e ON e.author_id = $2 AND e.case_id = $1 AND e.submit_key = $3")
    .bind(&case.id)
    .bind(author)
    .bind(key)
    .bind(format!("comment:{}", case.id))
    .bind(grant.actor().signed_in().map(|who| &who.standing.organization));
    let row: Option<MessageStateRow> = tx.optional(grant, statement).await?;
    let Some(row) = row else { return Ok(MessageState { sent: None, has_draft: false, incomplete: 0 }) };
    let sent = match (row.id, row.seq, row.at) {
        (Some(id), Some(seq), Some(at)) => Some((read(&id, "case_event", "id")?, seq, Moment(at))),
        (_, _, _) => None,
    };
    Ok(MessageState { sent, has_draft: row.drafts > 0, incomplete: row.incomplete })
}

/// Appends to a case's log and brings its row up to it: two statements, whatever happened.
pub async fn append(
    tx: &mut Tx,
    grant: &impl Grant,
    case: &Held<LockedCase>,
    log: &Log,
    author: &PersonId,
    now: Moment,
) -> Result<(), StoreError> {
    let grows = sql("UPDATE support_case SET changed_at = $1, last_seq = last_seq + $2")
        .bind(now)
        .bind(log.entries().len() as i64);
    // what a statement names is written into its indexes, also when it stays as it is
    let update = if log.moves(case) {
        grows
            .push_bind(", status = ", log.position().status.code())
            .push_bind(", resolution = ", log.position().resolution.map(Resolution::code))
            .push_bind(", closed_at = ", log.position().closed_at)
            .push_bind(", assignee_id = ", log.assignee())
            .push_bind(", priority = ", log.priority().rank())
    } else {
        grows
    };
    tx.run(grant, update.push_bind(" WHERE id = ", &case.id)).await?;
    let last = (case.last_seq, log.channel());
    insert_events(tx, grant, &case.id, last, log.entries(), author, now).await
}

async fn insert_events(
    tx: &mut Tx,
    grant: &impl Grant,
    case: &CaseId,
    (last_seq, channel): (i64, Channel),
    entries: &[Entry],
    author: &PersonId,
    now: Moment,
) -> Result<(), StoreError> {
    let mut statement = sql("INSERT INTO case_event
       (id, case_id, seq, kind, at, author_id, channel, detail, body, body_marks, submit_key) VALUES");
    for (at, entry) in entries.iter().enumerate() {
        statement = statement
            .push_bind(if at == 0 { " (" } else { ", (" }, &entry.id)
            .push_bind(", ", case)
            .push_bind(", ", last_seq + 1 + at as i64)
            .push_bind(", ", entry.detail.kind())
            .push_bind(", ", now)
            .push_bind(", ", author)
            .push_bind(", ", channel.code())
            .push_bind(", ", detail::written(&entry.detail))
            .push_bind(", ", &entry.body)
            .push_bind(", ", &entry.body_marks)
            .push_bind(", ", entry.key.as_deref())
            .push(")");
    }
    tx.run(grant, statement).await.map(|_| ())
}

/// Hands the files of a draft over to what became of it: to a case (`event`: `None`) or to one of its events.
pub async fn move_attachments(
    tx: &mut Tx,
    grant: &impl Grant,
    draft: &DraftId,
    case: &CaseId,
    event: Option<&EventId>,
) -> Result<(), StoreError> {
    let statement = sql("UPDATE attachment SET draft_id = NULL, case_id = $1, event_id = $2 WHERE draft_id = $3")
        .bind(case)
        .bind(event)
        .bind(draft);
    tx.run(grant, statement).await.map(|_| ())
}

#[derive(serde::Deserialize)]
struct CountRow {
    value: i64,
}

/// Counts one case more; the number is the transaction's own until it ends.
pub async fn count(tx: &mut Tx, permit: &Permit<act::OpenCase>) -> Result<CaseNumber, StoreError> {
    let statement = sql("UPDATE counter SET value = value + 1 WHERE name = 'case' RETURNING value");
    let row: Option<CountRow> = tx.optional(permit, statement).await?;
    row.map(|row| CaseNumber::from_count(row.value)).ok_or(StoreError::Damaged { table: "counter", column: "name" })
}

/// A case to insert, with what the form does not say.
pub struct Insertion<'a> {
    pub id: &'a CaseId,
    pub number: CaseNumber,
    pub organization: &'a OrganizationId,
    pub requester: &'a PersonId,
    pub case: &'a NewCase,
    pub description_marks: &'a str,
    pub follow_up_of: Option<&'a CaseId>,
    /// What it was made from, such as the draft's id: a repeat finds the first (CASE-6).
    pub key: &'a str,
    pub opened: &'a Entry,
    pub channel: Channel,
    pub now: Moment,
}

/// Inserts a case with the first event of its log.
pub async fn insert(
    tx: &mut Tx,
    permit: &Permit<act::OpenCase>,
    new: &Insertion<'_>,
) -> Result<Held<LockedCase>, StoreError> {
    let case = new.case;
    let statement = sql("INSERT INTO support_case (id, number, organization_id, product_id, requester_id, title, description,
       description_marks, status, priority, reproducible, steps, environment, changes, impact, phone, identifiers, opened_at,
       changed_at, last_seq, follow_up_of, submit_key)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $18, 1, $19, $20)")
    .bind(new.id)
    .bind(new.number.count())
    .bind(new.organization)
    .bind(&case.product)
    .bind(new.requester)
    .bind(&case.title)
    .bind(&case.description)
    .bind(new.description_marks)
    .bind(Status::New.code())
    .bind(case.priority.rank())
    .bind(case.reproducible)
    .bind(&case.steps)
    .bind(&case.environment)
    .bind(&case.changes)
    .bind(&case.impact)
    .bind(case.phone.as_ref().map(|phone| phone.as_str()))
    .bind(serde_json::to_string(&case.identifiers).expect("texts are JSON"))
    .bind(new.now)
    .bind(new.follow_up_of)
    .bind(new.key);
    tx.run(permit, statement).await?;
    let opened = std::slice::from_ref(new.opened);
    insert_events(tx, permit, new.id, (0, new.channel), opened, new.requester, new.now).await?;
    let inserted = LockedCase {
        id: new.id.clone(),
        number: new.number,
        organization: new.organization.clone(),
        product: case.product.clone(),
        requester: new.requester.clone(),
        assignee: None,
        assignee_name: None,
        title: case.title.clone(),
        priority: case.priority,
        position: Position { status: Status::New, resolution: None, assigned: false, closed_at: None },
        last_seq: 1,
    };
    Ok(Held::under(permit, inserted))
}

/// What was made from a draft, or from another key, before (CASE-6).
pub async fn find_submitted(
    tx: &mut Tx,
    permit: &Permit<act::OpenCase>,
    requester: &PersonId,
    key: &str,
) -> Result<Option<CaseSummary>, StoreError> {
    let picked = pick().push_bind(" c.requester_id = ", requester).push_bind(" AND c.submit_key = ", key);
    let row: Option<SummaryRow> = tx.optional(permit, summaries(picked, "")).await?;
    row.map(CaseSummary::try_from).transpose()
}
