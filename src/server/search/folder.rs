//! The folder of an index. It is mapped into memory, but for large files of texts, of which a search reads a few: they are
//! read piece by piece, or each text that was ever found would count as memory of the server.

use std::{
    fs::File,
    io,
    path::{Path, PathBuf},
    sync::Arc,
};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, WatchCallback, WatchHandle, WritePtr,
    error::{DeleteError, LockError, OpenDirectoryError, OpenReadError, OpenWriteError},
};
use tantivy_common::file_slice::WrapFile;

/// The ending of the files that hold texts.
const TEXTS: &str = "store";
/// So large a file is mapped: to read a piece costs some microseconds more.
const MAPPED_MOST_BYTES: u64 = 32 * 1024 * 1024;

#[derive(Clone, Debug)]
pub(super) struct Folder {
    path: PathBuf,
    mapped: MmapDirectory,
}

impl Folder {
    pub fn open(path: &Path) -> Result<Folder, OpenDirectoryError> {
        Ok(Folder { path: path.to_owned(), mapped: MmapDirectory::open(path)? })
    }
}

impl Directory for Folder {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let file = self.path.join(path);
        let is_large = || file.metadata().is_ok_and(|file| file.len() > MAPPED_MOST_BYTES);
        if path.extension().is_none_or(|ending| ending != TEXTS) || !is_large() {
            return self.mapped.get_file_handle(path);
        }
        let file = File::open(&file).and_then(WrapFile::new);
        Ok(Arc::new(file.map_err(|error| OpenReadError::wrap_io_error(error, path.to_owned()))?))
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.mapped.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.mapped.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.mapped.open_write(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.mapped.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.mapped.atomic_write(path, data)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.mapped.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        self.mapped.acquire_lock(lock)
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.mapped.watch(callback)
    }
}
