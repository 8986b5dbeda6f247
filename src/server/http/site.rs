//! The built browser files: what they are called, which of them a page needs, and how they are served.

use crate::app::{Screen, SiteFiles};
use axum::{
    Router,
    extract::Request,
    http::{HeaderValue, header},
    middleware::{self, Next},
    response::Response,
};
use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    sync::Arc,
};
use tower_http::services::{ServeDir, ServeFile};

/// Where the built files are and what they are called; read once at the start. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Site(Arc<Files>);

#[derive(Debug)]
struct Files {
    folder: PathBuf,
    /// The address below which they are served. It carries the hash of all of them, but for development.
    package: String,
    /// The files of each chunk, as the tool that cut them says.
    chunks: HashMap<String, Vec<String>>,
}

const PACKAGE: &str = "/pkg";

impl Site {
    /// Reads `hash.txt`, which the build writes into the site's folder; without it the names carry no hash, as in development.
    pub fn read(folder: &Path) -> Result<Site, String> {
        if !folder.join("pkg").is_dir() {
            return Err(format!("ATIENDE_SITE_DIR: no built browser files in {}", folder.display()));
        }
        let package = match std::fs::read_to_string(folder.join("hash.txt")) {
            Ok(hash) => format!("{PACKAGE}/{}", hash.trim()),
            Err(_) => PACKAGE.to_owned(),
        };
        let chunks = std::fs::read(folder.join(&package[1..]).join("chunks.json")).unwrap_or_default();
        // without them a page finds its chunks by itself, a little later
        let chunks = serde_json::from_slice(&chunks).unwrap_or_default();
        Ok(Site(Arc::new(Files { folder: folder.to_owned(), package, chunks })))
    }

    /// For tests without a browser: pages name files that are not there.
    pub fn none() -> Site {
        let (folder, package) = (PathBuf::from("public"), PACKAGE.to_owned());
        Site(Arc::new(Files { folder, package, chunks: HashMap::new() }))
    }

    /// What a page loads first.
    pub fn files(&self, screen: Option<Screen>) -> SiteFiles {
        let address = |name: &str| format!("{}/{name}", self.0.package);
        let wasm = |screen: Option<Screen>| -> Vec<String> {
            let chunks = screen.and_then(Screen::chunk).and_then(|chunk| self.0.chunks.get(chunk));
            chunks.into_iter().flatten().map(|name| address(&format!("{name}.wasm"))).collect()
        };
        SiteFiles {
            css: self.css(),
            js: address("atiende.js"),
            wasm: address("atiende.wasm"),
            more_js: if self.0.chunks.is_empty() { Vec::new() } else { vec![address("chunks.js")] },
            more_wasm: wasm(screen),
            next_wasm: wasm(screen.and_then(Screen::next)),
        }
    }

    pub fn css(&self) -> String {
        format!("{}/atiende.css", self.0.package)
    }

    pub(super) fn routes<S: Clone + Send + Sync + 'static>(&self) -> Router<S> {
        let hashed = self.0.package != PACKAGE;
        let packaged = ServeDir::new(self.0.folder.join("pkg")).precompressed_br().precompressed_gzip();
        let mut router = Router::new().nest_service(PACKAGE, packaged);
        if hashed {
            router = router.layer(middleware::from_fn(keep_for_ever));
        }
        let fonts = Router::new().nest_service("/fonts", ServeDir::new(self.0.folder.join("fonts")));
        router = router.merge(fonts.layer(middleware::from_fn(keep_for_ever)));
        for name in ["icons.svg", "favicon.svg", "robots.txt", "manifest.webmanifest"] {
            let file = ServeFile::new(self.0.folder.join(name)).precompressed_br().precompressed_gzip();
            let file = Router::new().route_service(&format!("/{name}"), file);
            router = router.merge(file.layer(middleware::from_fn(keep_for_an_hour)));
        }
        router
    }
}

async fn keep_for_ever(request: Request, next: Next) -> Response {
    keep(next.run(request).await, "public, max-age=31536000, immutable")
}

async fn keep_for_an_hour(request: Request, next: Next) -> Response {
    keep(next.run(request).await, "public, max-age=3600")
}

fn keep(mut response: Response, how: &'static str) -> Response {
    if response.status().is_success() {
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(how));
    }
    response
}
