//! The transcript by mail, to whoever took part and asks for it (CHAT-8).

use super::{lock, store};
use crate::{
    error::AppError,
    features::{
        chat::model::ChatState,
        outbox::server::{NewMail, post},
    },
    i18n::{date_time, text::chat as t},
    policy::{Act, Place as Where, act},
    route,
    server::{Visit, authz::Permit, http, mail::Letter, zones},
};

/// Posts the transcript of an ended chat to the reader; asked for again, it is one mail.
pub async fn mail_transcript(visit: &Visit, chat: &str) -> Result<(), AppError> {
    match visit.permit::<act::AnswerChat>(Where::Anywhere) {
        Ok(permit) => mail_as(visit, &permit, &permit, chat).await,
        Err(_) => {
            let chats = visit.permit::<act::Chat>(Where::Anywhere)?;
            mail_as(visit, &chats, &visit.permit::<act::CommentCase>(Where::Anywhere)?, chat).await
        }
    }
}

async fn mail_as<A: Act, B: Act>(
    visit: &Visit,
    chats: &Permit<A>,
    of_cases: &Permit<B>,
    chat: &str,
) -> Result<(), AppError> {
    let who = visit.actor().require()?;
    let l = who.language;
    let mut tx = visit.portal().db().begin().await?;
    let (chat, case) = lock(&mut tx, chats, of_cases, chat).await?;
    http::lead_plain_form(&route::chat(&chat.id));
    if chat.state != ChatState::Ended {
        return Err(AppError::Conflict);
    }
    let zone = zones::zone(&who.zone, visit.now());
    let subject = t::transcript_subject(l, &case.title, case.number);
    let mut letter =
        Letter::new(l, subject, &who.name).paragraph(t::transcript_text(l, case.number, &case.title, &zone.name));
    for line in store::lines(&mut tx, of_cases, &chat).await? {
        let head = format!("#{} · {} · {}", line.seq, date_time(l, &zone, line.at), line.author);
        letter = letter.paragraph(head).quote(line.body);
    }
    let mail = NewMail {
        once: format!("ChatTranscript:{}:{}", chat.id, who.email),
        kind: "ChatTranscript",
        recipient: who.email.clone(),
        name: who.name.clone(),
        letter: letter.link(t::transcript_link(l), format!("{}{}", visit.portal().origin(), route::case(case.number))),
        case: Some(case.id.clone()),
    };
    post(visit, &mut tx, of_cases, &mail).await?;
    tx.commit().await?;
    Ok(())
}
