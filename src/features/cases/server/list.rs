//! The case list.

use super::store;
use crate::{
    error::AppError,
    features::cases::model::*,
    policy::{Place, act},
    server::Visit,
};

/// A page of the list within the reader's reach, and what its filter offers.
pub async fn list(visit: &Visit, filter: &CaseFilter) -> Result<CaseListContent, AppError> {
    let permit = visit.permit::<act::ReadCases>(Place::Anywhere)?;
    let db = visit.portal().db();
    let page = store::list(db, &permit, filter, visit.now()).await?;
    let frame = store::frame(db, &permit).await?;
    Ok(CaseListContent {
        rows: page.rows,
        next: page.next,
        now: visit.now(),
        products: frame.products,
        views: frame.views,
        draft: frame.draft,
    })
}
