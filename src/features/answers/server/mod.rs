//! The use cases of canned answers: operators write them, engineers read them.
//!
//! What always holds: what is stored has passed the rules; a form that is sent twice is one answer (P4); what a plain form
//! brought is shown again beside what was wrong with it.
//!
//! Statements: `list` 1; `open` 1, and one for what was kept; `save` 2 or 3.

mod store;

use super::{
    model::*,
    rules::{self, NewAnswer},
};
use crate::{
    error::AppError,
    features::cases::{
        model::Outcome,
        server::store::{self as cases, DraftOf},
    },
    policy::{Place, act},
    route,
    server::{Visit, authz::Permit, db::Tx, http},
    values::{Kept, Problem, Problems, ProductId},
};

/// The scope of the draft that keeps an operator's form.
const SCOPE: &str = "answer";

/// The answers that can be used on a product; on one that nobody knows those for all.
pub async fn list(visit: &Visit, product: &str) -> Result<Vec<CannedAnswer>, AppError> {
    let permit = visit.permit::<act::AnswerChat>(Place::Anywhere)?;
    let product: Option<ProductId> = product.parse().ok();
    Ok(store::list(visit.portal().db(), &permit, product.as_ref()).await?)
}

/// All answers, for those who write them.
pub async fn open(visit: &Visit, check: &str) -> Result<AnswersContent, AppError> {
    let permit = visit.permit::<act::SetUpChat>(Place::Anywhere)?;
    let db = visit.portal().db();
    let (answers, products) = store::page(db, &permit).await?;
    let kept = match check {
        "" => None,
        _ => cases::find_form(db, &permit, form_of(&permit)?).await?,
    };
    Ok(AnswersContent { answers, products, kept })
}

fn form_of(permit: &Permit<act::SetUpChat>) -> Result<DraftOf<'_>, AppError> {
    Ok(DraftOf { person: permit.author()?, organization: permit.organization()?, scope: SCOPE })
}

/// Writes a new answer, or changes the one that the form names.
pub async fn save(visit: &Visit, form: AnswerForm) -> Result<Outcome<()>, AppError> {
    let permit = visit.permit::<act::SetUpChat>(Place::Anywhere)?;
    let mut tx = visit.portal().db().begin().await?;
    let saved = match rules::check(&form) {
        Ok(new) if form.was.is_empty() => write(visit, &mut tx, &permit, &new).await?,
        Ok(new) => change(visit, &mut tx, &permit, &form.was, &new).await?,
        Err(problems) => Err(problems),
    };
    if let Err(problems) = saved {
        if http::is_plain_form() {
            let to = format!("{}&check=1", route::write_answer(&form.was));
            let kept = Kept { form, problems: problems.clone() };
            cases::put_form(&mut tx, &permit, form_of(&permit)?, &visit.id(), &kept, visit.now()).await?;
            tx.commit().await?;
            http::lead_plain_form(&to);
        }
        return Ok(Outcome::Problems(problems));
    }
    if http::is_plain_form() {
        cases::delete_draft(&mut tx, &permit, form_of(&permit)?).await?;
    }
    tx.commit().await?;
    http::lead_plain_form(&format!("{}?saved=1", route::ANSWERS));
    Ok(Outcome::Done(()))
}

/// A new answer; the same one again is what it was.
async fn write(
    visit: &Visit,
    tx: &mut Tx,
    permit: &Permit<act::SetUpChat>,
    new: &NewAnswer,
) -> Result<Result<(), Problems>, AppError> {
    let state = store::state(tx, permit, new).await?;
    if !state.is_product_known {
        return Ok(Err(Problems::one("product", Problem::NotAChoice)));
    }
    if state.answers >= rules::ANSWERS_MOST {
        return Ok(Err(Problems::one("name", Problem::TooMany { most: rules::ANSWERS_MOST as u32 })));
    }
    if store::insert(tx, permit, new, visit.now()).await? {
        return Ok(Ok(()));
    }
    let there = store::lock(tx, permit, &new.name).await?;
    Ok(match there {
        Some(there) if *there == *new => Ok(()),
        Some(_) | None => Err(Problems::one("name", Problem::Duplicate)),
    })
}

async fn change(
    visit: &Visit,
    tx: &mut Tx,
    permit: &Permit<act::SetUpChat>,
    was: &str,
    new: &NewAnswer,
) -> Result<Result<(), Problems>, AppError> {
    let Some(answer) = store::lock(tx, permit, was).await? else {
        // renamed by this very form before, or gone
        let there = store::lock(tx, permit, &new.name).await?;
        return there.filter(|there| **there == *new).map(|_| Ok(())).ok_or(AppError::NotFound);
    };
    if !store::state(tx, permit, new).await?.is_product_known {
        return Ok(Err(Problems::one("product", Problem::NotAChoice)));
    }
    let is_free = store::update(tx, permit, &answer, new, visit.now()).await?;
    Ok(if is_free { Ok(()) } else { Err(Problems::one("name", Problem::Duplicate)) })
}

/// Removes an answer; one that is gone is not found.
pub async fn delete(visit: &Visit, name: &str) -> Result<(), AppError> {
    let permit = visit.permit::<act::SetUpChat>(Place::Anywhere)?;
    let mut tx = visit.portal().db().begin().await?;
    let answer = store::lock(&mut tx, &permit, name).await?.ok_or(AppError::NotFound)?;
    store::delete(&mut tx, &permit, &answer).await?;
    tx.commit().await?;
    http::lead_plain_form(&format!("{}?removed=1", route::ANSWERS));
    Ok(())
}
