//! The letter to who asked, in their language.

use super::store::{self, LockedThread, NewPost};
use crate::{
    error::AppError,
    features::{
        forum::rules::page_of,
        outbox::server::{NewMail, post as post_mail},
    },
    i18n::{Language, text::forum_mail as t},
    policy::act,
    route,
    server::{
        Visit,
        authz::{Held, Permit},
        db::Tx,
        mail::Letter,
    },
};

/// Tells the author of a thread that somebody else has answered; once per answer.
pub(super) async fn answered(
    visit: &Visit,
    tx: &mut Tx,
    permit: &Permit<act::UseForum>,
    thread: &Held<LockedThread>,
    post: &NewPost<'_>,
    seq: i64,
) -> Result<(), AppError> {
    if thread.author == *post.author {
        return Ok(());
    }
    let Some(asker) = store::find_asker(tx, permit, thread).await? else { return Ok(()) };
    let l: Language = asker.language.parse().unwrap_or_default();
    let who = &visit.actor().require()?.name;
    let text =
        if post.vendor { t::answered_by_vendor(l, who, &thread.title) } else { t::answered(l, who, &thread.title) };
    let href = format!("{}{}", visit.portal().origin(), route::post(&thread.id, page_of(seq), seq));
    let letter = Letter::new(l, t::subject(l, &thread.title), &asker.name)
        .paragraph(text)
        .quote(post.body)
        .paragraph(t::next(l))
        .link(t::link(l), href);
    let mail = NewMail {
        once: format!("ThreadAnswered:{}:{}", post.id, asker.email),
        kind: "ThreadAnswered",
        recipient: asker.email,
        name: asker.name,
        letter,
        case: None,
    };
    post_mail(visit, tx, permit, &mail).await?;
    Ok(())
}
