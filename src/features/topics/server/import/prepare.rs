//! From files to rows: nothing here writes.

use super::tree::{self, GuideFile, Shelf, TopicFile, Tree};
use crate::{
    features::topics::{
        model::{Entry, Trouble},
        server::{
            dialect::{self, Finding, Goal, Place, Rendered, Snippets},
            guide_id,
            store::{NewGuide, NewTopic},
            topic_id,
        },
    },
    i18n::Language,
    server::secret,
};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Raised when the same file is rendered in another way: topics are brought in anew then.
const RENDERER: &str = "1";

/// Characters of titles and descriptions; what is longer is cut.
const TITLE_MOST: usize = 300;
const DESCRIPTION_MOST: usize = 1_000;

/// What all topics are prepared with.
pub struct Plan {
    pub tree: Tree,
    /// What pairs the topic of a path with its translations.
    sources: HashMap<(Language, String), String>,
    /// Where topics stand in their tables of contents.
    places: HashMap<(Language, String), (String, i64)>,
}

/// A topic that is ready, and what was found in its file.
pub struct Prepared {
    pub topic: NewTopic,
    pub path: String,
    pub findings: Vec<Finding>,
    pub anchors: HashSet<String>,
    pub leads: Vec<(String, String)>,
}

impl Plan {
    /// Pairs translations, and reads the tables of contents.
    pub fn new(tree: Tree) -> (Plan, Vec<NewGuide>, Vec<(Language, String, Finding)>) {
        let sources = sources(&tree.topics);
        let mut plan = Plan { tree, sources, places: HashMap::new() };
        let (mut guides, mut findings) = (Vec::new(), Vec::new());
        for file in &plan.tree.guides {
            let (guide, listed, lost) = guide(file, &plan.tree);
            for (position, path) in listed.into_iter().enumerate() {
                plan.places.entry((file.language, path)).or_insert((guide.path.clone(), position as i64));
            }
            findings.extend(lost.into_iter().map(|finding| (file.language, file.path.clone(), finding)));
            guides.push(guide);
        }
        (plan, guides, findings)
    }

    /// Reads and renders a topic. It was read before; an error says what happened to it meanwhile.
    pub fn prepare(&self, file: &TopicFile) -> Result<Prepared, String> {
        let text = tree::text(&file.file)?;
        let mut findings = Vec::new();
        let (matter, body) = dialect::split(&text, &mut findings);
        let product = file.path.split('/').next().unwrap_or_default();
        let none = Snippets::default();
        let shelf: Shelf = (file.language, product.to_owned());
        let snippets = self.tree.snippets.get(&shelf).unwrap_or(&none);
        // What is kept is whole: whoever changes it in the portal has no other files.
        let body = snippets.included(body, &mut findings);
        let place = Place { language: file.language, path: &file.path, paths: &self.tree.paths };
        let Rendered { html, heading, headings, anchors, leads, findings: more } = dialect::render(&place, &body);
        findings.extend(more);
        let heading = heading.map(|heading| cut(&heading, TITLE_MOST)).unwrap_or_default();
        let plain = |name: &str, most| matter.get(name).map(|value| cut(&dialect::of_inline(value), most));
        let title = plain("title", TITLE_MOST).filter(|title| !title.is_empty());
        let stem = file.path.strip_suffix(".md").unwrap_or(&file.path);
        let title =
            title.or_else(|| Some(heading.clone()).filter(|heading| !heading.is_empty())).unwrap_or_else(|| {
                findings.push(Finding::of(Trouble::FrontMatter, "it has no title"));
                stem.rsplit('/').next().unwrap_or_default().replace(['-', '_'], " ")
            });
        let (guide, position) = match self.places.get(&(file.language, file.path.clone())) {
            Some((guide, position)) => (guide.clone(), Some(*position)),
            None => (self.guide_above(file.language, &file.path), None),
        };
        let source = self.sources.get(&(file.language, file.path.clone())).cloned().unwrap_or_default();
        let mut topic = NewTopic {
            id: topic_id(file.language, &file.path),
            language: file.language,
            product: product.to_owned(),
            path: stem.to_owned(),
            source,
            title,
            heading,
            description: plain("description", DESCRIPTION_MOST).unwrap_or_default(),
            keywords: plain("keywords", DESCRIPTION_MOST).unwrap_or_default(),
            guide,
            position,
            body: body.into_owned(),
            html,
            headings,
            hash: String::new(),
        };
        topic.hash = hash(&topic);
        Ok(Prepared { topic, path: file.path.clone(), findings, anchors: anchors.into_iter().collect(), leads })
    }

    /// The nearest table of contents above a topic that none lists.
    fn guide_above(&self, language: Language, path: &str) -> String {
        let folders =
            self.tree.guides.iter().filter(|guide| guide.language == language).map(|guide| folder(&guide.path));
        let above = folders.filter(|folder| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')));
        above.max_by_key(|folder| folder.len()).unwrap_or_default().to_owned()
    }
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Files with the same path are translations; of the others, those that call themselves the same.
fn sources(topics: &[TopicFile]) -> HashMap<(Language, String), String> {
    let mut by_path: BTreeMap<&str, usize> = BTreeMap::new();
    let mut by_name: BTreeMap<(&str, Language), usize> = BTreeMap::new();
    for topic in topics {
        *by_path.entry(&topic.path).or_default() += 1;
    }
    let is_alone = |topic: &&TopicFile| by_path.get(topic.path.as_str()) == Some(&1);
    for topic in topics.iter().filter(is_alone) {
        if let Some(name) = &topic.name {
            *by_name.entry((name, topic.language)).or_default() += 1;
        }
    }
    let source = |topic: &TopicFile| {
        let stem = || topic.path.strip_suffix(".md").unwrap_or(&topic.path).to_owned();
        let name = topic.name.as_ref().filter(|_| is_alone(&topic));
        let paired = name
            .filter(|name| Language::ALL.iter().all(|language| by_name.get(&(name.as_str(), *language)) == Some(&1)));
        paired.map_or_else(stem, |name| format!("={name}"))
    };
    topics.iter().map(|topic| ((topic.language, topic.path.clone()), source(topic))).collect()
}

/// A table of contents, the files that it lists in their order, and its links to nowhere.
fn guide(file: &GuideFile, tree: &Tree) -> (NewGuide, Vec<String>, Vec<Finding>) {
    let (mut entries, mut listed, mut findings) = (Vec::new(), Vec::new(), Vec::new());
    for line in dialect::contents(&file.text) {
        let address = line.href.as_deref().and_then(|href| match tree.paths.resolve(file.language, &file.path, href) {
            Goal::Outside(href) => Some(href),
            Goal::Topic { path, place } => {
                let address = dialect::address(file.language, &path, place.as_deref());
                listed.push(path);
                Some(address)
            }
            Goal::Here(_) | Goal::File | Goal::Nowhere => {
                findings.push(Finding::of(Trouble::Nowhere, href));
                None
            }
        });
        entries.push(Entry { depth: line.depth, title: line.title, address });
    }
    let path = folder(&file.path).to_owned();
    let plain = |name: &str| file.matter.get(name).map(dialect::of_inline).filter(|text| !text.is_empty());
    let first = || file.text.lines().find_map(|line| line.strip_prefix("# ")).map(dialect::of_inline);
    let named = || path.rsplit('/').next().unwrap_or_default().to_owned();
    let title = plain("user-guide-title").or_else(|| plain("title")).or_else(first).unwrap_or_else(named);
    let mut guide = NewGuide {
        id: guide_id(file.language, &path),
        language: file.language,
        product: file.path.split('/').next().unwrap_or_default().to_owned(),
        title: cut(&title, TITLE_MOST),
        description: cut(&plain("user-guide-description").unwrap_or_default(), DESCRIPTION_MOST),
        contents: serde_json::to_string(&entries).expect("entries are JSON"),
        hash: String::new(),
        path,
    };
    guide.hash = secret::digest(&[RENDERER, &guide.title, &guide.description, &guide.contents].join("\0"));
    (guide, listed, findings)
}

fn hash(topic: &NewTopic) -> String {
    let position = topic.position.map(|position| position.to_string()).unwrap_or_default();
    let headings = serde_json::to_string(&topic.headings).expect("headings are JSON");
    let parts = [
        RENDERER,
        &topic.source,
        &topic.title,
        &topic.heading,
        &topic.description,
        &topic.keywords,
        &topic.guide,
        &position,
        &topic.body,
        &topic.html,
        &headings,
    ];
    secret::digest(&parts.join("\0"))
}

fn cut(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}
