//! From a form to a thread; also from a case, through the step that takes out whom it is about (FORUM-3).

use super::{
    THREAD_SCOPE, form_of, keep,
    store::{self, NewPost},
};
use crate::{
    error::AppError,
    features::{
        cases::{
            model::Outcome,
            server::store::{self as cases, CaseTraces},
        },
        forum::{
            model::*,
            rules::{self, NewThread},
        },
    },
    policy::{Place, act},
    route,
    server::{
        Visit,
        authz::Permit,
        db::{StoreError, Tx},
        http, markdown,
    },
    values::{CaseNumber, Kept, Problem, Problems, ThreadId},
};

/// The page on which something is asked.
pub async fn new_thread(visit: &Visit, case: &str, check: &str) -> Result<NewThreadContent, AppError> {
    let permit = visit.permit::<act::UseForum>(Place::Anywhere)?;
    let db = visit.portal().db();
    let places = store::places(db, &permit, visit.language()).await?;
    let of_case = traces_of(visit, case).await?;
    let kept: Option<Kept<ThreadForm>> = match check {
        "" => None,
        _ => cases::find_form(db, &permit, form_of(&permit, THREAD_SCOPE)?).await?,
    };
    let begun = || {
        let mut form = ThreadForm {
            kind: Kind::Question.to_string(),
            key: visit.id::<ThreadId>().to_string(),
            ..ThreadForm::default()
        };
        if let Some(traces) = &of_case {
            form.case = case.to_owned();
            form.place = traces.product.to_string();
            form.title = traces.title.clone();
            form.body = traces.description.clone();
        }
        Kept { form, problems: Problems::default() }
    };
    let kept = kept.filter(|kept| kept.form.case == case).unwrap_or_else(begun);
    let similar = super::similar(visit, &kept.form.title).await?;
    Ok(NewThreadContent { places, kept, known: of_case.map(|traces| traces.known), similar })
}

/// What must not be published of a case; `None` without one. Only engineers bring cases into the forum.
async fn traces_of(visit: &Visit, case: &str) -> Result<Option<CaseTraces>, AppError> {
    if case.is_empty() {
        return Ok(None);
    }
    let permit = visit.permit::<act::AnswerCase>(Place::Anywhere).map_err(|_| AppError::NotFound)?;
    let number: CaseNumber = case.parse().map_err(|_| AppError::NotFound)?;
    let traces = cases::traces(visit.portal().db(), &permit, number).await?;
    Ok(Some(traces.ok_or(AppError::NotFound)?))
}

/// Begins a thread. Sent twice under one key, even at once, it is one (P4).
pub async fn ask(visit: &Visit, mut form: ThreadForm) -> Result<Outcome<ThreadId>, AppError> {
    let permit = visit.permit::<act::UseForum>(Place::Anywhere)?;
    let who = visit.actor().require()?;
    let of_case = traces_of(visit, &form.case).await?;
    form.key = rules::key_of(&form.key, || visit.id::<ThreadId>().to_string());
    visit.portal().forum().threads.count(&who.person, visit.now())?;
    let mut tx = visit.portal().db().begin().await?;
    if let Some(before) = store::sent_thread(&mut tx, &permit, &who.person, &form.key).await? {
        tx.commit().await?;
        return Ok(asked(before));
    }
    let new = match checked(&mut tx, &permit, &form, of_case.as_ref()).await? {
        Ok(new) => new,
        Err(problems) => {
            let to = route::with_query(route::NEW_THREAD, &format!("case={}&check=1", route::encode(&form.case)));
            return keep(visit, tx, &permit, (THREAD_SCOPE, form), problems, &to).await;
        }
    };
    let id: ThreadId = visit.id();
    let post = NewPost {
        id: &visit.id(),
        author: &who.person,
        vendor: who.standing.is_vendor(),
        body: &new.body,
        body_marks: &markdown::marks(&new.body),
        key: &form.key,
        at: visit.now(),
    };
    if !store::insert_thread(&mut tx, &permit, &id, &new, of_case.as_ref().map(|traces| &traces.id), &post).await? {
        let before = store::sent_thread(&mut tx, &permit, &who.person, &form.key).await?.ok_or(AppError::Conflict)?;
        tx.commit().await?;
        return Ok(asked(before));
    }
    if http::is_plain_form() {
        cases::delete_draft(&mut tx, &permit, form_of(&permit, THREAD_SCOPE)?).await?;
    }
    tx.commit().await?;
    Ok(asked(id))
}

fn asked(thread: ThreadId) -> Outcome<ThreadId> {
    http::lead_plain_form(&route::thread(&thread));
    Outcome::Done(thread)
}

async fn checked(
    tx: &mut Tx,
    permit: &Permit<act::UseForum>,
    form: &ThreadForm,
    of_case: Option<&CaseTraces>,
) -> Result<Result<NewThread, Problems>, StoreError> {
    let new = match rules::check_thread(form, of_case.map(|traces| &traces.known)) {
        Ok(new) => new,
        Err(problems) => return Ok(Err(problems)),
    };
    match store::knows_place(tx, permit, &new.place).await? {
        true => Ok(Ok(new)),
        false => Ok(Err(Problems::one("place", Problem::NotAChoice))),
    }
}
