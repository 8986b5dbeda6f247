//! The credit of a thread whose accepted answer solved what would have been a case (HELP-3).

use super::{
    store::{self, Sight},
    thread_id,
};
use crate::{
    error::AppError,
    policy::{Place, act},
    route,
    server::{Visit, db::Tx},
};

/// Counts it.
pub async fn credit(visit: &Visit, tx: &mut Tx, thread: &str) -> Result<(), AppError> {
    let permit = visit.permit::<act::UseForum>(Place::Anywhere)?;
    let thread = store::lock_thread(tx, &permit, &thread_id(thread)?, Sight::Shown).await?;
    let thread = thread.filter(|thread| thread.answer.is_some()).ok_or(AppError::NotFound)?;
    Ok(store::add_solved(tx, &permit, &thread).await?)
}

/// Where a thread is read.
pub fn address(thread: &str) -> Result<String, AppError> {
    Ok(route::thread(&thread_id(thread)?))
}
