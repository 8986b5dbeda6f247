//! The search over all kinds. Statements: `find` one for each kind, none without a word; `suggest` up to 3; `solve` 3 or 4.

mod suggest;

pub use suggest::{solve, suggest};

use super::model::Everything;
use crate::{
    error::AppError,
    features::{
        cases::{model::CaseHit, server as cases},
        forum::server::{self as forum, Wanted},
        topics::server as topics,
    },
    policy::{Place, act},
    server::{Visit, search::are_shown},
};

/// Results of a kind.
const CASES_MOST: usize = 8;
const TOPICS_MOST: usize = 8;
const THREADS_MOST: usize = 5;
/// In the language that the words do not belong to.
const OTHERS_MOST: usize = 3;
const POPULAR_MOST: usize = 6;

/// Everything for what somebody typed, as far as the reader may see it.
pub async fn find(visit: &Visit, text: &str) -> Result<Everything, AppError> {
    let topics_permit = visit.permit::<act::ReadTopics>(Place::Anywhere)?;
    if text.trim().is_empty() {
        let popular = topics::popular(visit, &topics_permit, POPULAR_MOST)?;
        return Ok(Everything { popular, ..Everything::default() });
    }
    let cases = match visit.permit::<act::ReadCases>(Place::Anywhere) {
        Ok(permit) => cases::search(visit, &permit, text, CASES_MOST).await?,
        Err(_) => Vec::new(),
    };
    let threads = match visit.permit::<act::UseForum>(Place::Anywhere) {
        Ok(permit) => forum::find(visit, &permit, Wanted { text, most: THREADS_MOST, ..Wanted::default() }).await?,
        Err(_) => Vec::new(),
    };
    let mut topics = topics::find(visit, &topics_permit, text, None).await?;
    if topics.meant.is_some() && are_of_cases(text, &cases) {
        topics.meant = None;
    }
    let has_found = !(cases.is_empty() && threads.is_empty() && topics.own.is_empty() && topics.others.is_empty());
    visit.portal().missed().note(visit, text, has_found);
    let (own_most, others_most) =
        if topics.is_of_others { (OTHERS_MOST, TOPICS_MOST) } else { (TOPICS_MOST, OTHERS_MOST) };
    topics.own.truncate(own_most);
    topics.others.truncate(others_most);
    Ok(Everything { cases, topics, threads, popular: Vec::new() })
}

/// Are the words right, for they stand in cases?
fn are_of_cases(text: &str, cases: &[CaseHit]) -> bool {
    let numbers: Vec<String> = cases.iter().map(|hit| hit.case.number.to_string()).collect();
    let named = cases.iter().flat_map(|CaseHit { case, .. }| {
        [Some(&case.product), Some(&case.requester), case.assignee.as_ref()].into_iter().flatten()
    });
    let shown = cases.iter().flat_map(|hit| [&hit.title, &hit.text]);
    !cases.is_empty() && are_shown(text, shown, named.chain(&numbers).map(String::as_str))
}
