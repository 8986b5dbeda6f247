//! Looking after the forum: what was reported, hiding, locking, moving, merging (FORUM-2, FORUM-4).

use super::{
    changed, keep_on_page, post_id,
    store::{self, LockedThread, Sight},
    thread_id,
};
use crate::{
    error::AppError,
    features::{
        cases::model::Outcome,
        forum::{model::*, rules},
    },
    policy::{Place, act},
    route,
    server::{
        Visit,
        authz::{Held, Permit},
        db::Tx,
        http,
    },
    values::{Problem, Problems, ThreadId},
};

/// What was reported and not settled, the oldest first.
pub async fn queue(visit: &Visit, after: &str) -> Result<QueueContent, AppError> {
    let permit = visit.permit::<act::ModerateForum>(Place::Anywhere)?;
    let (rows, next) = store::queue(visit.portal().db(), &permit, after.parse().ok().as_ref()).await?;
    Ok(QueueContent { rows, next, now: visit.now() })
}

/// Settles what was reported about a post, which stays as it is.
pub async fn dismiss(visit: &Visit, post: &str) -> Result<(), AppError> {
    let permit = visit.permit::<act::ModerateForum>(Place::Anywhere)?;
    let mut tx = visit.portal().db().begin().await?;
    let post = store::lock_post(&mut tx, &permit, &post_id(post)?, Sight::All).await?.ok_or(AppError::NotFound)?;
    store::settle_reports(&mut tx, &permit, &post, visit.now()).await?;
    tx.commit().await?;
    http::lead_plain_form(route::MODERATION);
    Ok(())
}

/// Hides a post, which also settles what was reported about it.
pub async fn hide(visit: &Visit, post: &str, reason: &str) -> Result<Outcome<()>, AppError> {
    let permit = visit.permit::<act::ModerateForum>(Place::Anywhere)?;
    let mut tx = visit.portal().db().begin().await?;
    let post = store::lock_post(&mut tx, &permit, &post_id(post)?, Sight::All).await?.ok_or(AppError::NotFound)?;
    let page = rules::page_of(post.seq);
    match rules::check_reason(reason) {
        Ok(reason) => store::set_hidden(&mut tx, &permit, &post, Some(&reason), visit.now()).await?,
        Err(problems) => {
            let written = (Deed::Hide, post.id.as_str(), reason);
            let at = (&post.thread, page, &*format!("post-{}", post.seq));
            return keep_on_page(visit, tx, &permit, at, written, problems).await;
        }
    }
    store::settle_reports(&mut tx, &permit, &post, visit.now()).await?;
    changed(&mut tx, &post.thread);
    tx.commit().await?;
    http::lead_plain_form(&route::post(&post.thread, page, post.seq));
    Ok(Outcome::Done(()))
}

/// Shows a post again.
pub async fn restore(visit: &Visit, post: &str) -> Result<(), AppError> {
    let permit = visit.permit::<act::ModerateForum>(Place::Anywhere)?;
    let mut tx = visit.portal().db().begin().await?;
    let post = store::lock_post(&mut tx, &permit, &post_id(post)?, Sight::All).await?.ok_or(AppError::NotFound)?;
    if post.hidden {
        store::set_hidden(&mut tx, &permit, &post, None, visit.now()).await?;
        changed(&mut tx, &post.thread);
    }
    tx.commit().await?;
    http::lead_plain_form(&route::post(&post.thread, rules::page_of(post.seq), post.seq));
    Ok(())
}

async fn held(
    tx: &mut Tx,
    permit: &Permit<act::ModerateForum>,
    thread: &ThreadId,
) -> Result<Held<LockedThread>, AppError> {
    store::lock_thread(tx, permit, thread, Sight::All).await?.ok_or(AppError::NotFound)
}

/// Locks a thread, or opens it again.
pub async fn lock(visit: &Visit, thread: &str, locked: bool) -> Result<(), AppError> {
    let permit = visit.permit::<act::ModerateForum>(Place::Anywhere)?;
    let mut tx = visit.portal().db().begin().await?;
    let thread = held(&mut tx, &permit, &thread_id(thread)?).await?;
    store::set_locked(&mut tx, &permit, &thread, locked.then(|| visit.now())).await?;
    changed(&mut tx, &thread.id);
    tx.commit().await?;
    http::lead_plain_form(&route::thread(&thread.id));
    Ok(())
}

/// Moves a thread to a product or one of its categories; its address stays.
pub async fn move_thread(visit: &Visit, thread: &str, place: &str) -> Result<Outcome<()>, AppError> {
    let permit = visit.permit::<act::ModerateForum>(Place::Anywhere)?;
    let mut tx = visit.portal().db().begin().await?;
    let thread = held(&mut tx, &permit, &thread_id(thread)?).await?;
    let known = match place.parse::<ForumPlace>() {
        Ok(place) if store::knows_place(&mut tx, &permit, &place).await? => Some(place),
        Ok(_) | Err(()) => None,
    };
    let Some(known) = known else {
        let problems = Problems::one("place", Problem::NotAChoice);
        let written = (Deed::Move, thread.id.as_str(), place);
        return keep_on_page(visit, tx, &permit, (&thread.id, 0, "move"), written, problems).await;
    };
    store::set_place(&mut tx, &permit, &thread, &known).await?;
    changed(&mut tx, &thread.id);
    tx.commit().await?;
    http::lead_plain_form(&route::thread(&thread.id));
    Ok(Outcome::Done(()))
}

/// Merges a thread into another; its posts stand behind those that are there, and its address leads there from now on.
pub async fn merge(visit: &Visit, thread: &str, into: &str) -> Result<Outcome<ThreadId>, AppError> {
    let permit = visit.permit::<act::ModerateForum>(Place::Anywhere)?;
    let from = thread_id(thread)?;
    let mut tx = visit.portal().db().begin().await?;
    let named = rules::named_thread(into).ok().filter(|into| *into != from);
    // in one order, whoever merges the other way round at the same time
    let first = if named.as_ref().is_some_and(|into| *into < from) { named.as_ref() } else { None };
    if let Some(first) = first {
        store::lock_thread(&mut tx, &permit, first, Sight::Shown).await?;
    }
    let from = held(&mut tx, &permit, &from).await?;
    let target = match &named {
        Some(into) => store::lock_thread(&mut tx, &permit, into, Sight::Shown).await?,
        None => None,
    };
    let Some(target) = target else {
        let problems = Problems::one("into", Problem::NotAChoice);
        let written = (Deed::Merge, from.id.as_str(), into);
        return keep_on_page(visit, tx, &permit, (&from.id, 0, "merge"), written, problems).await;
    };
    store::merge(&mut tx, &permit, &from, &target).await?;
    changed(&mut tx, &from.id);
    changed(&mut tx, &target.id);
    tx.commit().await?;
    http::lead_plain_form(&route::thread(&target.id));
    Ok(Outcome::Done(target.id.clone()))
}
