//! Opening a case step by step: the draft, until it becomes a case in `create`.

use super::store::{self, DraftContent, DraftOf, StoredDraft};
use crate::{
    error::AppError,
    features::{
        cases::{model::*, rules},
        search::server as search,
    },
    policy::{Act, Entitlement, Place, act},
    route,
    server::{
        Visit,
        authz::{Grant as _, Permit},
        http,
    },
    values::{CaseNumber, Problem},
};

/// What the wizard shows: the draft, and what this person may choose.
pub async fn open_page(visit: &Visit) -> Result<OpenPageContent, AppError> {
    let permit = visit.permit::<act::OpenCase>(Place::Anywhere)?;
    let content = store::wizard(visit.portal().db(), &permit, visit.language()).await?;
    let entitlements = entitlements(&permit);
    let (mut products, mut not_yet) = (Vec::new(), Vec::new());
    for product in content.products {
        match entitlements.iter().find(|entitlement| entitlement.product == product.id) {
            Some(entitlement) if entitlement.state.takes_cases() => products.push(product),
            Some(Entitlement { state, planned, .. }) => {
                not_yet.push(ProductNotYet { name: product.name, state: *state, planned: *planned });
            }
            None => {}
        }
    }
    let suggestions = match &content.draft {
        Some(draft) => search::suggest(visit, &draft.content.form.product, &draft.content.form.title).await?,
        None => Vec::new(),
    };
    Ok(OpenPageContent {
        suggestions,
        draft: content.draft.map(|draft| shown(draft, content.attachments)),
        products,
        not_yet,
        phone_lines: content.phone_lines,
    })
}

fn entitlements<A: Act>(permit: &Permit<A>) -> &[Entitlement] {
    permit.actor().signed_in().map_or(&[], |who| &who.standing.products)
}

fn shown(draft: StoredDraft, attachments: Vec<AttachmentSummary>) -> CaseDraft {
    CaseDraft { id: draft.id, form: draft.content.form, attachments, updated_at: draft.updated_at }
}

/// Keeps what was typed on a step (CASE-5). A plain form goes on to the step `go`, or stays where something is missing.
pub async fn save_draft(visit: &Visit, form: CaseForm, step: &str, go: &str) -> Result<CaseDraft, AppError> {
    let permit = visit.permit::<act::OpenCase>(Place::Anywhere)?;
    let step: Step = step.parse().map_err(|()| AppError::field("step", Problem::NotAChoice))?;
    let (person, organization) = (permit.author()?, permit.organization()?);
    let mut tx = visit.portal().db().begin().await?;
    let found = store::find_draft(&mut tx, &permit, person, organization).await?;
    let mut content = found.map(|draft| draft.content).unwrap_or_default();
    rules::merge_step(&mut content.form, form, step);
    let of = DraftOf { person, organization, scope: "case" };
    let id = store::put_draft(&mut tx, &permit, of, &visit.id(), &content, visit.now()).await?;
    let attachments = store::pending_attachments(&mut tx, &permit, &id).await?;
    let next = match http::is_plain_form() {
        true => Some(next_page(&content.form, step, go, &products(visit, &mut tx, &permit).await?)),
        false => None,
    };
    tx.commit().await?;
    if let Some(next) = next {
        http::lead_plain_form(&next);
    }
    Ok(shown(StoredDraft { id, content, updated_at: visit.now() }, attachments))
}

/// The products on which the person may open a case now (CASE-2).
pub(super) async fn products(
    visit: &Visit,
    tx: &mut crate::server::db::Tx,
    permit: &Permit<act::OpenCase>,
) -> Result<Vec<ProductSummary>, AppError> {
    let launched: Vec<_> =
        entitlements(permit).iter().filter(|e| e.state.takes_cases()).map(|e| e.product.clone()).collect();
    Ok(store::find_products(tx, permit, permit.organization()?, &launched, visit.language()).await?)
}

/// Backwards and to the same step it always goes; forwards only from a step without problems.
fn next_page(form: &CaseForm, step: Step, go: &str, products: &[ProductSummary]) -> String {
    let go: Step = go.parse().unwrap_or(step);
    if go > step && rules::check_step(form, step, products).is_err() { page_with_problems(step) } else { page(go) }
}

/// The wizard's page at a step.
fn page(step: Step) -> String {
    format!("{}?step={step}", route::NEW_CASE)
}

/// The same, showing the problems of the step.
pub(super) fn page_with_problems(step: Step) -> String {
    format!("{}&check=1", page(step))
}

/// Throws the draft away (CASE-5).
pub async fn delete_draft(visit: &Visit) -> Result<(), AppError> {
    let permit = visit.permit::<act::OpenCase>(Place::Anywhere)?;
    let of = DraftOf { person: permit.author()?, organization: permit.organization()?, scope: "case" };
    let mut tx = visit.portal().db().begin().await?;
    store::delete_draft(&mut tx, &permit, of).await?;
    tx.commit().await?;
    http::lead_plain_form(route::CASES);
    Ok(())
}

/// Starts a draft that follows up a closed case (CASE-10). Another draft that holds something is not overwritten: the
/// wizard opens with it and says so (`kept`).
pub async fn follow_up(visit: &Visit, case: &str) -> Result<(), AppError> {
    let read = visit.permit::<act::ReadCases>(Place::Anywhere)?;
    let permit = visit.permit::<act::OpenCase>(Place::Anywhere)?;
    let number: CaseNumber = case.parse().map_err(|_| AppError::NotFound)?;
    let (person, organization) = (permit.author()?, permit.organization()?);
    let mut tx = visit.portal().db().begin().await?;
    // The draft before the case, as `create` locks them.
    let found = store::find_draft(&mut tx, &permit, person, organization).await?;
    let old = store::lock(&mut tx, &read, number).await?.ok_or(AppError::NotFound)?;
    let is_kept = found.is_some_and(|draft| !draft.content.is_blank() && draft.content.follow_up_of != Some(number));
    if is_kept {
        http::lead(&format!("{}?kept={number}", route::NEW_CASE));
        return Ok(());
    }
    let form = CaseForm { product: old.product.to_string(), title: old.title.clone(), ..CaseForm::default() };
    let content = DraftContent { form, follow_up_of: Some(number), thread: None };
    let of = DraftOf { person, organization, scope: "case" };
    store::put_draft(&mut tx, &permit, of, &visit.id(), &content, visit.now()).await?;
    tx.commit().await?;
    http::lead(&page(Step::Problem));
    Ok(())
}
