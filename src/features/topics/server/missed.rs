//! What was looked for and not found, for those who write topics.
//!
//! Whoever types looks for every beginning of a word: only what stood for a while is counted. Kept in memory until then.

use super::store;
use crate::{
    error::AppError,
    i18n::Language,
    server::{Portal, Visit, authz::Actor},
    values::{Moment, PersonId},
};
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

/// How long a search stands that was meant.
const STANDS_MS: i64 = 2_000;
/// Letters that are kept.
const TEXT_MOST: usize = 100;

/// A search that found nothing.
pub struct Miss {
    pub language: Language,
    /// Small letters, one blank between words.
    pub text: String,
    pub at: Moment,
}

/// Searches that found nothing and are not yet written: the last one of each person, and those that stood.
#[derive(Default)]
pub struct Missed(Mutex<(HashMap<PersonId, Miss>, Vec<Miss>)>);

impl Missed {
    /// Somebody looked for something; what the same person looked for just before was a beginning of it.
    pub fn note(&self, visit: &Visit, text: &str, has_found: bool) {
        let Some(who) = visit.actor().signed_in() else { return };
        let mut noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (last, stood) = &mut *noted;
        stood.extend(last.remove(&who.person).filter(|miss| visit.now().since_ms(miss.at) >= STANDS_MS));
        if !has_found {
            let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
            let text = words.join(" ").chars().take(TEXT_MOST).collect();
            last.insert(who.person.clone(), Miss { language: visit.language(), text, at: visit.now() });
        }
    }

    fn take(&self, now: Moment) -> Vec<Miss> {
        let mut noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (last, stood) = &mut *noted;
        stood.extend(last.extract_if(|_, miss| now.since_ms(miss.at) >= STANDS_MS).map(|(_, miss)| miss));
        std::mem::take(stood)
    }
}

/// Writes what stood since the last time.
pub async fn write_missed(portal: &Portal) -> Result<(), AppError> {
    let missed = portal.missed().take(portal.now());
    if missed.is_empty() {
        return Ok(());
    }
    let permit = Actor::system("topics.missed").maintenance();
    let mut tx = portal.db().begin().await?;
    for miss in &missed {
        store::add_missed(&mut tx, &permit, miss).await?;
    }
    Ok(tx.commit().await?)
}
