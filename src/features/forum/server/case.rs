//! A thread becomes a case: its author fills the wizard's draft with it, and the case that comes of it is said at the thread.

use super::{
    store::{self, Sight},
    thread_id,
};
use crate::{
    error::AppError,
    features::cases::{
        model::{CaseForm, Step},
        server::store::{self as cases, DraftContent, DraftOf},
    },
    policy::{Place, act},
    route,
    server::{Visit, authz::Permit, db::Tx, http},
    values::{CaseId, ThreadId},
};

/// Fills the draft of a case with a thread of the reader's own, and leads to it. The product decides, as for every case
/// (ROLL-1). Another draft that holds something is not overwritten: the thread says so.
pub async fn to_case(visit: &Visit, thread: &str) -> Result<(), AppError> {
    let permit = visit.permit::<act::OpenCase>(Place::Anywhere)?;
    let (person, organization) = (permit.author()?, permit.organization()?);
    let id = thread_id(thread)?;
    let mut tx = visit.portal().db().begin().await?;
    // the draft first, as `create` locks them
    let draft = cases::find_draft(&mut tx, &permit, person, organization).await?;
    let thread = store::lock_thread(&mut tx, &permit, &id, Sight::InReach).await?.ok_or(AppError::NotFound)?;
    visit.permit::<act::OpenCase>(Place::Product(thread.product.clone()))?;
    if thread.has_case {
        return Err(AppError::Conflict);
    }
    let is_kept = draft.is_some_and(|draft| !draft.content.is_blank() && draft.content.thread.as_ref() != Some(&id));
    if is_kept {
        http::lead(&route::with_query(&route::thread(&id), "kept=1"));
        return Ok(());
    }
    let asked = store::first_post(&mut tx, &permit, &thread).await?.ok_or(AppError::NotFound)?;
    let form = CaseForm {
        product: thread.product.to_string(),
        title: thread.title.clone(),
        description: format!("{asked}\n\n{}{}", visit.portal().origin(), route::thread(&id)),
        ..CaseForm::default()
    };
    let content = DraftContent { form, follow_up_of: None, thread: Some(id) };
    let of = DraftOf { person, organization, scope: "case" };
    cases::put_draft(&mut tx, &permit, of, &visit.id(), &content, visit.now()).await?;
    tx.commit().await?;
    http::lead(&route::new_case(Step::Problem.code(), false));
    Ok(())
}

/// Says at the thread which case its author made of it.
pub async fn became_case(
    tx: &mut Tx,
    permit: &Permit<act::OpenCase>,
    thread: &ThreadId,
    case: &CaseId,
) -> Result<(), AppError> {
    store::link_case(tx, permit, thread, permit.author()?, case).await?;
    super::changed(tx, thread);
    Ok(())
}
