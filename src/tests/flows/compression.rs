//! Answers of server functions leave compressed where that is worth it and wanted.

use crate::support::{Answer, Reader, on_sqlite, request};
use axum::{
    body::Body,
    http::{Method, header},
};
use flate2::read::GzDecoder;
use std::io::Read as _;

async fn asked(reader: &Reader<'_>, path: &str, accept_encoding: &str) -> Answer {
    let request = request(Method::GET, path)
        .header(header::ACCEPT, "application/json")
        .header(header::ACCEPT_ENCODING, accept_encoding);
    reader.send(request, Body::empty()).await
}

#[test]
fn a_long_answer_is_packed_for_who_takes_it_and_says_the_same() {
    on_sqlite(async |app| {
        let oscar = app.sign_in("oscar@brujula.example").await;
        let path = "/api/topics/operate";
        let plain = asked(&oscar, path, "gzip;q=0, identity").await;
        assert_eq!((plain.status.as_u16(), plain.header("content-encoding")), (200, ""));
        assert!(plain.body.len() > 1024, "long enough: {} bytes", plain.body.len());
        for accept in ["gzip", "gzip, deflate, br"] {
            let packed = asked(&oscar, path, accept).await;
            assert_eq!(packed.status.as_u16(), 200);
            assert_eq!(packed.header("content-encoding"), "gzip", "{accept}");
            assert_eq!(packed.header("content-type"), plain.header("content-type"));
            assert!(packed.header("vary").contains("accept-encoding"), "{accept}");
            assert!(packed.body.len() < plain.body.len(), "{} of {}", packed.body.len(), plain.body.len());
            let mut unpacked = Vec::new();
            GzDecoder::new(&*packed.body).read_to_end(&mut unpacked).expect("gzip");
            assert!(unpacked == plain.body, "{accept}: another answer");
        }
        let br = asked(&oscar, path, "br").await;
        assert_eq!(br.header("content-encoding"), "br", "the layer around packs what is left");
        let short = asked(&oscar, "/api/topics/open?language=es&path=none", "gzip").await;
        assert_eq!((short.status.as_u16(), short.header("content-encoding")), (404, ""));
    });
}
