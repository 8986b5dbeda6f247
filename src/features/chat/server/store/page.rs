use super::read;
use crate::{
    features::{
        cases::model::PersonName,
        chat::{
            model::*,
            rules::{Hours, Opening},
        },
    },
    policy::act,
    server::{
        authz::{Grant, Held, Permit, chats_in_reach},
        db::{Db, StoreError, sql},
        zones,
    },
    values::{CaseId, CaseNumber, ChatId, Moment, ProductId},
};
use std::collections::HashMap;

/// Chats whose wait tells how long the next one lasts.
const WAITS: i64 = 10;

#[derive(serde::Deserialize)]
struct ChatRow {
    id: String,
    case_id: String,
    number: i64,
    title: String,
    status: String,
    product_id: String,
    product: String,
    organization: String,
    customer_id: String,
    customer: String,
    engineer_id: Option<String>,
    engineer: Option<String>,
    state: String,
    first_seq: i64,
    last_seq: Option<i64>,
    asked_at: i64,
    taken_at: Option<i64>,
    ended_at: Option<i64>,
    rating: Option<String>,
}

const CHAT: &str = "
SELECT h.id, h.case_id, c.number, c.title, c.status, c.product_id, p.name AS product, o.name AS organization,
       h.customer_id, u.name AS customer, h.engineer_id, g.name AS engineer, h.state, h.first_seq, h.last_seq, h.asked_at, h.taken_at,
       h.ended_at, h.rating
  FROM chat h
  JOIN support_case c ON c.id = h.case_id
  JOIN product p ON p.id = c.product_id
  JOIN organization o ON o.id = c.organization_id
  JOIN person u ON u.id = h.customer_id
  LEFT JOIN person g ON g.id = h.engineer_id
 WHERE h.id = $1 AND";

/// A chat within the reader's reach.
pub async fn find_chat(
    db: &Db,
    permit: &Permit<act::ReadCases>,
    chat: &ChatId,
) -> Result<Option<Held<Chat>>, StoreError> {
    let row: Option<ChatRow> = db.optional(permit, chats_in_reach(sql(CHAT).bind(chat), permit)).await?;
    row.map(|row| Ok(Held::under(permit, row.read()?))).transpose()
}

/// The case of a chat: whoever may see the one may see the other.
pub fn case_of(permit: &Permit<act::ReadCases>, chat: &Held<Chat>) -> Held<CaseId> {
    Held::under(permit, chat.case.clone())
}

impl ChatRow {
    fn read(self) -> Result<Chat, StoreError> {
        let engineer = match (self.engineer_id, self.engineer) {
            (Some(id), Some(name)) => Some(PersonName { id: read(&id, "engineer_id")?, name, vendor: true }),
            (Some(_), None) | (None, _) => None,
        };
        Ok(Chat {
            id: read(&self.id, "id")?,
            case: read(&self.case_id, "case_id")?,
            number: CaseNumber::from_count(self.number),
            title: self.title,
            status: read(&self.status, "status")?,
            product_id: read(&self.product_id, "product_id")?,
            product: self.product,
            organization: self.organization,
            customer: PersonName { id: read(&self.customer_id, "customer_id")?, name: self.customer, vendor: false },
            engineer,
            state: read(&self.state, "state")?,
            first_seq: self.first_seq,
            last_seq: self.last_seq,
            asked_at: Moment(self.asked_at),
            taken_at: self.taken_at.map(Moment),
            ended_at: self.ended_at.map(Moment),
            rating: self.rating.as_deref().map(|rating| read(rating, "rating")).transpose()?,
        })
    }
}

/// What stands around a chat: who takes part, how many wait before it, how long the last ones waited.
#[derive(Default)]
pub struct Around {
    pub members: Vec<ChatMember>,
    pub before: i64,
    /// Milliseconds, newest first.
    pub waited_ms: Vec<i64>,
}

#[derive(serde::Deserialize)]
struct AroundRow {
    part: String,
    id: String,
    name: String,
    n: i64,
    m: i64,
    k: i64,
    left_at: Option<i64>,
}

/// $1 chat, $2 when it was asked for, $3 how many waits, $4 reader. Marks of people who show none are their own (CHAT-6).
const AROUND: &str = "
SELECT 'member' AS part, m.person_id AS id, p.name AS name,
       CASE WHEN p.shows_marks = 1 OR m.person_id = $4 THEN m.delivered_seq ELSE 0 END AS n,
       CASE WHEN p.shows_marks = 1 OR m.person_id = $4 THEN m.read_seq ELSE 0 END AS m,
       (SELECT COUNT(*) FROM membership s WHERE s.person_id = p.id AND s.role IN ('Engineer', 'Operator')) AS k, m.left_at
  FROM chat_member m JOIN person p ON p.id = m.person_id WHERE m.chat_id = $1
UNION ALL
SELECT 'before', '', '', (SELECT COUNT(*) FROM chat h WHERE h.state = 'waiting' AND (h.asked_at, h.id) < ($2, $1)), 0, 0, NULL
UNION ALL
SELECT 'wait', '', '', w.taken_at - w.asked_at, w.taken_at, 0, NULL
  FROM (SELECT h.taken_at, h.asked_at FROM chat h WHERE h.taken_at IS NOT NULL ORDER BY h.taken_at DESC LIMIT $3) w";

pub async fn around(db: &Db, permit: &Permit<act::ReadCases>, chat: &Held<Chat>) -> Result<Around, StoreError> {
    let statement = sql(AROUND).bind(&chat.id).bind(chat.asked_at).bind(WAITS).bind(permit.person());
    let mut rows: Vec<AroundRow> = db.all(permit, statement).await?;
    rows.sort_by_key(|row| std::cmp::Reverse(row.m));
    let mut around = Around::default();
    for row in rows {
        match row.part.as_str() {
            "member" => around.members.push(ChatMember {
                person: PersonName { id: read(&row.id, "person_id")?, name: row.name, vendor: row.k > 0 },
                left: row.left_at.is_some(),
                marks: Marks { delivered: row.n, read: row.m },
            }),
            "before" => around.before = row.n,
            _ => around.waited_ms.push(row.n),
        }
    }
    around.members.sort_by(|a, b| (a.person.vendor, &a.person.name).cmp(&(b.person.vendor, &b.person.name)));
    Ok(around)
}

/// What the page needs on which a chat begins.
#[derive(Default)]
pub struct NewPage {
    pub running: Option<ChatId>,
    pub waiting: i64,
    pub waited_ms: Vec<i64>,
    pub hours: HashMap<ProductId, Hours>,
}

#[derive(serde::Deserialize)]
struct NewRow {
    part: String,
    a: String,
    b: String,
    c: String,
    d: String,
    n: i64,
    m: i64,
}

/// $1 person, $2 how many waits, $3 product; an empty one: all.
const NEW: &str = "
SELECT 'running' AS part, h.id AS a, '' AS b, '' AS c, '' AS d, 0 AS n, 0 AS m
  FROM chat h WHERE h.state <> 'ended' AND h.customer_id = $1
UNION ALL
SELECT 'waiting', '', '', '', '', (SELECT COUNT(*) FROM chat h WHERE h.state = 'waiting'), 0
UNION ALL
SELECT 'wait', '', '', '', '', w.taken_at - w.asked_at, w.taken_at
  FROM (SELECT h.taken_at, h.asked_at FROM chat h WHERE h.taken_at IS NOT NULL ORDER BY h.taken_at DESC LIMIT $2) w
UNION ALL
SELECT 'hours', t.product_id, t.zone, t.week, t.holidays, 0, 0 FROM chat_hours t";

pub async fn new_page(db: &Db, grant: &impl Grant, now: Moment) -> Result<NewPage, StoreError> {
    let mut page = NewPage::default();
    let Some(who) = grant.actor().signed_in() else { return Ok(page) };
    let mut rows: Vec<NewRow> = db.all(grant, sql(NEW).bind(&who.person).bind(WAITS)).await?;
    rows.sort_by_key(|row| std::cmp::Reverse(row.m));
    for row in rows {
        match row.part.as_str() {
            "running" => page.running = Some(read(&row.a, "id")?),
            "waiting" => page.waiting = row.n,
            "wait" => page.waited_ms.push(row.n),
            _ => {
                let hours = HoursRow { zone: row.b, week: row.c, holidays: row.d };
                page.hours.insert(read(&row.a, "product_id")?, hours.read(now)?);
            }
        }
    }
    Ok(page)
}

/// A row of `chat_hours`.
pub(super) struct HoursRow {
    pub zone: String,
    pub week: String,
    pub holidays: String,
}

impl HoursRow {
    pub fn read(self, now: Moment) -> Result<Hours, StoreError> {
        let damaged = |column| StoreError::Damaged { table: "chat_hours", column };
        let week: Vec<Opening> = serde_json::from_str(&self.week).map_err(|_| damaged("week"))?;
        let holidays = serde_json::from_str(&self.holidays).map_err(|_| damaged("holidays"))?;
        Ok(Hours { zone: zones::zone(&self.zone, now), week, holidays })
    }
}
