use super::{detail, draft::read_reply_body, read, read_some};
use crate::{
    features::cases::model::*,
    i18n::Language,
    policy::{Reach, act},
    server::{
        authz::{Grant, Held, Permit, cases_in_reach},
        db::{Db, Statement, StoreError, sql},
        markdown,
    },
    values::{CaseId, CaseNumber, ChatId, DraftId, Moment, PersonId},
};
use std::collections::BTreeMap;

/// Events that a page shows; of a longer log the newest.
const LOG_MOST: i64 = 2_000;

#[derive(serde::Deserialize)]
struct CaseRow {
    id: String,
    number: i64,
    organization_id: String,
    organization_name: String,
    plan: String,
    product_id: String,
    product_name: String,
    product_identifiers: String,
    requester_id: String,
    requester_name: String,
    requester_vendor: i64,
    assignee_id: Option<String>,
    assignee_name: Option<String>,
    title: String,
    description: String,
    description_marks: String,
    status: String,
    resolution: Option<String>,
    priority: i64,
    reproducible: i64,
    steps: String,
    environment: String,
    changes: String,
    impact: String,
    phone: Option<String>,
    identifiers: String,
    opened_at: i64,
    changed_at: i64,
    closed_at: Option<i64>,
    last_seq: i64,
    follow_up_of: Option<i64>,
    origin: Option<String>,
    origin_number: Option<String>,
}

const CASE: &str = "
SELECT c.id, c.number, c.organization_id, o.name AS organization_name, o.plan, c.product_id, p.name AS product_name,
       p.identifiers AS product_identifiers, c.requester_id, r.name AS requester_name,
       (SELECT COUNT(*) FROM membership m WHERE m.person_id = r.id AND m.role IN ('Engineer', 'Operator')) AS requester_vendor,
       c.assignee_id, a.name AS assignee_name, c.title, c.description, c.description_marks, c.status, c.resolution, c.priority,
       c.reproducible, c.steps, c.environment, c.changes, c.impact, c.phone, c.identifiers, c.opened_at, c.changed_at,
       c.closed_at, c.last_seq, f.number AS follow_up_of, c.origin, c.origin_number
  FROM support_case c
  JOIN organization o ON o.id = c.organization_id
  JOIN product p ON p.id = c.product_id
  JOIN person r ON r.id = c.requester_id
  LEFT JOIN person a ON a.id = c.assignee_id
  LEFT JOIN support_case f ON f.id = c.follow_up_of
 WHERE c.number = $1 AND";

/// A case within the reader's reach, with the names around it.
pub async fn find_case(
    db: &Db,
    permit: &Permit<act::ReadCases>,
    number: CaseNumber,
    language: Language,
) -> Result<Option<Held<Case>>, StoreError> {
    let statement = cases_in_reach(sql(CASE).bind(number.count()), permit);
    let row: Option<CaseRow> = db.optional(permit, statement).await?;
    row.map(|row| Ok(Held::under(permit, row.read(language)?))).transpose()
}

impl CaseRow {
    fn read(self, language: Language) -> Result<Case, StoreError> {
        const TABLE: &str = "support_case";
        let damaged = |column| StoreError::Damaged { table: TABLE, column };
        let assignee = read_some::<PersonId>(self.assignee_id.as_deref(), TABLE, "assignee_id")?;
        let asked: Vec<IdentifierField> =
            serde_json::from_str(&self.product_identifiers).map_err(|_| damaged("product.identifiers"))?;
        let given: BTreeMap<String, String> =
            serde_json::from_str(&self.identifiers).map_err(|_| damaged("identifiers"))?;
        let identifiers =
            given.into_iter().map(|(key, value)| (label(&asked, &key, language).to_owned(), value)).collect();
        Ok(Case {
            id: read(&self.id, TABLE, "id")?,
            number: CaseNumber::from_count(self.number),
            organization: read(&self.organization_id, TABLE, "organization_id")?,
            organization_name: self.organization_name,
            plan: self.plan,
            product: read(&self.product_id, TABLE, "product_id")?,
            product_name: self.product_name,
            requester: PersonName {
                id: read(&self.requester_id, TABLE, "requester_id")?,
                name: self.requester_name,
                vendor: self.requester_vendor > 0,
            },
            assignee: assignee.map(|id| PersonName { id, name: self.assignee_name.unwrap_or_default(), vendor: true }),
            title: self.title,
            description_html: markdown::html(&self.description, &self.description_marks)
                .ok_or(damaged("description_marks"))?,
            status: read(&self.status, TABLE, "status")?,
            resolution: read_some(self.resolution.as_deref(), TABLE, "resolution")?,
            priority: Priority::from_rank(self.priority).ok_or(damaged("priority"))?,
            reproducible: self.reproducible == 1,
            steps: self.steps,
            environment: self.environment,
            changes: self.changes,
            impact: self.impact,
            phone: self.phone,
            identifiers,
            opened_at: Moment(self.opened_at),
            changed_at: Moment(self.changed_at),
            closed_at: self.closed_at.map(Moment),
            last_seq: self.last_seq,
            follow_up_of: self.follow_up_of.map(CaseNumber::from_count),
            origin: self.origin.map(|system| Origin { system, number: self.origin_number.unwrap_or_default() }),
        })
    }
}

/// The label of an identifier; its key, if the product no longer asks for it.
fn label<'a>(asked: &'a [IdentifierField], key: &'a str, language: Language) -> &'a str {
    let label = asked.iter().find(|field| field.key == key).map(|field| &field.label);
    let text = label.and_then(|label| label.get(language.tag()).or_else(|| label.values().next()));
    text.map_or(key, String::as_str)
}

/// What stands around a case on its page.
#[derive(Default)]
pub struct PageParts {
    pub attachments: Vec<AttachmentSummary>,
    pub events: Vec<CaseEvent>,
    pub watchers: Vec<Watcher>,
    pub comment_draft: Option<ReplyDraft>,
    pub note_draft: Option<ReplyDraft>,
    pub follow_ups: Vec<CaseNumber>,
    pub chat: Option<ChatId>,
    pub engineers: Vec<PersonName>,
}

/// One row of the page's union: what it is stands in `part`.
#[derive(serde::Deserialize)]
struct PartRow {
    part: String,
    id: String,
    a: Option<String>,
    b: Option<String>,
    c: Option<String>,
    d: Option<String>,
    e: Option<String>,
    n: Option<i64>,
    m: Option<i64>,
    k: Option<i64>,
    #[serde(default)]
    f: Option<String>,
    /// The Markdown of an event.
    t: Option<String>,
}

/// $1 case, $2 reader, $3 the reader's organization, $4 and $5 the scopes of the reader's drafts, $6 the log's limit,
/// $7 whether the reader sees chats of others.
const PARTS: &str = "
SELECT 'event' AS part, e.id AS id, e.channel AS a, CASE e.detail WHEN '' THEN e.kind ELSE e.detail END AS b, e.body_marks AS c,
       e.author_id AS d, p.name AS e, e.seq AS n, e.at AS m,
       (SELECT COUNT(*) FROM membership m WHERE m.person_id = e.author_id AND m.role IN ('Engineer', 'Operator')) AS k, e.body AS t
  FROM (SELECT * FROM case_event l WHERE l.case_id = $1 ORDER BY l.seq DESC LIMIT $6) e
  LEFT JOIN person p ON p.id = e.author_id
UNION ALL
SELECT 'file', t.id, t.name, t.media_type, t.event_id, NULL, NULL, t.size_bytes, t.received_bytes, t.created_at, NULL
  FROM attachment t WHERE t.case_id = $1 AND t.note_id IS NULL
UNION ALL
SELECT 'watcher', w.id, w.email, p.name, NULL, NULL, NULL, w.added_at, w.confirmed_at, NULL, NULL
  FROM watcher w LEFT JOIN person p ON p.id = w.person_id WHERE w.case_id = $1
UNION ALL
SELECT 'chat', h.id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
  FROM chat h WHERE h.case_id = $1 AND h.state <> 'ended' AND (h.customer_id = $2 OR $7 = 1)
UNION ALL
SELECT 'draft', d.id, d.scope, d.content, NULL, NULL, NULL, d.updated_at, NULL, NULL, NULL
  FROM draft d WHERE d.person_id = $2 AND d.organization_id = $3 AND d.scope IN ($4, $5)
UNION ALL
SELECT 'pending', t.id, t.name, t.media_type, t.draft_id, NULL, NULL, t.size_bytes, t.received_bytes, t.created_at, NULL
  FROM attachment t JOIN draft d ON d.id = t.draft_id
 WHERE d.person_id = $2 AND d.organization_id = $3 AND d.scope IN ($4, $5)";

const ENGINEERS: &str = "
UNION ALL
SELECT 'engineer', p.id, p.name, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
  FROM person p WHERE p.id IN (SELECT m.person_id FROM membership m WHERE m.role = 'Engineer')";

const FOLLOW_UPS: &str = "
UNION ALL
SELECT 'follow_up', c.id, NULL, NULL, NULL, NULL, NULL, c.number, NULL, NULL, NULL
  FROM support_case c WHERE c.follow_up_of = $1 AND";

/// $1 case, $2 the number before the first, $3 the last one, $4 the most; of more the newest.
const EVENTS: &str = "
SELECT 'event' AS part, e.id AS id, e.channel AS a, CASE e.detail WHEN '' THEN e.kind ELSE e.detail END AS b,
       CASE e.kind WHEN 'opened' THEN (SELECT c.description_marks FROM support_case c WHERE c.id = $1) ELSE e.body_marks END AS c,
       e.author_id AS d, p.name AS e, e.seq AS n, e.at AS m,
       (SELECT COUNT(*) FROM membership m WHERE m.person_id = e.author_id AND m.role IN ('Engineer', 'Operator')) AS k,
       CASE e.kind WHEN 'opened' THEN (SELECT c.description FROM support_case c WHERE c.id = $1) ELSE e.body END AS t,
       e.submit_key AS f
  FROM (SELECT * FROM case_event l WHERE l.case_id = $1 AND l.seq > $2 AND l.seq <= $3 ORDER BY l.seq DESC LIMIT $4) e
  LEFT JOIN person p ON p.id = e.author_id
UNION ALL
SELECT 'file', t.id, t.name, t.media_type, t.event_id, NULL, NULL, t.size_bytes, t.received_bytes, t.created_at, NULL, NULL
  FROM attachment t JOIN case_event l ON l.id = t.event_id
 WHERE t.case_id = $1 AND t.note_id IS NULL AND l.seq > $2 AND l.seq <= $3
UNION ALL
SELECT 'draft', d.id, d.scope, d.content, NULL, NULL, NULL, d.updated_at, NULL, NULL, NULL, NULL
  FROM draft d WHERE d.person_id = $5 AND d.organization_id = $6 AND d.scope = $7
UNION ALL
SELECT 'pending', t.id, t.name, t.media_type, t.draft_id, NULL, NULL, t.size_bytes, t.received_bytes, t.created_at, NULL, NULL
  FROM attachment t JOIN draft d ON d.id = t.draft_id
 WHERE d.person_id = $5 AND d.organization_id = $6 AND d.scope = $7";

/// A part of a log, with the keys under which browsers sent what is in it, and what the reader has not sent yet.
#[derive(Default)]
pub struct LogPart {
    pub events: Vec<(CaseEvent, Option<String>)>,
    pub draft: Option<ReplyDraft>,
}

/// Which part of a log is read: what comes after a number, up to another one; of more than `most` the newest.
#[derive(Clone, Copy, Debug)]
pub struct LogRange {
    pub after: i64,
    pub until: i64,
    pub most: i64,
}

/// A part of a case's log in the order of its numbers.
pub async fn log_part(
    db: &Db,
    permit: &Permit<act::ReadCases>,
    case: &Held<CaseId>,
    range: LogRange,
) -> Result<LogPart, StoreError> {
    let Some(who) = permit.actor().signed_in() else { return Ok(LogPart::default()) };
    let statement = sql(EVENTS)
        .bind(&**case)
        .bind(range.after)
        .bind(range.until)
        .bind(range.most)
        .bind(&who.person)
        .bind(&who.standing.organization)
        .bind(format!("comment:{}", **case));
    let rows: Vec<PartRow> = db.all(permit, statement).await?;
    let mut part = LogPart::default();
    let mut files: Vec<(Option<String>, AttachmentSummary)> = Vec::new();
    for mut row in rows {
        match row.part.as_str() {
            "event" => {
                let key = row.f.take();
                part.events.push((event(row)?, key));
            }
            "draft" => part.draft = Some(draft(row)?),
            _ => files.push((row.c.clone(), file(row)?)),
        }
    }
    files.sort_by(|(_, a), (_, b)| a.id.cmp(&b.id));
    for (owner, file) in files {
        let of_event = part.events.iter_mut().find(|(event, _)| Some(event.id.as_str()) == owner.as_deref());
        let of_draft = part.draft.as_mut().filter(|draft| Some(draft.id.as_str()) == owner.as_deref());
        match (of_event, of_draft) {
            (Some((event, _)), _) => event.attachments.push(file),
            (None, Some(draft)) => draft.attachments.push(file),
            (None, None) => {}
        }
    }
    part.events.sort_by_key(|(event, _)| event.seq);
    Ok(part)
}

/// Log, files, watchers, the reader's drafts, follow-ups and (with the right to assign) the engineers: one statement.
pub async fn page_parts(
    db: &Db,
    permit: &Permit<act::ReadCases>,
    case: &Held<Case>,
    assign: Option<&Permit<act::AssignCase>>,
) -> Result<PageParts, StoreError> {
    let Some(who) = permit.actor().signed_in() else { return Ok(PageParts::default()) };
    let mut statement: Statement = sql(PARTS)
        .bind(&case.id)
        .bind(&who.person)
        .bind(&who.standing.organization)
        .bind(format!("comment:{}", case.id))
        .bind(format!("note:{}", case.id))
        .bind(LOG_MOST)
        .bind(permit.reach() == Reach::Everywhere);
    if assign.is_some() {
        statement = statement.push(ENGINEERS);
    }
    let rows: Vec<PartRow> = db.all(permit, cases_in_reach(statement.push(FOLLOW_UPS), permit)).await?;
    let mut parts = PageParts::default();
    // Creation, owner, file.
    let mut files: Vec<(i64, Option<String>, AttachmentSummary)> = Vec::new();
    let mut drafts: Vec<(bool, ReplyDraft)> = Vec::new();
    for row in rows {
        match row.part.as_str() {
            "event" => parts.events.push(event(row)?),
            "file" | "pending" => files.push((row.k.unwrap_or_default(), row.c.clone(), file(row)?)),
            "watcher" => parts.watchers.push(Watcher {
                id: read(&row.id, "watcher", "id")?,
                email: row.a.unwrap_or_default(),
                name: row.b,
                confirmed: row.m.is_some(),
            }),
            "chat" => parts.chat = Some(read(&row.id, "chat", "id")?),
            "draft" => drafts.push((row.a.as_deref().is_some_and(|scope| scope.starts_with("note:")), draft(row)?)),
            "engineer" => parts.engineers.push(PersonName {
                id: read(&row.id, "person", "id")?,
                name: row.a.unwrap_or_default(),
                vendor: true,
            }),
            _ => parts.follow_ups.push(CaseNumber::from_count(row.n.unwrap_or_default())),
        }
    }
    files.sort_by(|(x, _, a), (y, _, b)| (x, &a.id).cmp(&(y, &b.id)));
    for (_, owner, file) in files {
        let Some(owner) = owner else {
            parts.attachments.push(file);
            continue;
        };
        if let Some(event) = parts.events.iter_mut().find(|event| event.id.as_str() == owner) {
            event.attachments.push(file);
        } else if let Some((_, draft)) = drafts.iter_mut().find(|(_, draft)| draft.id.as_str() == owner) {
            draft.attachments.push(file);
        }
    }
    for (is_note, draft) in drafts {
        *(if is_note { &mut parts.note_draft } else { &mut parts.comment_draft }) = Some(draft);
    }
    parts.events.sort_by_key(|event| event.seq);
    parts.watchers.sort_by(|a, b| a.email.cmp(&b.email));
    parts.engineers.sort_by(|a, b| a.name.cmp(&b.name));
    parts.follow_ups.sort();
    Ok(parts)
}

fn event(row: PartRow) -> Result<CaseEvent, StoreError> {
    const TABLE: &str = "case_event";
    let damaged = |column| StoreError::Damaged { table: TABLE, column };
    let author = read_some::<PersonId>(row.d.as_deref(), TABLE, "author_id")?;
    Ok(CaseEvent {
        id: read(&row.id, TABLE, "id")?,
        seq: row.n.unwrap_or_default(),
        at: Moment(row.m.unwrap_or_default()),
        author: author.map(|id| PersonName {
            id,
            name: row.e.unwrap_or_default(),
            vendor: row.k.is_some_and(|roles| roles > 0),
        }),
        channel: read(row.a.as_deref().unwrap_or_default(), TABLE, "channel")?,
        detail: detail::read(row.b.as_deref().unwrap_or_default()).ok_or(damaged("detail"))?,
        body_html: markdown::html(row.t.as_deref().unwrap_or_default(), row.c.as_deref().unwrap_or_default())
            .ok_or(damaged("body_marks"))?,
        attachments: Vec::new(),
    })
}

fn file(row: PartRow) -> Result<AttachmentSummary, StoreError> {
    Ok(AttachmentSummary {
        id: read(&row.id, "attachment", "id")?,
        name: row.a.unwrap_or_default(),
        media_type: row.b.unwrap_or_default(),
        size_bytes: row.n.unwrap_or_default(),
        received_bytes: row.m.unwrap_or_default(),
    })
}

fn draft(row: PartRow) -> Result<ReplyDraft, StoreError> {
    Ok(ReplyDraft {
        id: read::<DraftId>(&row.id, "draft", "id")?,
        body: read_reply_body(row.b.as_deref().unwrap_or_default())?,
        attachments: Vec::new(),
        updated_at: Moment(row.n.unwrap_or_default()),
    })
}
