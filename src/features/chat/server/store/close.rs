use super::{page::HoursRow, read};
use crate::{
    features::{
        cases::model::PersonName,
        chat::rules::{Hours, QUEUE_MOST},
    },
    policy::act,
    server::{
        authz::Permit,
        db::{Db, StoreError, sql},
    },
    values::{ChatId, Moment},
};

/// A chat that waits, with the hours of its product, if it has any.
pub struct Waiting {
    pub chat: ChatId,
    pub customer: PersonName,
    pub asked_at: Moment,
    pub hours: Option<Hours>,
}

#[derive(serde::Deserialize)]
struct WaitingRow {
    id: String,
    customer_id: String,
    customer: String,
    asked_at: i64,
    zone: Option<String>,
    week: Option<String>,
    holidays: Option<String>,
}

const WAITING: &str = "
SELECT h.id, h.customer_id, u.name AS customer, h.asked_at, t.zone, t.week, t.holidays
  FROM (SELECT * FROM chat q WHERE q.state = 'waiting' ORDER BY q.asked_at, q.id LIMIT $1) h
  JOIN person u ON u.id = h.customer_id
  JOIN support_case c ON c.id = h.case_id
  LEFT JOIN chat_hours t ON t.product_id = c.product_id";

/// The chats that wait.
pub async fn waiting(db: &Db, permit: &Permit<act::AnswerChat>, now: Moment) -> Result<Vec<Waiting>, StoreError> {
    let rows: Vec<WaitingRow> = db.all(permit, sql(WAITING).bind(QUEUE_MOST)).await?;
    let waiting = rows.into_iter().map(|row| {
        let hours = match (row.zone, row.week, row.holidays) {
            (Some(zone), Some(week), Some(holidays)) => Some(HoursRow { zone, week, holidays }.read(now)?),
            (_, _, _) => None,
        };
        Ok(Waiting {
            chat: read(&row.id, "id")?,
            customer: PersonName { id: read(&row.customer_id, "customer_id")?, name: row.customer, vendor: false },
            asked_at: Moment(row.asked_at),
            hours,
        })
    });
    waiting.collect()
}
