//! Writing in threads: answers, changes, votes, the accepted answer, reports.

use super::{
    changed, keep_on_page, mail, post_id,
    store::{self, LockedPost, LockedThread, NewPost, Sight},
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
    server::{Visit, authz::Held, http, markdown},
    values::{PostId, Problem, Problems, ReportId},
};

/// Answers in a thread. Sent again under the same key it is the same post (P4); in a locked thread only those who look after
/// the forum write.
pub async fn answer(visit: &Visit, thread: &str, body: &str, key: &str) -> Result<Outcome<i64>, AppError> {
    let permit = visit.permit::<act::UseForum>(Place::Anywhere)?;
    let who = visit.actor().require()?;
    let id = thread_id(thread)?;
    visit.portal().forum().posts.count(&who.person, visit.now())?;
    let key = rules::key_of(key, || visit.id::<PostId>().to_string());
    let mut tx = visit.portal().db().begin().await?;
    let thread = store::lock_thread(&mut tx, &permit, &id, Sight::Shown).await?.ok_or(AppError::NotFound)?;
    if let Some((thread, seq)) = store::sent_post(&mut tx, &permit, &who.person, &key).await? {
        tx.commit().await?;
        http::lead_plain_form(&route::post(&thread, rules::page_of(seq), seq));
        return Ok(Outcome::Done(seq));
    }
    let checked = match rules::check_body(body) {
        Ok(_) if thread.locked && visit.permit::<act::ModerateForum>(Place::Anywhere).is_err() => {
            Err(Problems::one("body", Problem::NotAChoice))
        }
        checked => checked,
    };
    let body = match checked {
        Ok(body) => body,
        Err(problems) => {
            let written = (Deed::Answer, thread.id.as_str(), body);
            let at = (&thread.id, rules::page_of(thread.last_seq), "answer");
            return keep_on_page(visit, tx, &permit, at, written, problems).await;
        }
    };
    let post = NewPost {
        id: &visit.id(),
        author: &who.person,
        vendor: who.standing.is_vendor(),
        body: &body,
        body_marks: &markdown::marks(&body),
        key: &key,
        at: visit.now(),
    };
    let seq = store::insert_post(&mut tx, &permit, &thread, &post).await?;
    mail::answered(visit, &mut tx, &permit, &thread, &post, seq).await?;
    changed(&mut tx, &thread.id);
    tx.commit().await?;
    http::lead_plain_form(&route::post(&thread.id, rules::page_of(seq), seq));
    Ok(Outcome::Done(seq))
}

/// Changes an own post while there is time; the change shows.
pub async fn edit(visit: &Visit, post: &str, body: &str, after: i64) -> Result<Outcome<()>, AppError> {
    let permit = visit.permit::<act::UseForum>(Place::Anywhere)?;
    let author = permit.author()?;
    let mut tx = visit.portal().db().begin().await?;
    let post = store::lock_post(&mut tx, &permit, &post_id(post)?, Sight::Shown).await?;
    let post = post.filter(|post| post.author == *author).ok_or(AppError::NotFound)?;
    let checked = match rules::check_body(body) {
        Ok(_) if post.locked || !rules::may_edit(post.at, visit.now()) => {
            Err(Problems::one("body", Problem::NotAChoice))
        }
        checked => checked,
    };
    match checked {
        Ok(body) if body == post.body => {}
        Ok(body) => store::update_post(&mut tx, &permit, &post, (&body, &markdown::marks(&body)), visit.now()).await?,
        Err(problems) => {
            let written = (Deed::Edit, post.id.as_str(), body);
            return keep_on_page(visit, tx, &permit, (&post.thread, after, "edit"), written, problems).await;
        }
    }
    changed(&mut tx, &post.thread);
    tx.commit().await?;
    http::lead_plain_form(&route::post(&post.thread, after, post.seq));
    Ok(Outcome::Done(()))
}

/// Finds a post helpful or, without `helpful`, takes that back; nobody votes for themselves.
pub async fn vote(visit: &Visit, post: &str, helpful: bool, after: i64) -> Result<(), AppError> {
    let permit = visit.permit::<act::UseForum>(Place::Anywhere)?;
    let person = permit.author()?;
    let id = post_id(post)?;
    visit.portal().forum().votes.count(person, visit.now())?;
    let mut tx = visit.portal().db().begin().await?;
    let post = store::lock_post(&mut tx, &permit, &id, Sight::Shown).await?.ok_or(AppError::NotFound)?;
    if post.author == *person {
        return Err(AppError::field("post", Problem::NotAChoice));
    }
    if helpful {
        store::insert_vote(&mut tx, &permit, &post, person, visit.now()).await?;
    } else {
        store::delete_vote(&mut tx, &permit, &post, person).await?;
    }
    changed(&mut tx, &post.thread);
    tx.commit().await?;
    http::lead_plain_form(&route::post(&post.thread, after, post.seq));
    Ok(())
}

/// Accepts an answer, another one, or (without a post) none. Who asked does, and every engineer (FORUM-1).
pub async fn accept(visit: &Visit, thread: &str, post: &str) -> Result<(), AppError> {
    let permit = visit.permit::<act::AcceptAnswer>(Place::Anywhere)?;
    let mut tx = visit.portal().db().begin().await?;
    let thread =
        store::lock_thread(&mut tx, &permit, &thread_id(thread)?, Sight::InReach).await?.ok_or(AppError::NotFound)?;
    let answer = match post {
        "" => None,
        post => {
            let post = store::lock_post(&mut tx, &permit, &post_id(post)?, Sight::Shown).await?;
            Some(post.filter(|post| is_answer(&thread, post)).ok_or(AppError::NotFound)?)
        }
    };
    store::set_answer(&mut tx, &permit, &thread, answer.as_ref()).await?;
    changed(&mut tx, &thread.id);
    tx.commit().await?;
    http::lead_plain_form(&route::thread(&thread.id));
    Ok(())
}

fn is_answer(thread: &Held<LockedThread>, post: &Held<LockedPost>) -> bool {
    thread.kind == Kind::Question && post.thread == thread.id && post.seq > 1
}

/// Reports a post to those who look after the forum.
pub async fn report(visit: &Visit, post: &str, reason: &str) -> Result<Outcome<()>, AppError> {
    let permit = visit.permit::<act::UseForum>(Place::Anywhere)?;
    let person = permit.author()?;
    let id = post_id(post)?;
    visit.portal().forum().reports.count(person, visit.now())?;
    let mut tx = visit.portal().db().begin().await?;
    let post = store::lock_post(&mut tx, &permit, &id, Sight::Shown).await?.ok_or(AppError::NotFound)?;
    let page = rules::page_of(post.seq);
    match rules::check_reason(reason) {
        Ok(reason) => {
            let id: ReportId = visit.id();
            store::insert_report(&mut tx, &permit, &id, &post, person, &reason, visit.now()).await?;
        }
        Err(problems) => {
            let written = (Deed::Report, post.id.as_str(), reason);
            let at = (&post.thread, page, &*format!("post-{}", post.seq));
            return keep_on_page(visit, tx, &permit, at, written, problems).await;
        }
    }
    tx.commit().await?;
    let to = route::with_query(&route::thread(&post.thread), &format!("after={page}&reported=1"));
    http::lead_plain_form(&to);
    Ok(Outcome::Done(()))
}
