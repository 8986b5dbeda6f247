//! A portal in this process, with the demo world on SQLite and somebody signed in over HTTP.

use atiende::{
    features::cases::model::CaseListContent,
    route,
    server::{
        Portal,
        clock::{Clock, Ids},
        config::Settings,
        db::{Db, migrate},
        demo::{self, Size},
        http::{HttpState, Site, router},
        live::Hub,
    },
};
use axum::{
    Router,
    body::{Body, Bytes, to_bytes},
    extract::ConnectInfo,
    http::{HeaderMap, Request, header},
};
use clap::Parser as _;
use std::{net::SocketAddr, path::PathBuf};
use tower::ServiceExt as _;

/// A customer whose organization has cases of every kind.
const READER: &str = "carmen@rio-azul.example";

#[derive(clap::Parser)]
struct Arguments {
    #[command(flatten)]
    settings: Settings,
}

/// Lives as long as what is measured; its folder goes with it.
pub struct Served {
    router: Router,
    cookie: String,
    folder: PathBuf,
}

impl Served {
    pub async fn start() -> Served {
        let folder = std::env::temp_dir().join(format!("atiende-bench-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let settings = Arguments::parse_from(["atiende".as_ref(), "--data-dir".as_ref(), folder.as_os_str()]).settings;
        let clock = Clock::System;
        let hub = Hub::new(clock.clone());
        migrate(settings.database(), &folder).await.expect("a migrated database");
        let db = Db::open(settings.database(), &folder, hub.clone()).await.expect("an open database");
        let portal = Portal::new(db, hub, clock, Ids::seeded(1), settings);
        demo::seed(&portal, Size::Tour, 1, &indicatif::ProgressBar::hidden()).await.expect("a world");
        let router = router(HttpState::new(portal, Site::none()));
        let mut served = Served { router, cookie: String::new(), folder };
        served.sign_in().await;
        served
    }

    async fn sign_in(&mut self) {
        let fields = [("form[email]", READER), ("form[password]", demo::PASSWORD), ("form[next]", "")];
        let body = fields.map(|(name, value)| format!("{}={}", route::encode(name), route::encode(value))).join("&");
        let request = Request::post("/api/access/sign-in")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin");
        let (headers, _) = self.send(request.body(body.into()).expect("a request")).await;
        let cookie = headers.get(header::SET_COOKIE).and_then(|line| line.to_str().ok()).expect("a session");
        self.cookie = cookie.split(';').next().unwrap_or_default().to_owned();
    }

    /// A page, or the data of one, as the reader gets it.
    pub async fn get(&self, path: &str, accept: &str) -> Bytes {
        let request =
            Request::get(path).header(header::COOKIE, &self.cookie).header(header::ACCEPT, accept).body(Body::empty());
        self.send(request.expect("a request")).await.1
    }

    /// The number of the case in the reader's list that changed last.
    pub async fn newest_case(&self) -> String {
        let body = self.get("/api/cases/list?query=", "application/json").await;
        let list: CaseListContent = serde_json::from_slice(&body).expect("a list");
        list.rows.first().expect("a case").number.to_string()
    }

    async fn send(&self, mut request: Request<Body>) -> (HeaderMap, Bytes) {
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 40_000))));
        let answer = self.router.clone().oneshot(request).await.expect("the router always answers");
        let status = answer.status();
        let (parts, body) = answer.into_parts();
        let body = to_bytes(body, usize::MAX).await.expect("a whole body");
        assert!(!status.is_client_error() && !status.is_server_error(), "{status}");
        (parts.headers, body)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
