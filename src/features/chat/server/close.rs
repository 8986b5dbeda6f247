//! The end of a chat's hours: who still waits then is answered in writing (CHAT-4).

use super::{end::finish, lock, store};
use crate::{
    error::AppError,
    features::{cases::model::EventDetail, chat::model::ChatState},
    policy::{Place as Where, act},
    server::{Portal, Visit},
};

/// Ends the chats that wait outside of their product's hours; answers how many. Run by every instance: each ends once.
pub async fn close_queues(portal: &Portal) -> Result<usize, AppError> {
    let visit = Visit::system(portal, "chat.close", portal.now());
    let permit = visit.permit::<act::AnswerChat>(Where::Anywhere)?;
    let waiting = store::waiting(portal.db(), &permit, visit.now()).await?;
    let mut closed = 0;
    for waiting in waiting.iter().filter(|waiting| !waiting.hours.is_open(visit.now())) {
        let mut tx = portal.db().begin().await?;
        let (chat, case) = lock(&mut tx, &permit, &permit, waiting.chat.as_str()).await?;
        if chat.state == ChatState::Waiting {
            let held = (&chat, &case);
            finish(&visit, &mut tx, &permit, held, &waiting.customer, EventDetail::ChatMissed).await?;
            closed += 1;
        }
        tx.commit().await?;
    }
    Ok(closed)
}
