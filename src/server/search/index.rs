//! The index in its folder. All of it waits for the disk: callers use [`Search::aside`].

use super::{
    analyzer::{Making, Terms},
    cache::{InBoth, Query, QueryCache, State},
    folder::Folder,
    query::{self, Asked, WEIGHTS, Within},
    schema::{FIELDS, Indexed, VERSION},
    snippet,
    synonyms::Synonyms,
};
use crate::{error::AppError, i18n::Language, server::telemetry, values::Marked};
use std::{
    collections::{HashMap, HashSet},
    path::{Path, PathBuf},
    rc::Rc,
    sync::{
        Arc, LazyLock, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};
use tantivy::{
    Directory as _, DocAddress, Index, IndexMeta, IndexReader, IndexWriter, ReloadPolicy, Searcher, SegmentMeta,
    TantivyDocument, TantivyError,
    collector::TopDocs,
    directory::{DirectoryLock, Lock, error::LockError},
    index::SegmentId,
    indexer::{LogMergePolicy, NoMergePolicy},
    tokenizer::TextAnalyzer,
};
use tokio::sync::Semaphore;

/// What a thread of the writer holds in memory before it writes a segment.
const MEMORY_BYTES: usize = 32 * 1024 * 1024;
/// Threads that build an index anew.
const THREADS_MOST: usize = 2;
/// One process writes at a time, from before it looks which files there are.
static WRITER_LOCK: LazyLock<Lock> =
    LazyLock::new(|| Lock { filepath: PathBuf::from(".atiende-writer.lock"), is_blocking: false });
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
    shown: Mutex<Shown>,
    cache: QueryCache,
}

/// What the reader shows: a commit, and the segments that it lies in, for to merge them is no commit.
struct Shown {
    opstamp: u64,
    segments: Vec<SegmentId>,
    /// How often that was another.
    generation: u64,
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
    pub title: Marked,
    pub text: Marked,
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
        let metas = open.refresh()?;
        let cursor = metas.payload.unwrap_or_default();
        Ok(Stand { cursor, texts: open.reader.searcher().num_docs() })
    }

    /// Begins to write.
    pub fn write(&self, work: Work) -> Result<Writing, SearchError> {
        let open = self.open()?;
        let lock = Folder::open(&self.0.folder).map_err(TantivyError::from)?.acquire_lock(&WRITER_LOCK);
        let lock = lock.map_err(|error| match error {
            LockError::LockBusy => SearchError::Busy,
            other => SearchError::Index(TantivyError::LockFailure(other, None)),
        })?;
        // opened anew behind the lock: it knows the files of every process, and lets go of those that nobody needs
        let index = index_at(&self.0.folder)?;
        let threads = match work {
            Work::Further => 1,
            Work::Anew => processors().min(THREADS_MOST),
        };
        let writer = index.writer_with_num_threads(threads, threads * MEMORY_BYTES).map_err(|error| match error {
            TantivyError::LockFailure(LockError::LockBusy, _) => SearchError::Busy,
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
        Ok(Writing { open, writer, work, put: HashSet::new(), _lock: lock })
    }

    /// What fits what somebody typed, in their own language and in the other. Who asks for what somebody asked lately waits for
    /// nothing.
    pub async fn find_in_both(&self, query: Query) -> Result<Arc<InBoth>, SearchError> {
        if let Some(found) = self.cached(&query) {
            return Ok(found);
        }
        let search = move |search: &Search| {
            let open = search.open()?;
            let state = State { generation: open.shown().generation, synonyms: search.0.synonyms.changes() };
            let searcher = open.reader.searcher();
            let (own, within) = (query.own, query.within());
            let other = Language::ALL.into_iter().find(|language| *language != own).unwrap_or(own);
            let mut first = search.ranked(&searcher, own, &query.text, within, query.most)?;
            // where all words are known in the reader's language, none of them is a misspelled one of the other
            let known =
                |ranked: &Option<(Asked, _)>| ranked.as_ref().map_or((0, 0), |(asked, _)| (asked.known, asked.words));
            let within = Within { as_typed: known(&first).0 == known(&first).1, ..within };
            let mut second = search.ranked(&searcher, other, &query.text, within, query.most)?;
            let is_of_others = known(&second).0 > known(&first).0;
            let fewer = if is_of_others { &mut first } else { &mut second };
            if let Some((_, best)) = fewer {
                best.truncate(query.others_most);
            }
            let found = Arc::new(InBoth {
                own: findings(&searcher, own, first)?,
                others: findings(&searcher, other, second)?,
                is_of_others,
            });
            open.cache.put(state, query, found.clone());
            Ok(found)
        };
        self.aside(search).await
    }

    /// What the cache has, if the index can be asked without waiting.
    fn cached(&self, query: &Query) -> Option<Arc<InBoth>> {
        let open = self.0.open.try_lock().ok()?.clone()?;
        let generation = open.shown.try_lock().ok()?.generation;
        open.cache.get(State { generation, synonyms: self.0.synonyms.changes() }, query)
    }

    /// What fits what somebody typed, among the texts of a language, the best first.
    pub fn find(
        &self,
        language: Language,
        text: &str,
        within: Within<'_>,
        most: usize,
    ) -> Result<Findings, SearchError> {
        let searcher = self.open()?.reader.searcher();
        findings(&searcher, language, self.ranked(&searcher, language, text, within, most)?)
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
        let found = all.into_iter().map(|(language, asked, one)| found_at(&searcher, language, &asked, one));
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

/// What stands there.
fn findings(
    searcher: &Searcher,
    language: Language,
    ranked: Option<(Asked, Vec<Ranked>)>,
) -> Result<Findings, SearchError> {
    let Some((asked, best)) = ranked else { return Ok(Findings::default()) };
    let mut found = Vec::with_capacity(best.len());
    for one in best {
        found.extend(found_at(searcher, language, &asked, one)?);
    }
    let meant = snippet::spelled(&asked.meant, &found);
    Ok(Findings { found, words: asked.words, known: asked.known, meant })
}

/// A text that was found, with what was asked for marked.
fn found_at(
    searcher: &Searcher,
    language: Language,
    asked: &Asked,
    (score, address): Ranked,
) -> Result<Option<Found>, SearchError> {
    let document: TantivyDocument = searcher.doc(address)?;
    let found = FIELDS.kept(&document).map(|kept| {
        let title = snippet::marked(language, &kept.title, asked);
        let text = snippet::best(language, &kept.description, &kept.excerpt, asked);
        Found { id: kept.id, score, title, text }
    });
    Ok(found)
}

/// The index of a folder.
fn index_at(folder: &Path) -> Result<Index, TantivyError> {
    let index = Index::open_or_create(Folder::open(folder)?, FIELDS.schema.clone())?;
    for language in Language::ALL {
        for making in Making::ALL {
            let terms = TextAnalyzer::from(Terms::new(language, making));
            index.tokenizers().register(&making.name(language), terms);
        }
    }
    Ok(index)
}

impl Open {
    fn at(folder: &Path) -> Result<Open, TantivyError> {
        std::fs::create_dir_all(folder)?;
        let index = index_at(folder)?;
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let shown = Mutex::new(Shown { opstamp: 0, segments: Vec::new(), generation: 0 });
        Ok(Open { index, reader, shown, cache: QueryCache::default() })
    }

    fn shown(&self) -> MutexGuard<'_, Shown> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Shows what was written last.
    fn refresh(&self) -> Result<IndexMeta, TantivyError> {
        let mut shown = self.shown();
        let metas = self.index.load_metas()?;
        let segments: Vec<SegmentId> = metas.segments.iter().map(SegmentMeta::id).collect();
        if (shown.opstamp, &shown.segments) != (metas.opstamp, &segments) {
            self.reader.reload()?;
            *shown = Shown { opstamp: metas.opstamp, segments, generation: shown.generation + 1 };
        }
        Ok(metas)
    }
}

/// A change of the index that nobody sees before its commit.
pub struct Writing {
    open: Arc<Open>,
    writer: IndexWriter,
    work: Work,
    /// The texts that this change has put into an index that is built anew, which has no others.
    put: HashSet<String>,
    /// Let go of behind the writer.
    _lock: DirectoryLock,
}

impl Writing {
    /// Takes changes over; a text that is there is replaced.
    pub fn take(&mut self, changes: &[Change]) -> Result<(), SearchError> {
        for change in changes {
            match change {
                Change::Put(entry) => {
                    // what is deleted is kept in memory until the commit
                    if self.work == Work::Further || !self.put.insert(entry.id.clone()) {
                        self.writer.delete_term(FIELDS.id_term(&entry.id));
                    }
                    self.writer.add_document(FIELDS.document(entry))?;
                }
                Change::Gone(id) => {
                    if self.work == Work::Further || self.put.remove(id) {
                        self.writer.delete_term(FIELDS.id_term(id));
                    }
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
        let segments = self.writer.index().searchable_segment_ids()?;
        if self.work == Work::Anew && segments.len() > 1 {
            self.writer.merge(&segments).wait()?;
        }
        self.writer.wait_merging_threads()?;
        self.open.refresh()?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{super::query::FEW_TEXTS, *};

    fn entry(id: &str) -> Change {
        Change::Put(Box::new(Indexed {
            id: id.to_owned(),
            owner: String::new(),
            person: None,
            language: Language::En,
            title: id.to_owned(),
            heading: String::new(),
            description: String::new(),
            keywords: String::new(),
            sections: String::new(),
            text: String::new(),
        }))
    }

    /// What the folder holds of texts, and what the index knows of.
    fn files(search: &Search) -> Result<(usize, usize), SearchError> {
        let files = std::fs::read_dir(&search.0.folder).expect("a folder").map(|file| file.expect("a file").path());
        let stores = files.filter(|file| file.extension().is_some_and(|ending| ending == "store")).count();
        Ok((stores, search.open()?.index.load_metas()?.segments.len()))
    }

    #[test]
    fn help_2_what_several_processes_wrote_and_merged_is_let_go_by_all() -> Result<(), SearchError> {
        let folder = std::env::temp_dir().join(format!("atiende-index-{}", crate::server::secret::incident()));
        let both = [(), ()].map(|()| Search::new(&folder, "topics", Synonyms::default()));
        for nth in 0..10 {
            let mut writing = both[nth % 2].write(Work::Further)?;
            assert!(matches!(both[0].write(Work::Further), Err(SearchError::Busy)), "one writes at a time");
            writing.take(&[entry(&nth.to_string())])?;
            writing.commit(&nth.to_string())?;
        }
        for one in &both {
            assert_eq!(one.stand()?.texts, 10);
            let (stores, segments) = files(one)?;
            assert_eq!((stores, one.open()?.reader.searcher().segment_readers().len()), (segments, segments));
            assert!(segments < 10, "{segments} segments");
        }
        let mut writing = both[0].write(Work::Anew)?;
        writing.take(&[entry("one"), Change::Gone("none".to_owned()), entry("two"), entry("one")])?;
        writing.take(&[Change::Gone("two".to_owned())])?;
        writing.commit("anew")?;
        for one in &both {
            assert_eq!((one.stand()?, files(one)?), (Stand { cursor: "anew".to_owned(), texts: 1 }, (1, 1)));
        }
        let _ = std::fs::remove_dir_all(folder);
        Ok(())
    }

    #[test]
    fn help_2_a_word_that_most_texts_have_finds_nothing_beside_others_and_is_marked_only_by_itself()
    -> Result<(), SearchError> {
        let folder = std::env::temp_dir().join(format!("atiende-index-{}", crate::server::secret::incident()));
        let search = Search::new(&folder, "topics", Synonyms::default());
        let mut writing = search.write(Work::Anew)?;
        let names = (0..FEW_TEXTS).map(|nth| format!("The name {nth}")).chain(["The limits".to_owned()]);
        writing.take(&names.map(|name| entry(&name)).collect::<Vec<_>>())?;
        writing.commit("0")?;
        for (text, count, mark) in [("the limits", 1, "limits"), ("limits the", 1, "limits"), ("the", 5, "The")] {
            let found = search.find(Language::En, text, Within::default(), 5)?.found;
            assert_eq!(found.len(), count, "{text}");
            assert!(found.iter().all(|found| found.title.marks().eq([mark])), "{text}: {found:?}");
        }
        let _ = std::fs::remove_dir_all(folder);
        Ok(())
    }

    #[test]
    fn help_2_segments_that_another_process_merged_are_let_go() -> Result<(), SearchError> {
        let folder = std::env::temp_dir().join(format!("atiende-index-{}", crate::server::secret::incident()));
        let [here, there] = [(), ()].map(|()| Search::new(&folder, "topics", Synonyms::default()));
        for id in ["one", "two"] {
            let mut writing = there.write(Work::Further)?;
            writing.take(&[entry(id)])?;
            writing.commit(id)?;
        }
        let segments =
            || Ok::<_, SearchError>((here.stand()?.texts, here.open()?.reader.searcher().segment_readers().len()));
        assert_eq!(segments()?, (2, 2));
        let index = there.open()?.index.clone();
        let mut writer: IndexWriter = index.writer_with_num_threads(1, MEMORY_BYTES)?;
        writer.merge(&index.searchable_segment_ids()?).wait()?;
        writer.wait_merging_threads()?;
        assert_eq!(segments()?, (2, 1));
        let _ = std::fs::remove_dir_all(folder);
        Ok(())
    }
}
