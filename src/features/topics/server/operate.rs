//! What operators look after: what is in work, what fell behind, shelves, tasks, pins.

use super::{load_public, popular, store, synonyms::lines};
use crate::{
    error::AppError,
    features::{
        cases::model::Outcome,
        topics::{
            model::{OperateContent, ShelfForm},
            rules,
        },
    },
    policy::{Place, act},
    route,
    server::{
        Visit,
        authz::{Held, Permit},
        db::Tx,
        http,
    },
    values::{Problem, Problems, TopicId},
};

/// Drafts, translations that fell behind, and topics out of sight, of one page: of those that are done others take the place.
const LINES_MOST: i64 = 100;

/// The operators' page.
pub async fn operate(visit: &Visit) -> Result<OperateContent, AppError> {
    let permit = visit.permit::<act::WriteTopics>(Place::Anywhere)?;
    let db = visit.portal().db();
    let mut content = store::operate(db, &permit).await?;
    let topics: Vec<TopicId> = content.tasks.iter().map(|task| task.id.clone()).collect();
    if !topics.is_empty() {
        for (topic, reason) in store::reasons(db, &permit, &topics).await? {
            if let Some(task) = content.tasks.iter_mut().find(|task| task.id.as_str() == topic) {
                task.reasons.push(reason);
            }
        }
    }
    content.synonyms = lines(visit.portal(), &permit).await?;
    content.drafts = store::drafts(db, &permit, LINES_MOST).await?;
    content.stale = store::stale(db, &permit, LINES_MOST).await?;
    content.out_of_sight = store::out_of_sight(db, &permit, LINES_MOST).await?;
    content.now = visit.now();
    Ok(content)
}

/// Says what a shelf is called and which product it belongs to.
pub async fn save_shelf(visit: &Visit, form: ShelfForm) -> Result<Outcome<()>, AppError> {
    let permit = visit.permit::<act::WriteTopics>(Place::Anywhere)?;
    let new = match rules::check_shelf(&form) {
        Ok(new) => new,
        Err(problems) => return Ok(Outcome::Problems(problems)),
    };
    let mut tx = visit.portal().db().begin().await?;
    if !store::set_shelf(&mut tx, &permit, &form.name, &new).await? {
        return Ok(Outcome::Problems(Problems::one("product", Problem::NotAChoice)));
    }
    tx.commit().await?;
    popular::rank(visit.portal()).await?;
    load_public(visit.portal()).await?;
    http::lead_plain_form(&format!("{}?saved=1", route::OPERATE_TOPICS));
    Ok(Outcome::Done(()))
}

/// Pins a topic in front of the popular ones, or takes it away from there (HELP-1).
pub async fn pin(visit: &Visit, topic: &str, pinned: &str) -> Result<(), AppError> {
    let permit = visit.permit::<act::WriteTopics>(Place::Anywhere)?;
    let mut tx = visit.portal().db().begin().await?;
    let topic = hold(&mut tx, &permit, topic).await?;
    match pinned {
        "yes" => store::pin(&mut tx, &permit, &topic, visit.now()).await?,
        _ => store::unpin(&mut tx, &permit, &topic).await?,
    }
    tx.commit().await?;
    popular::rank(visit.portal()).await?;
    http::lead_plain_form(&format!("{}?saved=1", route::OPERATE_TOPICS));
    Ok(())
}

/// Closes the task of a topic (HELP-4).
pub async fn close_task(visit: &Visit, topic: &str) -> Result<(), AppError> {
    let permit = visit.permit::<act::WriteTopics>(Place::Anywhere)?;
    let mut tx = visit.portal().db().begin().await?;
    let topic = hold(&mut tx, &permit, topic).await?;
    store::close_task(&mut tx, &permit, &topic, visit.now()).await?;
    tx.commit().await?;
    http::lead_plain_form(&format!("{}?saved=1", route::OPERATE_TOPICS));
    Ok(())
}

async fn hold(tx: &mut Tx, permit: &Permit<act::WriteTopics>, topic: &str) -> Result<Held<TopicId>, AppError> {
    let topic: TopicId = topic.parse().map_err(|_| AppError::NotFound)?;
    store::hold_topic(tx, permit, &topic).await?.ok_or(AppError::NotFound)
}
