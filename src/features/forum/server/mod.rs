//! The use cases of the forum.
//!
//! Used by the server functions, by the demo world, and by cases when one is opened that was a thread. What always holds: who
//! writes is the person of the permit; a write locks the thread first; sent again under its key a thread or a post is
//! answered as the one that is there (P4); what a plain form brought is shown again beside what was wrong with it.
//!
//! Statements: `list` 2; `open` 2, one for an accepted answer that stands elsewhere, one for the places that moderators
//! move to, one for what was kept; `ask` 5; `find` 1; `answer` 8; `vote` 3; `queue` 1.

mod ask;
mod case;
mod categories;
mod mail;
mod moderate;
mod page;
mod search;
mod solve;
mod store;
mod write;

pub use ask::{ask, new_thread};
pub use case::{became_case, to_case};
pub use categories::{categories, save_category};
pub use moderate::{dismiss, hide, lock, merge, move_thread, queue, restore};
pub use page::{list, open};
pub use search::{Wanted, find, follow, rebuild, similar};
pub use solve::{address, credit};
pub use write::{accept, answer, edit, report, vote};

use super::{model::*, rules};
use crate::{
    error::AppError,
    features::cases::{
        model::Outcome,
        server::store::{self as cases, DraftOf},
    },
    live::{Frame, Topic},
    policy::Act,
    route,
    server::{Visit, authz::Permit, db::Tx, http, pace::Pace},
    values::{Kept, PostId, Problems, ThreadId},
};
use serde::Serialize;

/// How often a person may do what (FORUM-4, SEC-6).
pub struct Paces {
    threads: Pace,
    posts: Pace,
    votes: Pace,
    reports: Pace,
}

impl Paces {
    pub fn new() -> Paces {
        let pace = |(most, within_ms)| Pace::new(most, within_ms);
        Paces {
            threads: pace(rules::THREADS_PACE),
            posts: pace(rules::POSTS_PACE),
            votes: pace(rules::VOTES_PACE),
            reports: pace(rules::REPORTS_PACE),
        }
    }
}

impl Default for Paces {
    fn default() -> Paces {
        Paces::new()
    }
}

/// The scopes of the drafts that keep plain forms: of a new thread, of what is written on a thread's page, of a category.
const THREAD_SCOPE: &str = "forum-thread";
const PAGE_SCOPE: &str = "forum";
const CATEGORY_SCOPE: &str = "forum-category";

fn form_of<'a, A: Act>(permit: &'a Permit<A>, scope: &'a str) -> Result<DraftOf<'a>, AppError> {
    Ok(DraftOf { person: permit.author()?, organization: permit.organization()?, scope })
}

/// Keeps what a plain form brought, and leads to where it is shown again.
async fn keep<A: Act, F: Serialize, T>(
    visit: &Visit,
    mut tx: Tx,
    permit: &Permit<A>,
    (scope, form): (&str, F),
    problems: Problems,
    to: &str,
) -> Result<Outcome<T>, AppError> {
    if http::is_plain_form() {
        let kept = Kept { form, problems: problems.clone() };
        cases::put_form(&mut tx, permit, form_of(permit, scope)?, &visit.id(), &kept, visit.now()).await?;
        tx.commit().await?;
        http::lead_plain_form(to);
    }
    Ok(Outcome::Problems(problems))
}

/// The same for what was written on a thread's page.
async fn keep_on_page<A: Act, T>(
    visit: &Visit,
    tx: Tx,
    permit: &Permit<A>,
    (thread, after, anchor): (&ThreadId, i64, &str),
    (deed, about, text): (Deed, &str, &str),
    problems: Problems,
) -> Result<Outcome<T>, AppError> {
    let written = Written { deed: deed.to_string(), about: about.to_owned(), text: text.to_owned() };
    let edit = if deed == Deed::Edit { format!("&edit={about}") } else { String::new() };
    let query = format!("after={after}&check=1{edit}");
    let to = format!("{}#{anchor}", route::with_query(&route::thread(thread), &query));
    keep(visit, tx, permit, (PAGE_SCOPE, written), problems, &to).await
}

/// Those who read a thread ask for it again.
fn changed(tx: &mut Tx, thread: &ThreadId) {
    tx.announce(Topic::Thread(thread.clone()), Frame::Changed);
}

fn thread_id(text: &str) -> Result<ThreadId, AppError> {
    text.parse().map_err(|_| AppError::NotFound)
}

fn post_id(text: &str) -> Result<PostId, AppError> {
    text.parse().map_err(|_| AppError::NotFound)
}
