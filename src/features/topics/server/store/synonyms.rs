//! Which words the searches take for each other.

use super::read;
use crate::{
    i18n::Language,
    policy::act,
    server::{
        authz::{Grant, Permit},
        db::{Db, StoreError, Tx, sql},
    },
    values::Moment,
};

#[derive(serde::Deserialize)]
struct SynonymsRow {
    language: String,
    lines: String,
}

/// The lines of each language in which operators wrote some.
pub async fn synonyms(db: &Db, grant: &impl Grant) -> Result<Vec<(Language, String)>, StoreError> {
    let rows: Vec<SynonymsRow> = db.all(grant, sql("SELECT language, lines FROM search_synonyms")).await?;
    rows.into_iter().map(|row| Ok((read(&row.language, "search_synonyms", "language")?, row.lines))).collect()
}

pub async fn set_synonyms(
    tx: &mut Tx,
    permit: &Permit<act::WriteTopics>,
    language: Language,
    lines: &str,
    now: Moment,
) -> Result<(), StoreError> {
    let statement = sql("INSERT INTO search_synonyms (language, lines, changed_by, changed_at) VALUES ($1, $2, $3, $4)
  ON CONFLICT (language) DO UPDATE
  SET lines = excluded.lines, changed_by = excluded.changed_by, changed_at = excluded.changed_at")
    .bind(language.tag())
    .bind(lines)
    .bind(permit.person())
    .bind(now);
    tx.run(permit, statement).await.map(|_| ())
}
