//! Which words the searches take for each other, as operators say (HELP-2).

use super::store;
use crate::{
    error::AppError,
    features::{
        cases::model::Outcome,
        topics::{model::SynonymLines, rules},
    },
    i18n::Language,
    policy::{Place, act},
    route,
    server::{
        Portal, Visit,
        authz::{Actor, Grant},
        http,
        search::synonyms::usual,
    },
    values::{Problem, Problems},
};

/// The lines that hold now: the usual ones, until operators wrote others.
pub(super) async fn lines(portal: &Portal, grant: &impl Grant) -> Result<Vec<SynonymLines>, AppError> {
    let written = store::synonyms(portal.db(), grant).await?;
    let of = |language: Language| {
        let lines = written.iter().find(|(of, _)| *of == language).map(|(_, lines)| lines.clone());
        SynonymLines { language, lines: lines.unwrap_or_else(|| usual(language).to_owned()) }
    };
    Ok(Language::ALL.into_iter().map(of).collect())
}

/// Goes by what was written last, on this instance or another.
pub async fn load_synonyms(portal: &Portal) -> Result<(), AppError> {
    let permit = Actor::system("topics.synonyms").maintenance();
    for SynonymLines { language, lines } in lines(portal, &permit).await? {
        portal.synonyms().set(language, &lines);
    }
    Ok(())
}

/// Writes the lines of a language; the searches go by them from now on.
pub async fn save_synonyms(visit: &Visit, language: &str, lines: &str) -> Result<Outcome<()>, AppError> {
    let permit = visit.permit::<act::WriteTopics>(Place::Anywhere)?;
    let Ok(language) = language.parse::<Language>() else {
        return Ok(Outcome::Problems(Problems::one("language", Problem::NotAChoice)));
    };
    let lines = match rules::check_synonyms(lines) {
        Ok(lines) => lines,
        Err(problems) => return Ok(Outcome::Problems(problems)),
    };
    let mut tx = visit.portal().db().begin().await?;
    store::set_synonyms(&mut tx, &permit, language, &lines, visit.now()).await?;
    tx.commit().await?;
    load_synonyms(visit.portal()).await?;
    http::lead_plain_form(&format!("{}?saved=1", route::OPERATE_TOPICS));
    Ok(Outcome::Done(()))
}
