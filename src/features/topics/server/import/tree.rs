//! The files of a folder of topics.

use super::{report::Report, run::ImportError};
use crate::{
    features::topics::server::dialect::{FILE_MOST_BYTES, Finding, FrontMatter, Paths, Snippets, split},
    i18n::Language,
};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fs, io,
    path::{Path, PathBuf},
};

/// Files of a folder; what is larger is none of topics.
const FILES_MOST: usize = 50_000;
/// Folders in folders.
const DEPTH_MOST: usize = 32;
/// Bytes of a path: it is an address, and a database finds it by its index.
const PATH_MOST_BYTES: usize = 500;

/// A product's topics in a language.
pub type Shelf = (Language, String);

/// All that a folder holds, read once; the texts are read again when they are rendered.
pub struct Tree {
    pub topics: Vec<TopicFile>,
    pub guides: Vec<GuideFile>,
    pub paths: Paths,
    pub snippets: HashMap<Shelf, Snippets>,
    /// The products that the folder has, and the files in them that could not be read.
    pub shelves: BTreeMap<Shelf, BTreeSet<String>>,
}

pub struct TopicFile {
    pub file: PathBuf,
    pub language: Language,
    /// Below the language's folder, with its ending.
    pub path: String,
    /// What its front matter calls it in every language.
    pub name: Option<String>,
}

pub struct GuideFile {
    pub language: Language,
    /// The path of its file.
    pub path: String,
    pub matter: FrontMatter,
    pub text: String,
}

impl Tree {
    /// Reads a folder.
    pub fn read(folder: &Path, report: &mut Report) -> Result<Tree, ImportError> {
        let mut tree = Tree {
            topics: Vec::new(),
            guides: Vec::new(),
            paths: Paths::default(),
            snippets: HashMap::new(),
            shelves: BTreeMap::new(),
        };
        let is_folder = fs::metadata(folder).map_err(|error| ImportError::folder(folder, &error.to_string()))?.is_dir();
        if !is_folder {
            return Err(ImportError::folder(folder, "this is no folder"));
        }
        for language in Language::ALL {
            let root = folder.join(language.tag());
            let mut files = Vec::new();
            if root.is_dir() {
                list(&root, 0, &mut files, report).map_err(|error| ImportError::folder(&root, &error.to_string()))?;
            }
            files.sort();
            for file in files {
                tree.take(language, &root, &file, report)?;
            }
        }
        if tree.topics.is_empty() {
            let reason = "no topic is there: one is a Markdown file such as en/product/start.md";
            return Err(ImportError::folder(folder, reason));
        }
        Ok(tree)
    }

    fn take(&mut self, language: Language, root: &Path, file: &Path, report: &mut Report) -> Result<(), ImportError> {
        let relative = file.strip_prefix(root).unwrap_or(file);
        let Some(path) = relative.to_str().map(|path| path.replace('\\', "/")) else {
            return report.unread(language, &relative.to_string_lossy(), "its name is not UTF-8");
        };
        let Some((product, inner)) = path.split_once('/') else {
            return report.unread(language, &path, "it is in no product's folder");
        };
        report.files += 1;
        let shelf = (language, product.to_owned());
        let name = path.rsplit('/').next().unwrap_or_default();
        let is_topic = !name.eq_ignore_ascii_case("toc.md") && !path.split('/').any(|part| part == "_includes");
        self.shelves.entry(shelf.clone()).or_default();
        let text = if path.len() > PATH_MOST_BYTES { Err("its path is too long".to_owned()) } else { text(file) };
        let text = match text {
            Ok(text) => text,
            Err(reason) => {
                // Links to it go on leading to it: it is there, and stays as it was.
                if is_topic {
                    self.paths.add(language, &path);
                }
                self.shelves.entry(shelf).or_default().insert(path.clone());
                return report.unread(language, &path, &reason);
            }
        };
        let mut findings: Vec<Finding> = Vec::new();
        let (matter, body) = split(&text, &mut findings);
        if is_topic {
            self.paths.add(language, &path);
            let name = matter.get("exl-id").or_else(|| matter.get("id")).map(str::to_owned);
            self.topics.push(TopicFile { file: file.to_owned(), language, path, name });
        } else if name.eq_ignore_ascii_case("toc.md") {
            let text = body.to_owned();
            self.guides.push(GuideFile { language, path, matter, text });
        } else {
            self.snippets.entry(shelf).or_default().add(inner, body);
        }
        Ok(())
    }
}

/// The text of a file, if it is one.
pub fn text(file: &Path) -> Result<String, String> {
    let size = fs::metadata(file).map_err(|error| error.to_string())?.len();
    if size > FILE_MOST_BYTES as u64 {
        return Err(format!("it has {size} bytes; {FILE_MOST_BYTES} are the most"));
    }
    let bytes = fs::read(file).map_err(|error| error.to_string())?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        format!("it is not UTF-8 (byte {at})")
    })?;
    if text.contains('\0') {
        return Err("it holds U+0000, as texts do not".to_owned());
    }
    Ok(if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text })
}

/// The Markdown files below a folder. Links to other places are not followed, hidden names are passed over.
fn list(folder: &Path, depth: usize, files: &mut Vec<PathBuf>, report: &mut Report) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let (path, kind) = (entry.path(), entry.file_type()?);
        let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
        let is_markdown = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("md"));
        if is_hidden {
            continue;
        } else if kind.is_dir() && depth < DEPTH_MOST {
            list(&path, depth + 1, files, report)?;
        } else if kind.is_file() && is_markdown {
            if files.len() >= FILES_MOST {
                return Err(io::Error::other(format!("more than {FILES_MOST} files")));
            }
            files.push(path);
        } else {
            report.others += 1;
        }
    }
    Ok(())
}
