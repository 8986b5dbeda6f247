//! Reading: the list, and a thread with its posts.

use super::{
    PAGE_SCOPE, form_of,
    store::{self, Looker, StoredThread},
    thread_id,
};
use crate::{
    error::AppError,
    features::{
        cases::server::store as cases,
        forum::{model::*, rules::POSTS},
    },
    policy::{Place, act},
    route,
    server::{Visit, authz::Permit, http},
    values::PostId,
};

/// A page of the list, and the places that it can be narrowed to.
pub async fn list(visit: &Visit, filter: &ThreadFilter) -> Result<ForumContent, AppError> {
    let permit = visit.permit::<act::UseForum>(Place::Anywhere)?;
    let db = visit.portal().db();
    let (rows, next) = store::list(db, &permit, filter, visit.language()).await?;
    let places = store::places(db, &permit, visit.language()).await?;
    Ok(ForumContent { rows, next, places, now: visit.now() })
}

/// A thread with its posts behind a number. The address of one that was merged leads to the one that has its posts now.
pub async fn open(visit: &Visit, thread: &str, after: i64, check: &str) -> Result<ThreadContent, AppError> {
    let permit = visit.permit::<act::UseForum>(Place::Anywhere)?;
    let who = visit.actor().require()?;
    let looker = Looker {
        person: &who.person,
        language: visit.language(),
        moderates: visit.permit::<act::ModerateForum>(Place::Anywhere).is_ok(),
        is_vendor: who.standing.is_vendor(),
        now: visit.now(),
    };
    let (thread, after) = match find(visit, &permit, thread, &looker).await? {
        (thread, Moved::No) => (thread, after.max(0)),
        (thread, Moved::Yes) => (thread, 0),
    };
    let db = visit.portal().db();
    let mut posts = store::posts(db, &permit, &thread, after, POSTS + 1, &looker).await?;
    let is_more = posts.len() > POSTS;
    posts.truncate(POSTS);
    let next = posts.last().filter(|_| is_more).map(|last| last.seq);
    let answer = match &thread.answer {
        Some(id) => match posts.iter().find(|post| post.id == *id) {
            Some(post) => Some(post.clone()),
            None => store::post(db, &permit, &thread, id, &looker).await?,
        },
        None => None,
    };
    let places = match looker.moderates {
        true => store::places(db, &permit, visit.language()).await?,
        false => Vec::new(),
    };
    let kept = match check {
        "" => None,
        _ => cases::find_form(db, &permit, form_of(&permit, PAGE_SCOPE)?).await?,
    };
    let key = visit.id::<PostId>().to_string();
    Ok(ThreadContent { thread, posts, answer, after, next, places, key, kept, now: visit.now() })
}

/// Does the address name another thread than the one that is shown?
enum Moved {
    Yes,
    No,
}

async fn find(
    visit: &Visit,
    permit: &Permit<act::UseForum>,
    thread: &str,
    looker: &Looker<'_>,
) -> Result<(Thread, Moved), AppError> {
    let db = visit.portal().db();
    let found = store::find_thread(db, permit, &thread_id(thread)?, looker).await?.ok_or(AppError::NotFound)?;
    let into = match found {
        StoredThread::Here(thread) => return Ok((*thread, Moved::No)),
        StoredThread::Moved(into) => into,
    };
    match store::find_thread(db, permit, &into, looker).await?.ok_or(AppError::NotFound)? {
        StoredThread::Here(thread) => {
            http::lead(&route::thread(&thread.id));
            Ok((*thread, Moved::Yes))
        }
        // merged once more meanwhile: asked again it is found
        StoredThread::Moved(_) => Err(AppError::Conflict),
    }
}
