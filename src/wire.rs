//! How answers cross the wire: as JSON.
//!
//! Used by every server function and by their error. What always holds: one reader of JSON takes them, the page's own data and
//! the socket's frames apart. serde writes its code anew for each kind of reader and each type, so a second kind would add
//! a fifth to the wasm.

use serde::{
    Serialize,
    de::{DeserializeOwned, Error as _},
};
use server_fn::{Bytes, ContentType, Decodes, Encodes, Format, FormatType, codec::Post};

/// The `output` of a server function.
pub type Json = Post<JsonText>;

/// `application/json`, read as text and not as bytes: that is the reader which resources have.
pub struct JsonText;

impl ContentType for JsonText {
    const CONTENT_TYPE: &'static str = "application/json";
}

impl FormatType for JsonText {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<T: Serialize> Encodes<T> for JsonText {
    type Error = serde_json::Error;

    fn encode(value: &T) -> Result<Bytes, serde_json::Error> {
        serde_json::to_vec(value).map(Bytes::from)
    }
}

impl<T: DeserializeOwned> Decodes<T> for JsonText {
    type Error = serde_json::Error;

    fn decode(bytes: Bytes) -> Result<T, serde_json::Error> {
        let text = std::str::from_utf8(&bytes).map_err(serde_json::Error::custom)?;
        serde_json::from_str(text)
    }
}
