//! The run of an import, from the folder to the last batch.

use super::{
    prepare::{Plan, Prepared},
    report::Report,
    tree::Tree,
};
use crate::{
    error::AppError,
    features::topics::{
        model::Trouble,
        server::{
            dialect::Finding,
            guide_id,
            store::{self, Known, NewGuide, NewTopic},
            topic_id,
        },
    },
    i18n::Language,
    policy::act,
    server::{
        Portal,
        authz::{Actor, Permit},
        db::{StoreError, Tx},
    },
    values::{GuideId, TopicId},
};
use futures::{StreamExt as _, TryStreamExt as _, stream};
use indicatif::ProgressBar;
use std::{
    collections::{BTreeSet, HashMap, HashSet},
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

/// Topics that are prepared and written at once: the portal's own writers wait for it for some tens of milliseconds.
const BATCH: usize = 50;
/// Batches that are made ready while one is written.
const AHEAD: usize = 2;

/// Why a topic stays that was edited in the portal.
const CHANGED_TOO: &str =
    "it was edited in the portal and stays so; its file or its place in the contents changed since";
const WITHDRAWN: &str =
    "it was withdrawn in the portal and stays so; its file or its place in the contents changed since";
const MEANWHILE: &str = "it was edited in the portal meanwhile and stays so; its file may say something else";
const FILE_GONE: &str = "it was edited in the portal and stays; its file is gone";

/// Why nothing, or nothing more, could be brought in.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("{0}: {1}")]
    Folder(PathBuf, String),
    #[error("the disk: {0}")]
    Disk(#[from] io::Error),
    #[error("a thread stopped: {0}")]
    Stopped(#[from] tokio::task::JoinError),
    #[error("{0}; what was brought in so far stays, and running it again goes on")]
    Portal(#[from] AppError),
}

impl ImportError {
    pub(super) fn folder(folder: &Path, reason: &str) -> ImportError {
        ImportError::Folder(folder.to_owned(), reason.to_owned())
    }
}

impl From<StoreError> for ImportError {
    fn from(error: StoreError) -> ImportError {
        ImportError::Portal(error.into())
    }
}

/// Brings in a folder of topics. `progress` counts files. The report holds also of a run that stops what came before.
pub async fn run(
    portal: &Portal,
    folder: &Path,
    report: &mut Report,
    progress: &ProgressBar,
) -> Result<(), ImportError> {
    let ended = bring_in(portal, folder, report, progress).await;
    let reported = report.finish();
    ended?;
    Ok(reported?)
}

async fn bring_in(
    portal: &Portal,
    folder: &Path,
    report: &mut Report,
    progress: &ProgressBar,
) -> Result<(), ImportError> {
    let permit = Actor::system("topics.import").maintenance();
    let (owned, mut read) = (folder.to_owned(), std::mem::take(report));
    let (tree, back) = tokio::task::spawn_blocking(move || {
        let tree = Tree::read(&owned, &mut read);
        (tree, read)
    })
    .await?;
    *report = back;
    let (plan, guides, findings) = Plan::new(tree?);
    for (language, path, finding) in &findings {
        report.found(*language, path, finding)?;
    }
    let mut known = HashMap::new();
    for (language, product) in plan.tree.shelves.keys() {
        for topic in store::known_topics(portal.db(), &permit, *language, product).await? {
            known.insert(topic.id.clone(), topic);
        }
    }
    progress.set_length(plan.tree.topics.len() as u64);
    let plan = Arc::new(plan);
    shelves(portal, &permit, &plan).await?;
    topics(portal, &permit, &plan, known, report, progress).await?;
    tables(portal, &permit, &plan, guides, report).await
}

/// A shelf for each product, called by its folder until operators call it otherwise.
async fn shelves(portal: &Portal, permit: &Permit<act::Maintain>, plan: &Plan) -> Result<(), ImportError> {
    let names: BTreeSet<&str> = plan.tree.shelves.keys().map(|(_, product)| product.as_str()).collect();
    let title = |name: &str| {
        let word = |word: &str| {
            let mut letters = word.chars();
            letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>())
        };
        name.split(['-', '_']).filter_map(word).collect::<Vec<_>>().join(" ")
    };
    let shelves: Vec<_> = names.into_iter().map(|name| (name.to_owned(), title(name))).collect();
    let mut tx = portal.db().begin().await?;
    store::put_shelves(&mut tx, permit, &shelves).await?;
    Ok(tx.commit().await?)
}

/// Makes batches ready and writes what is new in them, one after the other; then withdraws what is gone.
async fn topics(
    portal: &Portal,
    permit: &Permit<act::Maintain>,
    plan: &Arc<Plan>,
    mut known: HashMap<TopicId, Known<TopicId>>,
    report: &mut Report,
    progress: &ProgressBar,
) -> Result<(), ImportError> {
    let (mut places, mut written) = (Places::default(), Written::default());
    let ranges = (0..plan.tree.topics.len()).step_by(BATCH);
    let ready = stream::iter(ranges).map(|from| {
        let plan = plan.clone();
        tokio::task::spawn_blocking(move || {
            let files = plan.tree.topics.iter().skip(from).take(BATCH);
            files.map(|file| plan.prepare(file).map_err(|reason| (file.language, file.path.clone(), reason))).collect()
        })
    });
    let mut ready = std::pin::pin!(ready.buffered(AHEAD));
    while let Some(batch) = ready.try_next().await? {
        let batch: Vec<Result<Prepared, (Language, String, String)>> = batch;
        let count = batch.len() as u64;
        let (mut new, mut changed) = (Vec::new(), Vec::new());
        for prepared in batch {
            let prepared = match prepared {
                Ok(prepared) => prepared,
                Err((language, path, reason)) => {
                    known.remove(&topic_id(language, &path));
                    report.unread(language, &path, &reason)?;
                    continue;
                }
            };
            for finding in &prepared.findings {
                report.found(prepared.topic.language, &prepared.path, finding)?;
            }
            let Prepared { topic, path, anchors, leads, .. } = prepared;
            places.add(topic.language, path.clone(), anchors, leads);
            match known.remove(&topic.id) {
                // what an operator withdrew stays so
                Some(before) if before.hash == topic.hash && (before.is_edited || !before.is_withdrawn) => {
                    report.unchanged += 1;
                }
                Some(before) if before.is_edited => {
                    let why = if before.is_withdrawn { WITHDRAWN } else { CHANGED_TOO };
                    report.kept(topic.language, &path, why)?;
                }
                Some(_) => changed.push(topic),
                None => new.push(topic),
            }
        }
        written.write(portal, permit, (new, changed), report).await?;
        progress.inc(count);
    }
    for (language, path, finding) in places.lost() {
        report.found(language, &path, &finding)?;
    }
    withdraw(portal, permit, plan, known, report).await
}

async fn withdraw(
    portal: &Portal,
    permit: &Permit<act::Maintain>,
    plan: &Plan,
    mut known: HashMap<TopicId, Known<TopicId>>,
    report: &mut Report,
) -> Result<(), ImportError> {
    for ((language, _), unread) in &plan.tree.shelves {
        for path in unread {
            known.remove(&topic_id(*language, path));
        }
    }
    let (edited, gone): (Vec<_>, Vec<_>) =
        known.into_values().filter(|known| !known.is_withdrawn).partition(|known| known.is_edited);
    edited.iter().filter(|known| !known.hash.is_empty()).try_for_each(|known| stays(report, known))?;
    for some in gone.chunks(BATCH) {
        let mut tx = portal.db().begin().await?;
        let meanwhile = store::edited_among(&mut tx, permit, some.iter().map(|known| &known.id)).await?;
        let (kept, some): (Vec<_>, Vec<_>) = some.iter().partition(|known| meanwhile.contains(&known.id));
        let some: Vec<TopicId> = some.into_iter().map(|known| known.id.clone()).collect();
        store::withdraw(&mut tx, permit, &some, portal.now()).await?;
        tx.commit().await?;
        report.withdrawn += some.len() as u64;
        kept.into_iter().try_for_each(|known| stays(report, known))?;
    }
    Ok(())
}

/// Says of a topic that it stays without its file.
fn stays(report: &mut Report, Known { id, path, .. }: &Known<TopicId>) -> Result<(), ImportError> {
    let language = Language::ALL.into_iter().find(|language| topic_id(*language, path) == *id);
    report.kept(language.unwrap_or_default(), &format!("{path}.md"), FILE_GONE)
}

/// What a run has written so far.
#[derive(Default)]
struct Written {
    /// Topics that are new, and those that say something else: none of them is behind its translation.
    fresh: HashSet<TopicId>,
}

impl Written {
    /// Writes a batch, but for what operators wrote or withdrew since the run began. What a changed topic said before is kept; a
    /// translation that did not change with it fell behind, unless its turn is still to come.
    async fn write(
        &mut self,
        portal: &Portal,
        permit: &Permit<act::Maintain>,
        (mut new, mut changed): (Vec<NewTopic>, Vec<NewTopic>),
        report: &mut Report,
    ) -> Result<(), ImportError> {
        if new.is_empty() && changed.is_empty() {
            return Ok(());
        }
        let mut tx = portal.db().begin().await?;
        let edited = store::edited_among(&mut tx, permit, new.iter().chain(&changed).map(|topic| &topic.id)).await?;
        let is_edited = |topic: &NewTopic| edited.contains(&topic.id);
        let kept = new.iter().chain(&changed).filter(|topic| is_edited(topic));
        let kept: Vec<(Language, String)> = kept.map(|topic| (topic.language, format!("{}.md", topic.path))).collect();
        for topics in [&mut new, &mut changed] {
            topics.retain(|topic| !is_edited(topic));
        }
        let counts = (new.len() as u64, changed.len() as u64);
        if counts != (0, 0) {
            self.put(&mut tx, (portal, permit), new, changed).await?;
        }
        tx.commit().await?;
        report.new += counts.0;
        report.changed += counts.1;
        for (language, path) in kept {
            report.kept(language, &path, MEANWHILE)?;
        }
        Ok(())
    }

    /// Writes what is left of a batch: at least one topic.
    async fn put(
        &mut self,
        tx: &mut Tx,
        (portal, permit): (&Portal, &Permit<act::Maintain>),
        mut new: Vec<NewTopic>,
        changed: Vec<NewTopic>,
    ) -> Result<(), StoreError> {
        let first = store::numbers(tx, permit, new.len() + changed.len()).await?;
        let rewritten = match changed.is_empty() {
            true => Vec::new(),
            false => store::keep_versions(tx, permit, &changed.iter().collect::<Vec<_>>()).await?,
        };
        self.fresh.extend(new.iter().map(|topic| topic.id.clone()).chain(rewritten.iter().cloned()));
        new.extend(changed);
        store::put(tx, permit, &new, first, portal.now()).await?;
        if !rewritten.is_empty() {
            let mut behind = store::counterparts(tx, permit, &rewritten).await?;
            behind.retain(|topic| !self.fresh.contains(topic));
            store::mark_stale(tx, permit, &behind, portal.now()).await?;
            store::clear_stale(tx, permit, &rewritten).await?;
        }
        Ok(())
    }
}

/// Writes the tables of contents that are new, and deletes those that are gone.
async fn tables(
    portal: &Portal,
    permit: &Permit<act::Maintain>,
    plan: &Plan,
    guides: Vec<NewGuide>,
    report: &mut Report,
) -> Result<(), ImportError> {
    let mut known: HashMap<GuideId, String> = HashMap::new();
    for ((language, product), unread) in &plan.tree.shelves {
        let kept: HashSet<GuideId> = unread.iter().map(|path| guide_of(*language, path)).collect();
        for Known { id, hash, .. } in store::known_guides(portal.db(), permit, *language, product).await? {
            if !kept.contains(&id) {
                known.insert(id, hash);
            }
        }
    }
    report.guides = guides.len() as u64;
    let new: Vec<NewGuide> =
        guides.into_iter().filter(|guide| known.remove(&guide.id).as_ref() != Some(&guide.hash)).collect();
    let gone: Vec<GuideId> = known.into_keys().collect();
    if new.is_empty() && gone.is_empty() {
        return Ok(());
    }
    let mut tx = portal.db().begin().await?;
    for some in new.chunks(BATCH) {
        store::put_guides(&mut tx, permit, some).await?;
    }
    if !gone.is_empty() {
        store::delete_guides(&mut tx, permit, &gone).await?;
    }
    tx.commit().await?;
    Ok(())
}

fn guide_of(language: Language, path: &str) -> GuideId {
    guide_id(language, path.rsplit_once('/').map_or("", |(folder, _)| folder))
}

/// Places in topics to which other topics lead: known when all were read.
#[derive(Default)]
struct Places {
    known: HashMap<(Language, String), HashSet<String>>,
    leads: Vec<(Language, String, String, String)>,
}

impl Places {
    fn add(&mut self, language: Language, path: String, anchors: HashSet<String>, leads: Vec<(String, String)>) {
        self.leads.extend(leads.into_iter().map(|(to, place)| (language, path.clone(), to, place)));
        self.known.insert((language, path), anchors);
    }

    /// Links to places that are not there; they lead to the topic.
    fn lost(self) -> impl Iterator<Item = (Language, String, Finding)> {
        let Places { known, leads } = self;
        leads.into_iter().filter_map(move |(language, from, to, place)| {
            let is_there = known.get(&(language, to.clone())).is_none_or(|places| places.contains(&place));
            let place = place.strip_prefix("t-").unwrap_or(&place);
            (!is_there).then(|| (language, from, Finding::of(Trouble::NoPlace, format!("{to}#{place}"))))
        })
    }
}
