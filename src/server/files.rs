//! Attachments on disk: `<data>/files/<last two characters of the id>/<id>`, nothing but their bytes.
//!
//! Used by `cases::server::attachments`. What always holds: a file is named by its id and never by what a person called
//! it; bytes that were acknowledged are on disk (P1); the database says how many bytes count, and what a crash left
//! behind them is cut off before the next ones are written.

use crate::{error::AppError, values::AttachmentId};
use futures::{Stream, StreamExt as _};
use sha2::{Digest as _, Sha256};
use std::{
    collections::HashSet,
    io::{self, Read as _},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::{
    fs::{self, File, OpenOptions},
    io::{AsyncSeekExt as _, AsyncWriteExt as _},
};

/// A sender who is silent for this long has gone; what arrived is kept.
const SILENCE_MOST: Duration = Duration::from_secs(30);
/// How much of a file its kind is read from; the longest signature lies within it.
const HEAD_BYTES: usize = 8 * 1024;

/// The folder of attachments. Cheap to clone.
#[derive(Clone)]
pub struct Files {
    folder: PathBuf,
    writing: Arc<Mutex<HashSet<AttachmentId>>>,
}

/// What came of writing.
pub struct Written {
    /// Bytes that are on disk now, counted from the file's begin.
    pub size_bytes: i64,
    /// Why the rest is missing.
    pub stopped: Option<Stopped>,
}

/// Why a body was not written to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stopped {
    /// More bytes than were announced or are allowed.
    TooLarge,
    /// The sender went away.
    Gone,
    /// The disk takes no more.
    Full,
}

/// What a whole file says of itself.
pub struct Facts {
    /// By its first bytes; `application/octet-stream` if they say nothing.
    pub media_type: &'static str,
    /// In hexadecimal digits.
    pub sha256: String,
}

/// The right to write one file; another writer of the same file has to wait.
pub struct Turn {
    files: Files,
    id: AttachmentId,
}

impl Files {
    pub fn new(data_dir: &Path) -> Files {
        Files { folder: data_dir.join("files"), writing: Arc::default() }
    }

    /// The turn to write a file, unless somebody is writing it.
    pub fn turn(&self, id: &AttachmentId) -> Option<Turn> {
        let mut writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        writing.insert(id.clone()).then(|| Turn { files: self.clone(), id: id.clone() })
    }

    /// Opens a file for reading.
    pub async fn open(&self, id: &AttachmentId) -> io::Result<File> {
        File::open(self.path(id)).await
    }

    /// Removes a file; one that is gone already is no error.
    pub async fn remove(&self, id: &AttachmentId) -> io::Result<()> {
        match fs::remove_file(self.path(id)).await {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            Ok(()) | Err(_) => Ok(()),
        }
    }

    /// Reads a whole file for its kind and its digest.
    pub async fn facts(&self, id: &AttachmentId) -> io::Result<Facts> {
        let path = self.path(id);
        tokio::task::spawn_blocking(move || read_facts(&path)).await.map_err(io::Error::other)?
    }

    /// The ids of all files, for sweeping.
    pub async fn ids(&self) -> io::Result<Vec<AttachmentId>> {
        let folder = self.folder.clone();
        let read = move || -> io::Result<Vec<AttachmentId>> {
            let mut ids = Vec::new();
            if !folder.is_dir() {
                return Ok(ids);
            }
            for part in std::fs::read_dir(folder)? {
                let part = part?.path();
                if !part.is_dir() {
                    continue;
                }
                for file in std::fs::read_dir(part)? {
                    ids.extend(file?.file_name().to_str().and_then(|name| name.parse().ok()));
                }
            }
            Ok(ids)
        };
        tokio::task::spawn_blocking(read).await.map_err(io::Error::other)?
    }

    /// UUIDv7 begins with the time, so its end spreads the files.
    fn path(&self, id: &AttachmentId) -> PathBuf {
        let name = id.as_str();
        self.folder.join(&name[name.len() - 2..]).join(name)
    }
}

impl Turn {
    /// Writes a body behind the first `offset` bytes, until it ends or `most` bytes are there; on disk when it answers.
    pub async fn append<E>(
        &self,
        offset: i64,
        most: i64,
        mut body: impl Stream<Item = Result<axum::body::Bytes, E>> + Unpin,
    ) -> io::Result<Written> {
        let mut file = match self.open_at(offset).await {
            Ok(file) => file,
            Err(error) if is_full(&error) => {
                return Ok(Written { size_bytes: offset, stopped: Some(Stopped::Full) });
            }
            Err(error) => return Err(error),
        };
        let mut size = offset;
        let stopped = loop {
            let chunk = match tokio::time::timeout(SILENCE_MOST, body.next()).await {
                Ok(Some(Ok(chunk))) => chunk,
                Ok(None) => break None,
                Ok(Some(Err(_))) | Err(_) => break Some(Stopped::Gone),
            };
            if size + chunk.len() as i64 > most {
                break Some(Stopped::TooLarge);
            }
            match file.write_all(&chunk).await {
                Ok(()) => size += chunk.len() as i64,
                Err(error) if is_full(&error) => break Some(Stopped::Full),
                Err(error) => return Err(error),
            }
        };
        let synced = async {
            file.flush().await?;
            file.sync_all().await
        };
        match synced.await {
            Ok(()) => Ok(Written { size_bytes: size, stopped }),
            // What is not on disk was not received.
            Err(error) if is_full(&error) => Ok(Written { size_bytes: offset, stopped: Some(Stopped::Full) }),
            Err(error) => Err(error),
        }
    }

    async fn open_at(&self, offset: i64) -> io::Result<File> {
        let path = self.files.path(&self.id);
        let folder = path.parent().unwrap_or(&self.files.folder);
        fs::create_dir_all(folder).await?;
        let mut file = OpenOptions::new().create(true).truncate(false).write(true).open(&path).await?;
        if offset == 0 {
            // The name has to survive a loss of power too.
            File::open(folder).await?.sync_all().await?;
        }
        let offset = offset.max(0) as u64;
        file.set_len(offset).await?;
        file.seek(io::SeekFrom::Start(offset)).await?;
        Ok(file)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.files.writing.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.id);
    }
}

/// What a failing disk means for a request.
pub fn disk_error(error: &io::Error) -> AppError {
    if is_full(error) {
        tracing::error!(%error, "the disk refused");
        return AppError::Unavailable;
    }
    crate::server::telemetry::broken(error)
}

/// Full, over quota or the limit of the process, or read-only: it passes by somebody's hand.
fn is_full(error: &io::Error) -> bool {
    use io::ErrorKind::{FileTooLarge, PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull};
    matches!(error.kind(), StorageFull | QuotaExceeded | FileTooLarge | ReadOnlyFilesystem | PermissionDenied)
}

fn read_facts(path: &Path) -> io::Result<Facts> {
    let mut file = std::fs::File::open(path)?;
    let mut digest = Sha256::new();
    let mut head = Vec::with_capacity(HEAD_BYTES);
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let count = file.read(&mut buffer)?;
        if count == 0 {
            break;
        }
        digest.update(&buffer[..count]);
        let room = HEAD_BYTES - head.len();
        head.extend_from_slice(&buffer[..count.min(room)]);
    }
    let media_type = infer::get(&head).map_or("application/octet-stream", |kind| kind.mime_type());
    let sha256 = digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Facts { media_type, sha256 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_20_a_full_disk_is_said_to_be_unavailable_and_other_failures_get_an_incident() {
        for kind in [
            io::ErrorKind::StorageFull,
            io::ErrorKind::QuotaExceeded,
            io::ErrorKind::FileTooLarge,
            io::ErrorKind::ReadOnlyFilesystem,
        ] {
            assert_eq!(disk_error(&io::Error::from(kind)), AppError::Unavailable);
        }
        assert!(matches!(disk_error(&io::Error::from(io::ErrorKind::NotFound)), AppError::Broken { .. }));
    }

    #[tokio::test]
    async fn what_a_crash_left_behind_the_counted_bytes_is_cut_off() {
        let folder = std::env::temp_dir().join(format!("atiende-files-{}", crate::server::secret::incident()));
        let files = Files::new(&folder);
        let id: AttachmentId = "01890000-0000-7000-8000-000000000001".parse().expect("an id");
        let turn = files.turn(&id).expect("nobody writes it");
        assert!(files.turn(&id).is_none(), "two writers of one file");
        let body = |text: &'static str| futures::stream::iter([Ok::<_, io::Error>(axum::body::Bytes::from(text))]);
        turn.append(0, 100, body("abcdef")).await.expect("written");
        let written = turn.append(3, 100, body("XY")).await.expect("written");
        assert_eq!((written.size_bytes, written.stopped), (5, None));
        let kept = std::fs::read(files.path(&id)).expect("a file");
        std::fs::remove_dir_all(&folder).expect("a folder");
        assert_eq!(kept, b"abcXY");
    }
}
