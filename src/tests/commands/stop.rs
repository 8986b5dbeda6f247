//! A stop on demand: sockets are told, and nobody waits for long.

use super::{Folder, run, running::Served, visitor::Visitor};
use futures::StreamExt as _;
use std::time::{Duration, Instant};
use tokio_tungstenite::{
    connect_async,
    tungstenite::{Message, client::IntoClientRequest as _, http::HeaderValue},
};

#[test]
fn a_stop_tells_the_sockets_and_ends_soon() {
    let folder = Folder::new();
    assert!(run(&folder.0, &["demo", "seed"], &[]).status.success());
    let portal = Served::start(&folder);
    let carmen = Visitor::sign_in(&portal.address, "carmen@rio-azul.example");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let mut socket = runtime.block_on(async {
        let mut request = format!("ws://{}/live", portal.address).into_client_request().expect("a request");
        let origin = format!("http://{}", portal.address);
        request.headers_mut().insert("origin", HeaderValue::from_str(&origin).expect("a header"));
        request.headers_mut().insert("cookie", HeaderValue::from_str(carmen.cookie()).expect("a header"));
        connect_async(request).await.expect("a socket").0
    });
    let begun = Instant::now();
    let stopped = std::thread::spawn(move || portal.stop());
    let code = runtime.block_on(async {
        loop {
            match socket.next().await {
                Some(Ok(Message::Close(Some(frame)))) => return u16::from(frame.code),
                Some(Ok(_)) => {}
                other => panic!("{other:?}"),
            }
        }
    });
    // 1001: the server goes away (RFC 6455, section 7.4.1); 1012: it comes back.
    assert!([1001, 1012].contains(&code), "{code}");
    assert!(stopped.join().expect("a thread"), "a stop on demand is no failure");
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
}
