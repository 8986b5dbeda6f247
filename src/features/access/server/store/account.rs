use super::{Link, damaged_person};
use crate::{
    features::access::{model::PreferencesForm, server::own::NewPreferences},
    i18n::Language,
    policy::act,
    server::{
        authz::{Grant, Held, Permit, SignedIn},
        db::{Db, StoreError, Tx, sql},
    },
    values::{Email, PersonId},
};

/// What signing in and a reset need to know of an account.
pub struct Account {
    pub person: PersonId,
    pub name: String,
    pub language: Language,
    pub password_hash: Option<String>,
}

#[derive(serde::Deserialize)]
struct AccountRow {
    id: String,
    name: String,
    language: String,
    password_hash: Option<String>,
}

pub async fn find_account(db: &Db, permit: &impl Grant, email: &Email) -> Result<Option<Account>, StoreError> {
    let statement = sql("SELECT id, name, language, password_hash FROM person WHERE email = $1").bind(email);
    let row: Option<AccountRow> = db.optional(permit, statement).await?;
    row.map(|row| {
        Ok(Account {
            person: row.id.parse().map_err(|_| damaged_person("id"))?,
            name: row.name,
            language: row.language.parse().unwrap_or_default(),
            password_hash: row.password_hash,
        })
    })
    .transpose()
}

pub async fn set_language(
    tx: &mut Tx,
    permit: &Permit<act::ManageOwnAccount>,
    who: &SignedIn,
    language: Language,
) -> Result<(), StoreError> {
    let statement = sql("UPDATE person SET language = $1 WHERE id = $2").bind(language.tag()).bind(&who.person);
    tx.run(permit, statement).await.map(|_| ())
}

pub async fn set_theme(
    tx: &mut Tx,
    permit: &Permit<act::ManageOwnAccount>,
    who: &SignedIn,
    theme: &str,
) -> Result<(), StoreError> {
    let statement = sql("UPDATE person SET theme = $1 WHERE id = $2").bind(theme).bind(&who.person);
    tx.run(permit, statement).await.map(|_| ())
}

#[derive(serde::Deserialize)]
struct PreferencesRow {
    language: String,
    theme: String,
    zone: Option<String>,
    phone: Option<String>,
    shows_typing: i64,
    shows_marks: i64,
    chats_most: Option<i64>,
}

/// A person's preferences as they are stored.
pub async fn find_preferences(
    db: &Db,
    permit: &Permit<act::ManageOwnAccount>,
    who: &SignedIn,
) -> Result<PreferencesForm, StoreError> {
    let statement =
        sql("SELECT language, theme, zone, phone, shows_typing, shows_marks, chats_most FROM person WHERE id = $1")
            .bind(&who.person);
    let row: PreferencesRow = db.optional(permit, statement).await?.ok_or_else(|| damaged_person("id"))?;
    Ok(PreferencesForm {
        language: row.language,
        theme: row.theme,
        zone: row.zone.unwrap_or_default(),
        phone: row.phone.unwrap_or_default(),
        shows_typing: row.shows_typing == 1,
        shows_marks: row.shows_marks == 1,
        chats_most: row.chats_most.map(|most| most.to_string()).unwrap_or_default(),
    })
}

pub(in crate::features::access::server) async fn set_preferences(
    tx: &mut Tx,
    permit: &Permit<act::ManageOwnAccount>,
    who: &SignedIn,
    new: &NewPreferences,
) -> Result<(), StoreError> {
    let statement = sql("UPDATE person SET language = $1, theme = $2, zone = $3, phone = $4, shows_typing = $5,
       shows_marks = $6 WHERE id = $7")
    .bind(new.language.tag())
    .bind(new.theme.as_str())
    .bind(new.zone.as_deref())
    .bind(new.phone.as_deref())
    .bind(new.shown.typing)
    .bind(new.shown.marks)
    .bind(&who.person);
    tx.run(permit, statement).await.map(|_| ())
}

/// Sets how many chats a person answers at once; `None` for as many as usual (CHAT-3).
pub async fn set_chats_most(
    tx: &mut Tx,
    permit: &Permit<act::AnswerChat>,
    who: &SignedIn,
    most: Option<i64>,
) -> Result<(), StoreError> {
    let statement = sql("UPDATE person SET chats_most = $1 WHERE id = $2").bind(most).bind(&who.person);
    tx.run(permit, statement).await.map(|_| ())
}

/// Name and address of somebody who sets a password.
pub struct Who {
    pub name: String,
    pub email: Email,
}

/// Sets the password of a link's person. A taken address is a conflict.
pub async fn set_password(
    tx: &mut Tx,
    permit: &Permit<act::Enter>,
    link: &Held<Link>,
    who: &Who,
    password_hash: &str,
) -> Result<(), StoreError> {
    let statement = sql("UPDATE person SET password_hash = $1, name = $2, email = $3 WHERE id = $4")
        .bind(password_hash)
        .bind(&who.name)
        .bind(&who.email)
        .bind(&link.person);
    tx.run(permit, statement).await.map(|_| ())
}
