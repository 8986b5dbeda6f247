//! Attachments on disk, below the data directory.
use std::path::{Path, PathBuf};

#[derive(Clone)]
pub struct Files {
    folder: PathBuf,
}

impl Files {
    pub fn new(data_dir: &Path) -> Files {
        Files { folder: data_dir.join("files") }
    }
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}
