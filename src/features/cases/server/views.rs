//! Saved views of the list: a name and a query string.

use super::store;
use crate::{
    error::AppError,
    features::cases::{
        model::*,
        rules::{VIEWS_MOST, check_view_name},
    },
    policy::{Place, act},
    server::{Visit, db::StoreError, http},
    values::{Problem, Problems, ViewId},
};

/// Saves what a list shows under a name of the person's own.
pub async fn save(visit: &Visit, name: &str, query: &str) -> Result<Outcome<SavedView>, AppError> {
    let permit = visit.permit::<act::ReadCases>(Place::Anywhere)?;
    let filter = CaseFilter::parse(query).from_beginning();
    let name = match check_view_name(name) {
        Ok(name) => name,
        Err(problems) => return Ok(Outcome::Problems(problems)),
    };
    let view = SavedView { id: visit.id(), name, query: filter.to_query() };
    let mut tx = visit.portal().db().begin().await?;
    match store::insert_view(&mut tx, &permit, permit.author()?, &view, VIEWS_MOST, visit.now()).await {
        Ok(true) => tx.commit().await?,
        Ok(false) => {
            return Ok(Outcome::Problems(Problems::one("name", Problem::TooMany { most: VIEWS_MOST })));
        }
        Err(StoreError::Conflict(_)) => return Ok(Outcome::Problems(Problems::one("name", Problem::Duplicate))),
        Err(error) => return Err(error.into()),
    }
    http::lead_plain_form(&filter.href());
    Ok(Outcome::Done(view))
}

/// Deletes a view of the person's own.
pub async fn delete(visit: &Visit, view: &ViewId) -> Result<(), AppError> {
    let permit = visit.permit::<act::ReadCases>(Place::Anywhere)?;
    let mut tx = visit.portal().db().begin().await?;
    if !store::delete_view(&mut tx, &permit, permit.author()?, view).await? {
        return Err(AppError::NotFound);
    }
    tx.commit().await?;
    Ok(())
}
