//! The live socket as a browser uses it, over a real connection.

use super::{Reader, TestApp};
use atiende::live::{ClientFrame, Frame, ServerFrame, Topic};
use futures::{SinkExt as _, StreamExt as _};
use std::{net::SocketAddr, time::Duration};
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Error, Message, client::IntoClientRequest as _, http::HeaderValue},
};

pub const ORIGIN: &str = "http://127.0.0.1:3117";
/// Longer than anything that is heard takes, also on a busy machine.
pub const SOON: Duration = Duration::from_secs(8);
/// What was not heard by then was not said.
pub const SILENCE: Duration = Duration::from_millis(700);

/// The portal on a port of its own, as long as the test runs.
pub async fn serve(app: &TestApp) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let router = app.router.clone().into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

pub struct Socket(pub WebSocketStream<MaybeTlsStream<TcpStream>>);

pub async fn connect(address: SocketAddr, origin: &str, cookie: Option<String>) -> Result<Socket, u16> {
    let mut request = format!("ws://{address}/live").into_client_request().expect("a request");
    request.headers_mut().insert("origin", HeaderValue::from_str(origin).expect("a header"));
    if let Some(cookie) = cookie {
        let value = HeaderValue::from_str(&format!("atiende-session={cookie}")).expect("a header");
        request.headers_mut().insert("cookie", value);
    }
    match connect_async(request).await {
        Ok((stream, _)) => Ok(Socket(stream)),
        Err(Error::Http(answer)) => Err(answer.status().as_u16()),
        Err(error) => panic!("{error}"),
    }
}

pub async fn open(address: SocketAddr, reader: &Reader<'_>) -> Socket {
    connect(address, ORIGIN, reader.cookie("atiende-session")).await.expect("a socket")
}

impl Socket {
    pub async fn ask(&mut self, frame: &ClientFrame) {
        let text = serde_json::to_string(frame).expect("JSON");
        self.0.send(Message::text(text)).await.expect("an open socket");
    }
    pub async fn subscribe(&mut self, topic: &Topic) -> ServerFrame {
        self.ask(&ClientFrame::Subscribe { topic: topic.clone() }).await;
        self.hear().await
    }
    /// The next frame; pings are not ours to see.
    pub async fn hear(&mut self) -> ServerFrame {
        timeout(SOON, async {
            loop {
                match self.0.next().await.expect("an open socket").expect("a frame") {
                    Message::Text(text) => return frame(&text),
                    Message::Ping(_) => {}
                    other => panic!("{other:?}"),
                }
            }
        })
        .await
        .expect("a frame in time")
    }
    pub async fn hears_nothing(&mut self) {
        let heard = timeout(SILENCE, async {
            loop {
                match self.0.next().await {
                    Some(Ok(Message::Ping(_))) => {}
                    other => return other,
                }
            }
        });
        let heard = heard.await;
        assert!(heard.is_err(), "{heard:?}");
    }
    /// The code with which the server closes.
    pub async fn closed(mut self) -> u16 {
        let closed = timeout(SOON, async {
            loop {
                match self.0.next().await {
                    Some(Ok(Message::Close(Some(frame)))) => return u16::from(frame.code),
                    Some(Ok(_)) => {}
                    other => panic!("{other:?}"),
                }
            }
        });
        closed.await.expect("a close in time")
    }
}

pub fn subscribed(topic: &Topic) -> ServerFrame {
    ServerFrame::Subscribed { topic: topic.clone() }
}
pub fn refused(topic: &Topic) -> ServerFrame {
    ServerFrame::Refused { topic: topic.clone() }
}
pub fn changed(topic: &Topic) -> ServerFrame {
    ServerFrame::Event { topic: topic.clone(), frame: Frame::Changed }
}

/// A frame of the server, read.
pub fn frame(text: &str) -> ServerFrame {
    serde_json::from_str(text).expect("a frame of ours")
}
