use crate::{
    policy::act,
    server::{
        authz::Permit,
        db::{StoreError, Tx, sql},
    },
    values::{Moment, PersonId, ViewId},
};

/// Saves a view, if the person has fewer than `most`; `false`: has as many already.
pub async fn insert_view(
    tx: &mut Tx,
    permit: &Permit<act::ReadCases>,
    person: &PersonId,
    view: &crate::features::cases::model::SavedView,
    most: u32,
    now: Moment,
) -> Result<bool, StoreError> {
    let statement = sql("INSERT INTO saved_view (id, person_id, name, query, created_at)
SELECT $1, p.id, $3, $4, $5 FROM person p
 WHERE p.id = $2 AND (SELECT COUNT(*) FROM saved_view v WHERE v.person_id = $2) < $6")
    .bind(&view.id)
    .bind(person)
    .bind(&view.name)
    .bind(&view.query)
    .bind(now)
    .bind(i64::from(most));
    Ok(tx.run(permit, statement).await? == 1)
}

/// Deletes one of the person's own views.
pub async fn delete_view(
    tx: &mut Tx,
    permit: &Permit<act::ReadCases>,
    person: &PersonId,
    view: &ViewId,
) -> Result<bool, StoreError> {
    let statement = sql("DELETE FROM saved_view WHERE id = $1 AND person_id = $2").bind(view).bind(person);
    Ok(tx.run(permit, statement).await? == 1)
}
