//! The search of cases by number, title, text and people: an index that follows the database, and its readers.
//!
//! What always holds: no note is in the index (CASE-17); a hit is an id, and only what the reader's permit reaches is shown.
//!
//! 2026-11-26, decided: the index follows by two things that are there anyway, and not by a number of changes as topics do,
//! which would be a row that every write of a case waits for. New cases are told by their numbers, which are given in the
//! order of the commits, whatever dates imported ones bring. Changed ones are told by the instant of their last change, read
//! again a minute back: clocks of other instances and transactions that end late are within it; what was seen of it already
//! is told by the number of its newest event.

use super::store::{self, ChangedCase};
use crate::{
    error::AppError,
    features::cases::model::CaseHit,
    policy::{Reach, act},
    server::{
        Portal, Visit,
        authz::{Actor, Grant as _, Permit},
        search::{
            Change, Search, SearchError, Within, Work, Writing,
            follow::{FollowError, begin_anew},
            synonyms::Synonyms,
            with_rows,
        },
    },
    values::{CaseId, MINUTE_MS},
};
use std::{
    collections::HashMap,
    path::Path,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicI64, Ordering},
    },
};

/// Up to where the index goes: the highest number, and the last change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Cursor {
    number: i64,
    changed_at: i64,
}

impl Cursor {
    /// As the index keeps it.
    fn text(self) -> String {
        format!("{} {}", self.number, self.changed_at)
    }

    fn read(text: &str) -> Option<Cursor> {
        let (number, changed_at) = text.split_once(' ')?;
        Some(Cursor { number: number.parse().ok()?, changed_at: changed_at.parse().ok()? })
    }
}

/// How often changed cases are read. A case of a chat changes with every message: it is written once for all of them. What
/// is read a minute back covers the pause between.
const CHANGES_EVERY_MS: i64 = MINUTE_MS / 2;
/// Cases that are read at once.
const BATCH: i64 = 200;
/// Cases after which the index is made to last, so that a first run that is stopped goes on where it was. One that is built
/// anew is there all at once: until then the old one answers.
const COMMIT_AFTER: usize = 20_000;
/// Candidates for a person who sees only own cases: what is not in reach falls away.
const CANDIDATES_MOST: usize = 50;

/// The index of cases, and what of the last minute is in it.
pub struct CaseSearch {
    search: Search,
    seen: Mutex<Seen>,
    /// When changed cases were read last, in milliseconds since 1970.
    changes_read_at: AtomicI64,
}

/// Cases that this process wrote into the index, up to a cursor.
#[derive(Default)]
struct Seen {
    cursor: Cursor,
    cases: HashMap<CaseId, ChangedCase>,
}

impl CaseSearch {
    pub fn new(data_dir: &Path, synonyms: Synonyms) -> CaseSearch {
        CaseSearch {
            search: Search::new(data_dir, "cases", synonyms),
            seen: Mutex::default(),
            changes_read_at: AtomicI64::new(0),
        }
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_new(&self, case: &ChangedCase) -> bool {
        self.seen().cases.get(&case.id).is_none_or(|known| known.last_seq != case.last_seq)
    }

    fn saw(&self, cases: HashMap<CaseId, ChangedCase>, cursor: Cursor) {
        let mut seen = self.seen();
        seen.cursor = cursor;
        seen.cases.extend(cases);
        seen.cases.retain(|_, case| case.changed_at >= cursor.changed_at - MINUTE_MS);
    }

    /// An index that goes elsewhere than this process wrote it is another's, who may not have read what was seen here.
    fn found_at(&self, cursor: Cursor) {
        let mut seen = self.seen();
        if seen.cursor != cursor {
            *seen = Seen { cursor, ..Seen::default() };
        }
    }
}

/// Takes over what came, and now and then what changed. Answers how many cases; an index that does not fit the database is
/// begun anew. While another process writes the index, that one takes them over.
pub async fn follow(portal: &Portal) -> Result<usize, FollowError> {
    let ended = catch_up(portal).await;
    if let Err(FollowError::Search(SearchError::Busy)) = ended {
        return Ok(0);
    }
    if ended.is_err() {
        portal.cases().search.forget();
        *portal.cases().seen() = Seen::default();
    }
    ended
}

async fn catch_up(portal: &Portal) -> Result<usize, FollowError> {
    let permit = Actor::system("cases.follow").maintenance();
    let search = &portal.cases().search;
    let stand = search.aside(Search::stand).await?;
    let cursor = Cursor::read(&stand.cursor).unwrap_or_default();
    portal.cases().found_at(cursor);
    let taken = take(portal, &permit, cursor, None).await?;
    if search.is_unchecked() {
        let stand = search.aside(Search::stand).await?;
        if store::count_cases(portal.db(), &permit).await? < stand.texts {
            // an earlier state of the database, or another: what the index has more, nothing would take out of it
            return rebuild(portal).await;
        }
        search.checked();
    }
    Ok(taken)
}

/// Builds the index anew. Answers how many cases it holds.
pub async fn rebuild(portal: &Portal) -> Result<usize, FollowError> {
    let permit = Actor::system("cases.follow").maintenance();
    let writing = begin_anew(&portal.cases().search).await?;
    *portal.cases().seen() = Seen::default();
    take(portal, &permit, Cursor::default(), Some(writing)).await
}

/// Takes over what came and what changed behind a cursor; `begun`: into an index that is built anew.
async fn take(
    portal: &Portal,
    permit: &Permit<act::Maintain>,
    from: Cursor,
    begun: Option<Writing>,
) -> Result<usize, FollowError> {
    let now = portal.now().0;
    let is_first = from == Cursor::default();
    // what changes while all is read is read again
    let cursor = if is_first { Cursor { changed_at: now, ..from } } else { from };
    let is_anew = begun.is_some();
    let mut taking =
        Taking { portal, permit, cursor, is_anew, taken: 0, held: 0, recent: HashMap::new(), writing: begun };
    let mut number = from.number;
    loop {
        let batch = store::cases_after(portal.db(), permit, number, BATCH).await?;
        let Some(last) = batch.last() else { break };
        number = last.number;
        taking.cursor.number = number;
        taking.take(batch).await?;
    }
    let read_at = &portal.cases().changes_read_at;
    if is_first || now - read_at.load(Ordering::Relaxed) < CHANGES_EVERY_MS {
        taking.commit().await?;
        return Ok(taking.taken);
    }
    let mut after = (from.changed_at - MINUTE_MS, 0);
    loop {
        let batch = store::changed_after(portal.db(), permit, after, BATCH).await?;
        let Some(last) = batch.last() else { break };
        after = (last.changed_at, last.number);
        taking.cursor.changed_at = taking.cursor.changed_at.max(last.changed_at.min(now));
        taking.take(batch).await?;
    }
    taking.commit().await?;
    read_at.store(now, Ordering::Relaxed);
    Ok(taking.taken)
}

/// An index being written.
struct Taking<'a> {
    portal: &'a Portal,
    permit: &'a Permit<act::Maintain>,
    cursor: Cursor,
    /// Does it last only when all is in it?
    is_anew: bool,
    taken: usize,
    /// How many are written and not yet made to last, and those of them that may be read again.
    held: usize,
    recent: HashMap<CaseId, ChangedCase>,
    writing: Option<Writing>,
}

impl Taking<'_> {
    /// Writes those of a batch that are not yet in the index as they are.
    async fn take(&mut self, batch: Vec<ChangedCase>) -> Result<(), FollowError> {
        let cases = self.portal.cases();
        let is_new = |case: &ChangedCase| self.recent.get(&case.id).is_none_or(|known| known.last_seq != case.last_seq);
        let new: Vec<ChangedCase> = batch.into_iter().filter(|case| is_new(case) && cases.is_new(case)).collect();
        if new.is_empty() {
            return Ok(());
        }
        let ids: Vec<&CaseId> = new.iter().map(|case| &case.id).collect();
        let texts = store::texts_of(self.portal.db(), self.permit, &ids).await?;
        self.taken += new.len();
        self.held += new.len();
        let begun = self.writing.take();
        let written = cases.search.aside(move |search| {
            let mut writing = begun.map_or_else(|| search.write(Work::Further), Ok)?;
            writing.take(&texts.into_iter().map(Change::from).collect::<Vec<_>>())?;
            Ok(writing)
        });
        self.writing = Some(written.await?);
        let since = self.cursor.changed_at - MINUTE_MS;
        let recent = new.into_iter().filter(|case| case.changed_at >= since);
        self.recent.extend(recent.map(|case| (case.id.clone(), case)));
        if !self.is_anew && self.held >= COMMIT_AFTER {
            self.commit().await?;
        }
        Ok(())
    }

    /// Makes what is written last.
    async fn commit(&mut self) -> Result<(), FollowError> {
        if let Some(writing) = self.writing.take() {
            let (cases, cursor) = (self.portal.cases(), self.cursor.text());
            cases.search.aside(move |_| writing.commit(&cursor)).await?;
            cases.saw(std::mem::take(&mut self.recent), self.cursor);
            self.held = 0;
        }
        Ok(())
    }
}

/// Cases for what somebody typed, within the reader's reach, the best first; for who sees only own ones, those come first.
pub async fn search(
    visit: &Visit,
    permit: &Permit<act::ReadCases>,
    text: &str,
    most: usize,
) -> Result<Vec<CaseHit>, AppError> {
    let (owner, first_of): (Vec<String>, _) = match (permit.reach(), visit.actor().signed_in()) {
        (Reach::Everywhere | Reach::Public, _) | (_, None) => (Vec::new(), None),
        (Reach::Organization, Some(who)) => (vec![who.standing.organization.to_string()], None),
        (Reach::Own, Some(who)) => (vec![who.standing.organization.to_string()], Some(who.person.to_string())),
    };
    let asked = text.to_owned();
    let candidates = if first_of.is_some() { CANDIDATES_MOST } else { most };
    let found = visit.portal().cases().search.aside(move |search| {
        let within = Within { owners: &owner, first_of: first_of.as_deref(), ..Within::default() };
        search.find_in_all(&asked, within, candidates)
    });
    let found = found.await?;
    let ids: Vec<CaseId> = found.iter().filter_map(|found| found.id.parse().ok()).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let cases = store::in_sight(visit.portal().db(), permit, &ids).await?;
    let hits = with_rows(found, cases, |case| &case.id).take(most);
    Ok(hits.map(|(found, case)| CaseHit { case, title: found.title, text: found.text }).collect())
}
