//! The index in its folder. All of it waits for the disk: callers use [`Search::aside`].

use super::{
    analyzer::{Making, Terms},
    folder::Folder,
    lately::{Both, Lately, Looked, State},
    query::{self, Asked, WEIGHTS, Within},
    schema::{FIELDS, Indexed, VERSION},
    snippet,
    synonyms::Synonyms,
};
use crate::{error::AppError, i18n::Language, server::telemetry, values::Runs};
use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    rc::Rc,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};
use tantivy::{
    DocAddress, Index, IndexMeta, IndexReader, IndexWriter, ReloadPolicy, Searcher, SegmentMeta, TantivyDocument,
    TantivyError,
    collector::TopDocs,
    index::SegmentId,
    indexer::{LogMergePolicy, NoMergePolicy},
    tokenizer::TextAnalyzer,
};
use tokio::sync::Semaphore;

/// What a thread of the writer holds in memory before it writes a segment.
const MEMORY_BYTES: usize = 32 * 1024 * 1024;
/// Threads that build an index anew.
const THREADS_MOST: usize = 2;
/// Beside one for each processor, for the writer that waits for the disk.
const SPARE_TURNS: usize = 2;
/// Segments that are merged when there are so many alike: each is asked on its own, and few of them answer faster.
const SEGMENTS_ALIKE: usize = 4;

fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Why the index did not answer.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    #[error("the index of the search: {0}")]
    Index(#[from] TantivyError),
    #[error("another process writes the index of the search")]
    Busy,
    #[error("a thread of the search stopped: {0}")]
    Stopped(#[from] tokio::task::JoinError),
}

impl From<SearchError> for AppError {
    fn from(error: SearchError) -> AppError {
        telemetry::broken(&error)
    }
}

/// The search of one instance. Cheap to clone.
#[derive(Clone)]
pub struct Search(Arc<Inner>);

struct Inner {
    folder: PathBuf,
    synonyms: Synonyms,
    turns: Semaphore,
    open: Mutex<Option<Arc<Open>>>,
    /// Was the index compared with the database since the start?
    checked: AtomicBool,
}

struct Open {
    index: Index,
    reader: IndexReader,
    /// What the reader shows.
    seen: Mutex<Shown>,
    lately: Lately,
}

/// A commit, and the segments that it lies in: to merge them is no commit.
#[derive(Debug, Default, PartialEq, Eq)]
struct Shown {
    opstamp: u64,
    segments: Vec<SegmentId>,
}

impl From<&IndexMeta> for Shown {
    fn from(metas: &IndexMeta) -> Shown {
        Shown { opstamp: metas.opstamp, segments: metas.segments.iter().map(SegmentMeta::id).collect() }
    }
}

/// A change that the index takes over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    Put(Box<Indexed>),
    /// The text of its id.
    Gone(String),
}

/// What was found, the best first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Findings {
    pub found: Vec<Found>,
    /// How many words were asked for, and how many of them are in the index as they were typed.
    pub words: usize,
    pub known: usize,
    /// What was probably meant, if a word was misspelled.
    pub meant: Option<String>,
}

/// What was found, each with its row, in the order in which it was found; what has none is out of the reader's sight.
pub fn with_rows<Row, Id: ToString>(
    found: Vec<Found>,
    rows: Vec<Row>,
    id: impl Fn(&Row) -> &Id,
) -> impl Iterator<Item = (Found, Row)> {
    let mut rows: HashMap<String, Row> = rows.into_iter().map(|row| (id(&row).to_string(), row)).collect();
    found.into_iter().filter_map(move |found| rows.remove(&found.id).map(|row| (found, row)))
}

/// A text that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The text of its id.
    pub id: String,
    /// How well it fits, among what one search found.
    pub score: f32,
    pub title: Runs,
    pub text: Runs,
}

/// What is written into an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// What changed.
    Further,
    /// All of it: what is there goes with the commit.
    Anew,
}

/// What a folder that was opened shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stand {
    /// What was said with the last commit; empty: nothing yet.
    pub cursor: String,
    pub texts: u64,
}

impl Search {
    /// The search whose index has this name below the data directory. It is opened when it is first needed.
    pub fn new(data_dir: &Path, name: &'static str, synonyms: Synonyms) -> Search {
        let folder = data_dir.join("search").join(format!("{name}-{VERSION}"));
        let turns = Semaphore::new(processors() + SPARE_TURNS);
        Search(Arc::new(Inner { folder, synonyms, turns, open: Mutex::default(), checked: AtomicBool::new(false) }))
    }

    /// Does what waits for the disk, on a thread of its own.
    pub async fn aside<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Search) -> Result<T, SearchError> + Send + 'static,
    ) -> Result<T, SearchError> {
        let search = self.clone();
        // more at once would wait for each other, and each holds memory of its own
        let _turn = self.0.turns.acquire().await;
        tokio::task::spawn_blocking(move || work(&search)).await?
    }

    pub fn is_unchecked(&self) -> bool {
        !self.0.checked.load(Ordering::Relaxed)
    }

    pub fn checked(&self) {
        self.0.checked.store(true, Ordering::Relaxed);
    }

    /// Opens the folder anew when it is next needed: somebody may have removed it, or the disk was full.
    pub fn forget(&self) {
        *self.0.open.lock().unwrap_or_else(PoisonError::into_inner) = None;
        self.0.checked.store(false, Ordering::Relaxed);
    }

    fn open(&self) -> Result<Arc<Open>, SearchError> {
        let mut open = self.0.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(open) = &*open {
            return Ok(open.clone());
        }
        let opened = Arc::new(self.opened()?);
        *open = Some(opened.clone());
        Ok(opened)
    }

    /// What cannot be read is begun anew: all of it can be had from the database.
    fn opened(&self) -> Result<Open, SearchError> {
        self.remove_older();
        match Open::at(&self.0.folder) {
            Ok(open) => Ok(open),
            Err(error) => {
                tracing::warn!(%error, "the index of the search is begun anew");
                if let Err(error) = std::fs::remove_dir_all(&self.0.folder) {
                    tracing::warn!(%error, "its folder stays");
                }
                Ok(Open::at(&self.0.folder)?)
            }
        }
    }

    /// Removes what an earlier version of the portal left.
    fn remove_older(&self) {
        let (Some(parent), Some((name, _))) = (
            self.0.folder.parent(),
            self.0.folder.file_name().and_then(|name| name.to_str()).and_then(|name| name.rsplit_once('-')),
        ) else {
            return;
        };
        let older = (0..VERSION).map(|version| parent.join(format!("{name}-{version}")));
        for folder in older.filter(|folder| folder.is_dir()) {
            if let Err(error) = std::fs::remove_dir_all(&folder) {
                tracing::warn!(%error, folder = %folder.display(), "an older index stays");
            }
        }
    }

    /// Shows what was written last, by any process. What does the index hold?
    pub fn stand(&self) -> Result<Stand, SearchError> {
        let open = self.open()?;
        let metas = open.index.load_metas()?;
        open.refresh(Shown::from(&metas))?;
        let cursor = metas.payload.unwrap_or_default();
        Ok(Stand { cursor, texts: open.reader.searcher().num_docs() })
    }

    /// Begins to write.
    pub fn write(&self, work: Work) -> Result<Writing, SearchError> {
        let open = self.open()?;
        let threads = match work {
            Work::Further => 1,
            Work::Anew => processors().min(THREADS_MOST),
        };
        let writer =
            open.index.writer_with_num_threads(threads, threads * MEMORY_BYTES).map_err(|error| match error {
                TantivyError::LockFailure(..) => SearchError::Busy,
                other => SearchError::Index(other),
            })?;
        match work {
            Work::Further => {
                let mut policy = LogMergePolicy::default();
                policy.set_min_num_segments(SEGMENTS_ALIKE);
                writer.set_merge_policy(Box::new(policy));
            }
            Work::Anew => {
                // `commit` makes one of all segments, and none of them may be part of another merge then
                writer.set_merge_policy(Box::new(NoMergePolicy));
                writer.delete_all_documents()?;
            }
        }
        Ok(Writing { open, writer, work })
    }

    /// What fits what somebody typed, in their own language and in the other. Who asks for what somebody asked lately waits for
    /// nothing.
    pub async fn find_in_both(&self, looked: Looked) -> Result<Arc<Both>, SearchError> {
        if let Some(found) = self.found_lately(&looked) {
            return Ok(found);
        }
        let search = move |search: &Search| {
            let open = search.open()?;
            let opstamp = open.seen().opstamp;
            let state = State { opstamp, synonyms: search.0.synonyms.changes() };
            let searcher = open.reader.searcher();
            let (own, within) = (looked.own, looked.within());
            let other = Language::ALL.into_iter().find(|language| *language != own).unwrap_or(own);
            let own = search.find_by(&searcher, own, &looked.text, within, looked.most)?;
            // where all words are known in the reader's language, none of them is a misspelled one of the other
            let within = Within { as_typed: own.known == own.words, ..within };
            let others = search.find_by(&searcher, other, &looked.text, within, looked.others_most)?;
            let found = Arc::new(Both { own, others });
            open.lately.keep(state, looked, found.clone());
            Ok(found)
        };
        self.aside(search).await
    }

    /// What was found lately, if the index can be asked without waiting.
    fn found_lately(&self, looked: &Looked) -> Option<Arc<Both>> {
        let open = self.0.open.try_lock().ok()?.clone()?;
        let opstamp = open.seen.try_lock().ok()?.opstamp;
        open.lately.found(State { opstamp, synonyms: self.0.synonyms.changes() }, looked)
    }

    /// What fits what somebody typed, among the texts of a language, the best first.
    pub fn find(
        &self,
        language: Language,
        text: &str,
        within: Within<'_>,
        most: usize,
    ) -> Result<Findings, SearchError> {
        self.find_by(&self.open()?.reader.searcher(), language, text, within, most)
    }

    fn find_by(
        &self,
        searcher: &Searcher,
        language: Language,
        text: &str,
        within: Within<'_>,
        most: usize,
    ) -> Result<Findings, SearchError> {
        let Some((asked, best)) = self.ranked(searcher, language, text, within, most)? else {
            return Ok(Findings::default());
        };
        let mut found = Vec::with_capacity(best.len());
        for one in best {
            found.extend(shown(searcher, language, &asked, one)?);
        }
        let meant = snippet::spelled(asked.meant, &found);
        Ok(Findings { found, words: asked.words, known: asked.known, meant })
    }

    /// The same among the texts of all languages, so many together. Only what is among the best of all is read.
    pub fn find_in_all(&self, text: &str, within: Within<'_>, most: usize) -> Result<Vec<Found>, SearchError> {
        let searcher = self.open()?.reader.searcher();
        let mut all = Vec::new();
        for language in Language::ALL {
            if let Some((asked, best)) = self.ranked(&searcher, language, text, within, most)? {
                let asked = Rc::new(asked);
                all.extend(best.into_iter().map(|one| (language, asked.clone(), one)));
            }
        }
        all.sort_by(|(.., a), (.., b)| b.0.total_cmp(&a.0));
        all.truncate(most);
        let found = all.into_iter().map(|(language, asked, one)| shown(&searcher, language, &asked, one));
        found.filter_map(Result::transpose).collect()
    }

    /// What was asked, and where the best stand; `None`: there is no word in it.
    fn ranked(
        &self,
        searcher: &Searcher,
        language: Language,
        text: &str,
        within: Within<'_>,
        most: usize,
    ) -> Result<Option<(Asked, Vec<Ranked>)>, SearchError> {
        let synonyms = self.0.synonyms.now(language);
        let asked = query::read(searcher, language, text, within, (&WEIGHTS, synonyms.as_deref()));
        let Some(asked) = asked else { return Ok(None) };
        let best = searcher.search(&*asked.query, &TopDocs::with_limit(most.max(1)).order_by_score())?;
        Ok(Some((asked, best)))
    }
}

/// How well a text fits, and where it stands.
type Ranked = (f32, DocAddress);

/// A text that was found, with what was asked for marked.
fn shown(
    searcher: &Searcher,
    language: Language,
    asked: &Asked,
    (score, address): Ranked,
) -> Result<Option<Found>, SearchError> {
    let document: TantivyDocument = searcher.doc(address)?;
    let found = FIELDS.kept(&document).map(|kept| {
        let title = snippet::marked(language, &kept.title, asked).into();
        let text = snippet::best(language, &kept.description, &kept.excerpt, asked).into();
        Found { id: kept.id, score, title, text }
    });
    Ok(found)
}

impl Open {
    fn at(folder: &Path) -> Result<Open, TantivyError> {
        std::fs::create_dir_all(folder)?;
        let index = Index::open_or_create(Folder::open(folder)?, FIELDS.schema.clone())?;
        for language in Language::ALL {
            for making in Making::ALL {
                let terms = TextAnalyzer::from(Terms::new(language, making));
                index.tokenizers().register(&making.name(language), terms);
            }
        }
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let seen = Mutex::new(Shown::from(&index.load_metas()?));
        Ok(Open { index, reader, seen, lately: Lately::default() })
    }

    fn seen(&self) -> MutexGuard<'_, Shown> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn refresh(&self, shown: Shown) -> Result<(), TantivyError> {
        let mut seen = self.seen();
        if *seen != shown {
            self.reader.reload()?;
            *seen = shown;
        }
        Ok(())
    }
}

/// A change of the index that nobody sees before its commit.
pub struct Writing {
    open: Arc<Open>,
    writer: IndexWriter,
    work: Work,
}

impl Writing {
    /// Takes changes over; a text that is there is replaced.
    pub fn take(&mut self, changes: &[Change]) -> Result<(), SearchError> {
        for change in changes {
            match change {
                Change::Put(entry) => {
                    self.writer.delete_term(FIELDS.id_term(&entry.id));
                    self.writer.add_document(FIELDS.document(entry))?;
                }
                Change::Gone(id) => {
                    self.writer.delete_term(FIELDS.id_term(id));
                }
            }
        }
        Ok(())
    }

    /// Makes the changes last and shows them; `cursor` says up to where they go.
    pub fn commit(mut self, cursor: &str) -> Result<(), SearchError> {
        let mut prepared = self.writer.prepare_commit()?;
        prepared.set_payload(cursor);
        prepared.commit()?;
        let segments = self.open.index.searchable_segment_ids()?;
        if self.work == Work::Anew && segments.len() > 1 {
            self.writer.merge(&segments).wait()?;
        }
        self.writer.wait_merging_threads()?;
        Ok(self.open.refresh(Shown::from(&self.open.index.load_metas()?))?)
    }
}
