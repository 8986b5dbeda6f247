use super::damaged_person;
use crate::{
    features::access::model::LinkKind,
    i18n::Language,
    policy::act,
    server::{
        authz::{Grant, Held, Permit},
        db::{Db, StoreError, Tx, sql},
    },
    values::{Email, Moment, PersonId},
};

/// A link to write.
pub struct NewLink {
    pub token_hash: String,
    pub kind: LinkKind,
    pub person: PersonId,
    pub created_at: Moment,
    pub expires_at: Moment,
}

fn code(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::Invitation => "invitation",
        LinkKind::Reset => "reset",
        LinkKind::Operator => "operator",
    }
}

pub async fn insert_link(tx: &mut Tx, grant: &impl Grant, link: &NewLink) -> Result<(), StoreError> {
    let statement = sql(
        "INSERT INTO mailed_link (token_hash, kind, person_id, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(&link.token_hash)
    .bind(code(link.kind))
    .bind(&link.person)
    .bind(link.created_at)
    .bind(link.expires_at);
    tx.run(grant, statement).await.map(|_| ())
}

/// A link that works, and whom it lets in.
pub struct Link {
    pub token_hash: String,
    pub kind: LinkKind,
    pub person: PersonId,
    pub name: String,
    pub email: Email,
    pub language: Language,
    /// The first of the person's organizations by name.
    pub organization_name: Option<String>,
}

#[derive(serde::Deserialize)]
struct LinkRow {
    token_hash: String,
    kind: String,
    person_id: String,
    name: String,
    email: String,
    language: String,
    organization_name: Option<String>,
}

/// The link with this digest, if it was not used and has not expired.
pub async fn find_link(
    db: &Db,
    permit: &Permit<act::Enter>,
    token_hash: &str,
    now: Moment,
) -> Result<Option<Held<Link>>, StoreError> {
    let statement = sql("SELECT l.token_hash, l.kind, p.id AS person_id, p.name, p.email, p.language,
                (SELECT MIN(o.name) FROM membership m JOIN organization o ON o.id = m.organization_id
                  WHERE m.person_id = p.id) AS organization_name
           FROM mailed_link l JOIN person p ON p.id = l.person_id
          WHERE l.token_hash = $1 AND l.used_at IS NULL AND l.expires_at > $2")
    .bind(token_hash)
    .bind(now);
    let Some(row) = db.optional::<LinkRow>(permit, statement).await? else { return Ok(None) };
    let kind = match row.kind.as_str() {
        "invitation" => LinkKind::Invitation,
        "reset" => LinkKind::Reset,
        "operator" => LinkKind::Operator,
        _other_door => return Ok(None),
    };
    let link = Link {
        token_hash: row.token_hash,
        kind,
        person: row.person_id.parse().map_err(|_| damaged_person("id"))?,
        name: row.name,
        email: row.email.parse().map_err(|_| damaged_person("email"))?,
        language: row.language.parse().unwrap_or_default(),
        organization_name: row.organization_name,
    };
    Ok(Some(Held::under(permit, link)))
}

/// Uses a link up, and with it all others of its person. `false`: somebody was faster.
pub async fn use_link(
    tx: &mut Tx,
    permit: &Permit<act::Enter>,
    link: &Held<Link>,
    now: Moment,
) -> Result<bool, StoreError> {
    let this = sql("UPDATE mailed_link SET used_at = $1 WHERE token_hash = $2 AND used_at IS NULL AND expires_at > $1")
        .bind(now)
        .bind(&link.token_hash);
    if tx.run(permit, this).await? != 1 {
        return Ok(false);
    }
    let others = sql("UPDATE mailed_link SET used_at = $1 WHERE person_id = $2 AND used_at IS NULL")
        .bind(now)
        .bind(&link.person);
    tx.run(permit, others).await?;
    Ok(true)
}

/// Deletes a person's links of a kind.
pub async fn delete_links(
    tx: &mut Tx,
    permit: &Permit<act::Maintain>,
    person: &PersonId,
    kind: LinkKind,
) -> Result<(), StoreError> {
    let statement = sql("DELETE FROM mailed_link WHERE person_id = $1 AND kind = $2").bind(person).bind(code(kind));
    tx.run(permit, statement).await.map(|_| ())
}
