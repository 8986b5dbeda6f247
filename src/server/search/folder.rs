//! The folder of an index. It is mapped into memory, but for large files of texts, of which a search reads a few: they are
//! read piece by piece, or each text that was ever found would count as memory of the server.

use std::{
    fs::File,
    io,
    ops::Range,
    path::{Path, PathBuf},
    sync::Arc,
};
use tantivy::{
    HasLen,
    directory::{
        Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, OwnedBytes, WatchCallback, WatchHandle, WritePtr,
        error::{DeleteError, LockError, OpenDirectoryError, OpenReadError, OpenWriteError},
    },
};
use tantivy_common::file_slice::WrapFile;

/// The ending of the files that hold texts.
const TEXTS: &str = "store";
/// So large a file is mapped: to read a piece costs some microseconds more.
const MAPPED_MOST_BYTES: u64 = 32 * 1024 * 1024;
/// So much is read at once; who asks for more merges whole files, for which they are mapped.
const PIECE_MOST_BYTES: usize = 1024 * 1024;

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
        let file = file.map_err(|error| OpenReadError::wrap_io_error(error, path.to_owned()))?;
        Ok(Arc::new(Texts { file, path: path.to_owned(), mapped: self.mapped.clone() }))
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

/// A large file of texts.
#[derive(Debug)]
struct Texts {
    file: WrapFile,
    path: PathBuf,
    mapped: MmapDirectory,
}

impl FileHandle for Texts {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        if range.len() <= PIECE_MOST_BYTES {
            return self.file.read_bytes(range);
        }
        match self.mapped.get_file_handle(&self.path) {
            Ok(mapped) => mapped.read_bytes(range),
            // what is open here may have lost its name
            Err(_) => self.file.read_bytes(range),
        }
    }
}

impl HasLen for Texts {
    fn len(&self) -> usize {
        self.file.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Seek as _, SeekFrom, Write as _};

    #[test]
    fn a_file_of_texts_is_read_alike_whether_it_is_mapped_or_not() {
        let path = std::env::temp_dir().join(format!("atiende-folder-{}", crate::server::secret::incident()));
        std::fs::create_dir(&path).expect("a folder");
        let folder = Folder::open(&path).expect("opened");
        for (name, from) in [("small.store", 0), ("large.store", MAPPED_MOST_BYTES)] {
            let mut file = File::create(path.join(name)).expect("a file");
            file.seek(SeekFrom::Start(from)).expect("a place");
            file.write_all(b"what was found").expect("written");
            let read = folder.open_read(Path::new(name)).expect("opened");
            let from = usize::try_from(from).expect("a length");
            assert_eq!(read.slice(from + 5..from + 8).read_bytes().expect("read").as_slice(), b"was", "{name}");
            assert!(read.read_bytes().expect("read").ends_with(b"what was found"), "all of {name}");
        }
        let none = folder.open_read(Path::new("none.store"));
        assert!(matches!(none, Err(OpenReadError::FileDoesNotExist(_))), "{none:?}");
        let _ = std::fs::remove_dir_all(path);
    }
}
