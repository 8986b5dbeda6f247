//! The built browser files: their hashed names, and how they are served.

use axum::{
    Router,
    extract::Request,
    http::{HeaderValue, header},
    middleware::{self, Next},
    response::Response,
};
use std::path::{Path, PathBuf};
use tower_http::services::{ServeDir, ServeFile};

/// Where the built files are and what they are called; read once at the start.
#[derive(Clone, Debug)]
pub struct Site {
    folder: PathBuf,
    pub files: crate::app::SiteFiles,
}

impl Site {
    /// Reads `hash.txt` (lines `js: …`, `wasm: …`, `css: …`), which the build writes into the site's folder. Without it
    /// the names carry no hash, as in development.
    pub fn read(folder: &Path) -> Result<Site, String> {
        if !folder.join("pkg").is_dir() {
            return Err(format!("ATIENDE_SITE_DIR: no built browser files in {}", folder.display()));
        }
        let hashes = std::fs::read_to_string(folder.join("hash.txt")).unwrap_or_default();
        let name = |kind: &str| {
            let hash = hashes.lines().find_map(|line| line.strip_prefix(kind)?.strip_prefix(": "));
            hash.map_or_else(|| format!("/pkg/atiende.{kind}"), |hash| format!("/pkg/atiende.{}.{kind}", hash.trim()))
        };
        let files = crate::app::SiteFiles { js: name("js"), wasm: name("wasm"), css: name("css") };
        Ok(Site { folder: folder.to_owned(), files })
    }

    /// For tests without a browser: pages name files that are not there.
    pub fn none() -> Site {
        let name = |kind: &str| format!("/pkg/atiende.{kind}");
        Site {
            folder: PathBuf::from("public"),
            files: crate::app::SiteFiles { js: name("js"), wasm: name("wasm"), css: name("css") },
        }
    }

    pub(super) fn routes<S: Clone + Send + Sync + 'static>(&self) -> Router<S> {
        let hashed = self.files.wasm != "/pkg/atiende.wasm";
        let packaged = ServeDir::new(self.folder.join("pkg")).precompressed_br().precompressed_gzip();
        let mut router = Router::new().nest_service("/pkg", packaged);
        if hashed {
            router = router.layer(middleware::from_fn(keep_for_ever));
        }
        let fonts = Router::new().nest_service("/fonts", ServeDir::new(self.folder.join("fonts")));
        router = router.merge(fonts.layer(middleware::from_fn(keep_for_ever)));
        for name in ["icons.svg", "favicon.svg", "robots.txt", "manifest.webmanifest"] {
            let file = ServeFile::new(self.folder.join(name)).precompressed_br().precompressed_gzip();
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
