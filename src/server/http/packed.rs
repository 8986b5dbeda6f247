//! Answers that are there as a whole are compressed in one go, by a compressor that each thread keeps: one of its own for
//! every answer takes 300 kB of cleared memory, which costs as much as to compress some kilobytes. What comes in pieces or is
//! large, and what is for somebody who takes no gzip, is left to the layer around all.

use super::answers::WireError;
use crate::server::telemetry;
use axum::{
    body::{Bytes, HttpBody as _, to_bytes},
    extract::Request,
    http::{HeaderMap, HeaderValue, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use flate2::{Compress, Compression, FlushCompress, Status};
use std::cell::RefCell;

/// Less than this is sent in one packet anyway.
pub(super) const LEAST_BYTES: u16 = 1024;
/// More than this takes long enough that others should have the thread in between.
const MOST_BYTES: u64 = 256 * 1024;
/// The largest window of RFC 1951, 32 KiB.
const WINDOW_BITS: u8 = 15;

thread_local! {
    static GZIP: RefCell<Compress> = RefCell::new(Compress::new_gzip(Compression::fast(), WINDOW_BITS));
}

pub(super) async fn pack(request: Request, next: Next) -> Response {
    let takes_gzip = takes_gzip(request.headers());
    let response = next.run(request).await;
    let is_due = takes_gzip
        && !response.headers().contains_key(header::CONTENT_ENCODING)
        && response.body().size_hint().exact().is_some_and(|bytes| (LEAST_BYTES.into()..=MOST_BYTES).contains(&bytes));
    if !is_due {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let whole = match to_bytes(body, usize::MAX).await {
        Ok(whole) => whole,
        Err(error) => return WireError(telemetry::broken(&error)).into_response(),
    };
    let Some(packed) = gzip(&whole) else { return Response::from_parts(parts, whole.into()) };
    parts.headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    parts.headers.append(header::VARY, HeaderValue::from_static("accept-encoding"));
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, packed.into())
}

/// Is gzip among what the client takes (RFC 9110, 12.5.3)?
fn takes_gzip(headers: &HeaderMap) -> bool {
    let values = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, "q=1"));
        let weight = weight.trim().strip_prefix("q=").and_then(|weight| weight.parse::<f32>().ok());
        name.trim().eq_ignore_ascii_case("gzip") && weight.is_some_and(|weight| weight > 0.0)
    })
}

/// `None`: the compressor failed, and the answer goes as it is.
fn gzip(whole: &[u8]) -> Option<Bytes> {
    GZIP.with_borrow_mut(|gzip| {
        gzip.reset();
        let mut packed = Vec::with_capacity(whole.len() / 3);
        loop {
            let rest = whole.get(usize::try_from(gzip.total_in()).ok()?..)?;
            match gzip.compress_vec(rest, &mut packed, FlushCompress::Finish) {
                Ok(Status::StreamEnd) => return Some(packed.into()),
                Ok(Status::Ok | Status::BufError) => packed.reserve(packed.capacity().max(1024)),
                Err(_) => return None,
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::read::GzDecoder;
    use std::io::Read as _;

    #[test]
    fn what_is_packed_one_after_the_other_is_whole() {
        let texts = [String::new(), "a".repeat(5_000), (0..20_000).map(|n| n.to_string()).collect::<String>()];
        for text in texts.iter().chain(&texts) {
            let packed = gzip(text.as_bytes()).expect("packed");
            let mut read = String::new();
            GzDecoder::new(&*packed).read_to_string(&mut read).expect("gzip");
            assert!(read == *text, "{} bytes", text.len());
        }
    }

    #[test]
    fn who_takes_gzip_is_told_by_the_header() {
        let takes = |value: &'static str| {
            takes_gzip(&HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(value))]))
        };
        for value in ["gzip", "br, GZIP", "deflate, gzip;q=0.5, br", "gzip; q=1.0"] {
            assert!(takes(value), "{value}");
        }
        for value in ["", "br", "gzip;q=0", "x-gzip2", "identity, gzip;q=0.0", "gzip;q=high"] {
            assert!(!takes(value), "{value}");
        }
        assert!(!takes_gzip(&HeaderMap::new()));
    }
}
