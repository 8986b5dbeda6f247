//! What may answer a case that is being written, and the case that is not opened because of it (HELP-3).

use crate::{
    error::AppError,
    features::{
        cases::server::store::{self as cases, DraftOf},
        forum::server::{self as forum, Wanted},
        search::model::{Answer, Suggestion},
        topics::{
            rules::{SUGGESTIONS_MOST, says_enough},
            server as topics,
        },
    },
    policy::{Place, act},
    route,
    server::{Visit, http},
    values::ProductId,
};

/// Threads that are looked at for accepted answers.
const CANDIDATES_MOST: usize = 20;
/// Threads among the suggestions.
const THREADS_MOST: usize = 2;

/// Topics and accepted answers that fit a case's title, of its product.
pub async fn suggest(visit: &Visit, product: &str, title: &str) -> Result<Vec<Suggestion>, AppError> {
    if !says_enough(title) {
        return Ok(Vec::new());
    }
    let product: Option<ProductId> = product.parse().ok();
    let mut threads = match visit.permit::<act::UseForum>(Place::Anywhere) {
        Ok(permit) => {
            let wanted = Wanted { text: title, product: product.as_ref(), is_offer: true, most: CANDIDATES_MOST };
            forum::find(visit, &permit, wanted).await?
        }
        Err(_) => Vec::new(),
    };
    threads.retain(|hit| hit.thread.answered);
    threads.truncate(THREADS_MOST);
    let topics = topics::suggest(visit, product.as_ref(), title).await?;
    let topics = topics.into_iter().take(SUGGESTIONS_MOST - threads.len()).map(Suggestion::Topic);
    Ok(topics.chain(threads.into_iter().map(Suggestion::Thread)).collect())
}

/// Something solved it: the draft of the case goes, and what solved it has the credit.
pub async fn solve(visit: &Visit, answer: &str) -> Result<(), AppError> {
    let permit = visit.permit::<act::OpenCase>(Place::Anywhere)?;
    let answer = Answer::read(answer).ok_or(AppError::NotFound)?;
    let mut tx = visit.portal().db().begin().await?;
    match answer {
        Answer::Topic(id) => topics::credit(visit, &mut tx, id).await?,
        Answer::Thread(id) => forum::credit(visit, &mut tx, id).await?,
    }
    let of = DraftOf { person: permit.author()?, organization: permit.organization()?, scope: "case" };
    cases::delete_draft(&mut tx, &permit, of).await?;
    tx.commit().await?;
    if http::is_plain_form() {
        let address = match answer {
            Answer::Topic(id) => topics::brief(visit, id).await?.address,
            Answer::Thread(id) => forum::address(id)?,
        };
        http::lead_plain_form(&route::with_query(&address, "solved=1"));
    }
    Ok(())
}
