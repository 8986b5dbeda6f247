use crate::{
    features::cases::model::PersonName,
    server::{
        authz::Grant,
        db::{StoreError, Tx, sql},
    },
    values::PersonId,
};

#[derive(serde::Deserialize)]
struct EngineerRow {
    name: String,
}

/// An engineer by id, with the name; nobody else. A case or a chat is given to one.
pub async fn find_engineer(
    tx: &mut Tx,
    grant: &impl Grant,
    person: &PersonId,
) -> Result<Option<PersonName>, StoreError> {
    let statement = sql("SELECT p.name FROM person p
 WHERE p.id = $1 AND EXISTS (SELECT 1 FROM membership m WHERE m.person_id = p.id AND m.role = 'Engineer')")
    .bind(person);
    let row: Option<EngineerRow> = tx.optional(grant, statement).await?;
    Ok(row.map(|row| PersonName { id: person.clone(), name: row.name, vendor: true }))
}
