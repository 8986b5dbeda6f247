//! The use cases of organizations. Statements: `home` 2, for people without a right to cases 1.

pub mod import_store;
pub mod provision_store;
mod store;

use super::model::*;
use crate::{
    error::AppError,
    features::{
        cases::{model::ProductNotYet, server::store as cases},
        topics::server as topics,
    },
    policy::{Place, act},
    server::Visit,
};

/// Open cases that the start page shows.
const OPEN_CASES_MOST: i64 = 5;
/// Popular topics there.
const POPULAR_MOST: usize = 6;

/// The start page: for everybody who is signed in, whatever they may do.
pub async fn home(visit: &Visit) -> Result<HomeContent, AppError> {
    let permit = visit.permit::<act::ManageOwnAccount>(Place::Anywhere)?;
    let db = visit.portal().db();
    let open_cases = match visit.permit::<act::ReadCases>(Place::Anywhere) {
        Ok(permit) => cases::open_cases(db, &permit, OPEN_CASES_MOST).await?,
        Err(_) => Vec::new(),
    };
    let popular = match visit.permit::<act::ReadTopics>(Place::Anywhere) {
        Ok(permit) => topics::popular(visit, &permit, POPULAR_MOST)?,
        Err(_) => Vec::new(),
    };
    let start = store::start(db, &permit).await?;
    let standing = &visit.actor().require()?.standing;
    let (mut launched, mut not_yet) = (Vec::new(), Vec::new());
    for (id, name) in start.products {
        match standing.products.iter().find(|entitlement| entitlement.product == id) {
            Some(entitlement) if entitlement.state.takes_cases() => launched.push(name),
            Some(entitlement) => {
                not_yet.push(ProductNotYet { name, state: entitlement.state, planned: entitlement.planned });
            }
            None => {}
        }
    }
    Ok(HomeContent { open_cases, popular, launched, not_yet, draft: start.draft, now: visit.now() })
}
