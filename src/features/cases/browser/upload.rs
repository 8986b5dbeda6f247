//! Sends files in pieces, goes on after an interruption, and tells how far each is (CASE-20).

use crate::{
    error::AppError,
    features::cases::{
        api::drop_attachment,
        model::{AttachmentSummary, NewFile},
        rules::ATTACHMENT_MOST_BYTES,
        view::uploads::{UploadState, Uploads},
    },
    route,
    values::Problem,
};
use gloo_net::http::{Request, Response};
use gloo_timers::future::TimeoutFuture;
use leptos::{ev::Event, task::spawn_local};
use wasm_bindgen::JsCast as _;
use web_sys::{ClipboardEvent, DataTransfer, DragEvent, File, FileList, HtmlInputElement};

/// Bytes of a piece: the first is small, so that progress shows at once; later ones grow with the line's speed.
const PIECE_FIRST_BYTES: i64 = 256 * 1024;
const PIECE_MOST_BYTES: i64 = 8 * 1024 * 1024;
/// A piece should take about this long.
const PIECE_MS: f64 = 700.0;
/// Attempts in a row without a byte of progress: about three minutes.
const ATTEMPTS_MOST: u32 = 10;
const PAUSE_FIRST_MS: u32 = 500;
const PAUSE_MOST_MS: u32 = 30_000;

/// Takes the files that were chosen, dropped or pasted.
pub fn take(uploads: Uploads, event: &Event) -> bool {
    let Some(files) = files_of(event).filter(|files| files.length() > 0) else { return false };
    if event.type_() != "change" {
        // a drop would open the file, a paste would type its name
        event.prevent_default();
    }
    let taken: Vec<(u64, File)> = (0..files.length())
        .filter_map(|at| files.get(at))
        .map(|file| (uploads.add(file.name(), file.size() as i64), file))
        .collect();
    if let Some(input) = input_of(event) {
        // the same file can be chosen again
        input.set_value("");
    }
    spawn_local(async move {
        for (key, file) in taken {
            if let Err(error) = send(uploads, key, &file).await {
                uploads.set(key, |upload| upload.state = UploadState::Failed(error));
            }
        }
    });
    true
}

/// Removes a file that was not sent with its text yet.
pub fn remove(file: AttachmentSummary) {
    spawn_local(async move {
        // what stays is shown again with the page, and can be removed there
        let _ = drop_attachment(file.id).await;
    });
}

fn input_of(event: &Event) -> Option<HtmlInputElement> {
    event.target()?.dyn_into::<HtmlInputElement>().ok()
}

fn files_of(event: &Event) -> Option<FileList> {
    let of = |data: Option<DataTransfer>| data.and_then(|data| data.files());
    if let Some(drag) = event.dyn_ref::<DragEvent>() {
        return of(drag.data_transfer());
    }
    if let Some(paste) = event.dyn_ref::<ClipboardEvent>() {
        let data = paste.clipboard_data()?;
        // a copy from a spreadsheet is text with its picture: the text is meant
        let is_text = data.get_data("text/plain").is_ok_and(|text| !text.is_empty());
        return of(Some(data).filter(|_| !is_text));
    }
    input_of(event)?.files()
}

/// Sends one file from its announcement to its last byte.
async fn send(uploads: Uploads, key: u64, file: &File) -> Result<(), AppError> {
    let size = file.size() as i64;
    if size > ATTACHMENT_MOST_BYTES {
        return Err(AppError::field("attachments", Problem::TooLarge { most_bytes: ATTACHMENT_MOST_BYTES }));
    }
    let mut line = Line { uploads, key, attempts: 0 };
    let new = NewFile { name: file.name(), size_bytes: size, scope: uploads.scope() };
    let place = match uploads.broken_off(&new.name, size) {
        Some(place) => Some(place),
        None => line.announce(new).await?,
    };
    let Some(place) = place else { return Ok(()) };
    let address = route::attachment(&place.id);
    let (mut offset, mut piece) = (place.received_bytes, PIECE_FIRST_BYTES);
    uploads.set(key, |upload| upload.file = Some(place.clone()));
    while offset < size {
        if uploads.is_cancelled(key) {
            remove(place);
            return Ok(());
        }
        let end = (offset + piece).min(size);
        let begun = js_sys::Date::now();
        let answer = match file.slice_with_f64_and_f64(offset as f64, end as f64) {
            Ok(bytes) => patch(&address, offset, bytes).await,
            Err(_) => return Err(AppError::field("attachments", Problem::Incomplete)),
        };
        match answer {
            Ok(received) => {
                let took = (js_sys::Date::now() - begun).max(1.0);
                let fits = (end - offset) as f64 * PIECE_MS / took;
                piece = (fits as i64).clamp(piece / 2, piece * 2).clamp(PIECE_FIRST_BYTES, PIECE_MOST_BYTES);
                offset = received;
                line.progress(offset);
            }
            Err(error) => {
                line.pause(error).await?;
                piece = PIECE_FIRST_BYTES;
                if let Ok(received) = ask_offset(&address).await {
                    offset = received;
                    line.uploads.set(key, |upload| upload.sent_bytes = offset);
                }
            }
        }
    }
    uploads.set(key, |upload| {
        upload.sent_bytes = size;
        upload.state = UploadState::Done;
        if let Some(file) = &mut upload.file {
            file.received_bytes = size;
        }
    });
    Ok(())
}

/// One upload's patience.
struct Line {
    uploads: Uploads,
    key: u64,
    attempts: u32,
}

impl Line {
    /// Makes a place; nothing if it was cancelled meanwhile.
    async fn announce(&mut self, new: NewFile) -> Result<Option<AttachmentSummary>, AppError> {
        loop {
            if self.uploads.is_cancelled(self.key) {
                return Ok(None);
            }
            self.uploads.set(self.key, |upload| upload.state = UploadState::Sending);
            match post(&new).await {
                Ok(place) => return Ok(Some(place)),
                Err(error) => self.pause(error).await?,
            }
        }
    }

    fn progress(&mut self, sent_bytes: i64) {
        self.attempts = 0;
        self.uploads.set(self.key, |upload| {
            upload.sent_bytes = sent_bytes;
            upload.state = UploadState::Sending;
        });
    }

    /// Waits after what may pass; gives everything else back.
    async fn pause(&mut self, error: AppError) -> Result<(), AppError> {
        match error {
            AppError::Offline | AppError::Unavailable | AppError::Conflict | AppError::TooMany { .. } => {}
            AppError::SignIn
            | AppError::Refused(_)
            | AppError::NotFound
            | AppError::Invalid(_)
            | AppError::Broken { .. } => return Err(error),
        }
        self.attempts += 1;
        if self.attempts > ATTEMPTS_MOST {
            return Err(error);
        }
        self.uploads.set(self.key, |upload| upload.state = UploadState::Retrying);
        let pause = (PAUSE_FIRST_MS << (self.attempts - 1).min(8)).min(PAUSE_MOST_MS);
        TimeoutFuture::new(pause / 2 + (f64::from(pause) * js_sys::Math::random()) as u32).await;
        Ok(())
    }
}

async fn post(new: &NewFile) -> Result<AttachmentSummary, AppError> {
    let request = Request::post("/files").json(new).map_err(|_| AppError::Offline)?;
    let response = request.send().await.map_err(|_| AppError::Offline)?;
    answered(&response).await?;
    response.json().await.map_err(|_| AppError::Offline)
}

async fn patch(address: &str, offset: i64, bytes: web_sys::Blob) -> Result<i64, AppError> {
    let request = Request::patch(address).header("upload-offset", &offset.to_string()).body(bytes);
    let response = request.map_err(|_| AppError::Offline)?.send().await.map_err(|_| AppError::Offline)?;
    answered(&response).await?;
    offset_of(&response)
}

/// Where to go on.
async fn ask_offset(address: &str) -> Result<i64, AppError> {
    let request = Request::get(address).method(gloo_net::http::Method::HEAD);
    let response = request.send().await.map_err(|_| AppError::Offline)?;
    if response.ok() { offset_of(&response) } else { Err(AppError::Offline) }
}

fn offset_of(response: &Response) -> Result<i64, AppError> {
    response.headers().get("upload-offset").and_then(|text| text.parse().ok()).ok_or(AppError::Offline)
}

async fn answered(response: &Response) -> Result<(), AppError> {
    if response.ok() {
        return Ok(());
    }
    // a proxy's answer is none of ours
    Err(response.json::<AppError>().await.unwrap_or(AppError::Offline))
}
