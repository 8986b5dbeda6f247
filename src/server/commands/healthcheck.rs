//! `atiende healthcheck`: the probe of containers that have no other tool.

use super::Failure;
use crate::server::config::Settings;
use std::{net::IpAddr, time::Duration};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

/// A server that takes longer than this is not ready.
const PATIENCE: Duration = Duration::from_secs(5);
/// The status line of an answer is within these bytes.
const STATUS_LINE_MOST: usize = 64;

/// Asks `/readyz` of the server at `ATIENDE_LISTEN`.
pub(super) async fn run(settings: &Settings) -> Result<(), Failure> {
    let address = settings.listen;
    let host = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::from([127, 0, 0, 1]),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::from([0, 0, 0, 0, 0, 0, 0, 1]),
        ip => ip,
    };
    let asked = tokio::time::timeout(PATIENCE, status(host, address.port())).await;
    let status = asked.map_err(|_| format!("{address} did not answer in {} s", PATIENCE.as_secs()))?;
    match status.map_err(|error| format!("{address}: {error}"))?.as_str() {
        "200" => {
            println!("ready");
            Ok(())
        }
        status => Err(Failure::Command(format!("{address} answers {status}"))),
    }
}

async fn status(host: IpAddr, port: u16) -> std::io::Result<String> {
    let mut stream = TcpStream::connect((host, port)).await?;
    stream.write_all(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").await?;
    let mut head = [0u8; STATUS_LINE_MOST];
    let read = stream.read(&mut head).await?;
    let line = String::from_utf8_lossy(&head[..read]).into_owned();
    Ok(line.split(' ').nth(1).unwrap_or("something else").to_owned())
}
