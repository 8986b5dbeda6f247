//! Who waits in vain is answered in writing: when the chat's hours end, and when nobody is left who could answer (CHAT-4).

use super::{
    end::finish,
    lock,
    store::{self, Waiting},
};
use crate::{
    error::AppError,
    features::{
        cases::model::EventDetail,
        chat::{
            model::ChatState,
            rules::{self, InWriting},
        },
    },
    policy::{Place as Where, act},
    server::{Portal, Visit, authz::Permit},
};

/// Ends the chats that wait in vain; answers how many. Run by every instance: each chat ends once.
pub async fn close_queues(portal: &Portal) -> Result<usize, AppError> {
    let visit = Visit::system(portal, "chat.close", portal.now());
    let permit = visit.permit::<act::AnswerChat>(Where::Anywhere)?;
    let nobody_since = portal.hub().nobody_since(portal.db().dialect());
    let mut closed = 0;
    for waiting in store::waiting(portal.db(), &permit, visit.now()).await? {
        let why = rules::in_writing(waiting.hours.as_ref(), waiting.asked_at, nobody_since, visit.now());
        let Some(why) = why else { continue };
        // one that fails is tried again in the next round, and keeps none of the others waiting
        match close(&visit, &permit, &waiting, why).await {
            Ok(ended) => closed += usize::from(ended),
            Err(error) => {
                tracing::error!(chat.id = %waiting.chat, %error, "a chat that waits in vain could not be ended")
            }
        }
    }
    Ok(closed)
}

/// Ends one of them, if it still waits.
async fn close(
    visit: &Visit,
    permit: &Permit<act::AnswerChat>,
    waiting: &Waiting,
    why: InWriting,
) -> Result<bool, AppError> {
    let mut tx = visit.portal().db().begin().await?;
    let (chat, case) = lock(&mut tx, permit, permit, waiting.chat.as_str()).await?;
    let waits = chat.state == ChatState::Waiting;
    if waits {
        let how = match why {
            InWriting::HoursEnded => EventDetail::ChatMissed,
            InWriting::NobodyThere => EventDetail::ChatUnattended,
        };
        finish(visit, &mut tx, permit, (&chat, &case), &waiting.customer, how).await?;
    }
    tx.commit().await?;
    Ok(waits)
}
