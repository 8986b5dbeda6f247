use super::App;
use crate::{error::AppError, features::access::model::Viewer};
use leptos::{nonce::use_nonce, prelude::*};
use leptos_meta::MetaTags;
use std::{iter, sync::Arc};

/// Addresses of the built browser files that a page needs.
#[derive(Clone, Debug)]
pub struct SiteFiles {
    pub css: String,
    pub js: String,
    pub wasm: String,
    /// What these will ask for: the script that loads chunks, and the chunks of the page's screen.
    pub more_js: Vec<String>,
    pub more_wasm: Vec<String>,
    /// The chunks of the screen to which most readers go on.
    pub next_wasm: Vec<String>,
}

/// Lets a view say that the page's answer is an error; there is none in the browser.
#[derive(Clone)]
pub struct PageStatus(Arc<dyn Fn(&AppError) + Send + Sync>);

impl PageStatus {
    pub fn new(set: impl Fn(&AppError) + Send + Sync + 'static) -> PageStatus {
        PageStatus(Arc::new(set))
    }
    /// Sets the status of the page that is being written, if one is, and when to come again.
    pub fn set(error: &AppError) {
        if let Some(PageStatus(set)) = use_context::<PageStatus>() {
            set(error);
        }
    }
}

/// The HTML document around the application; the server writes it, the browser never renders it.
pub fn shell() -> impl IntoView {
    let viewer = use_context::<Viewer>().unwrap_or_default();
    let files = use_context::<SiteFiles>().expect("the server provides the files' names");
    let theme = (!viewer.theme.is_empty()).then_some(viewer.theme.clone());
    let start = format!(
        "import({js:?}).then(m=>m.default({{module_or_path:{wasm:?}}}).then(()=>m.hydrate()))",
        js = files.js,
        wasm = files.wasm
    );
    let script = |js| view! { <link rel="modulepreload" href=js nonce=use_nonce()/> };
    let module =
        |wasm| view! { <link rel="preload" href=wasm r#as="fetch" r#type="application/wasm" crossorigin="anonymous"/> };
    // says what to fetch once the page is alive; until then it has no meaning for the browser
    let next = |wasm| view! { <link data-next href=wasm r#as="fetch" crossorigin="anonymous"/> };
    let scripts: Vec<_> = iter::once(files.js).chain(files.more_js).map(script).collect();
    let modules: Vec<_> = iter::once(files.wasm).chain(files.more_wasm).map(module).collect();
    let next: Vec<_> = files.next_wasm.into_iter().map(next).collect();
    view! {
        <!DOCTYPE html>
        <html lang=viewer.language.tag() data-theme=theme>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="stylesheet" href=files.css/>
                // a page that is shown in parts moves under the reader's eyes; ours come whole and are small
                <link rel="expect" href="#toasts" blocking="render"/>
                <link rel="preload" href="/fonts/atkinson-hyperlegible-next.woff2" r#as="font" r#type="font/woff2" crossorigin="anonymous"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="manifest" href="/manifest.webmanifest"/>
                {scripts}
                {modules}
                {next}
                <script type="module" nonce=use_nonce() inner_html=start></script>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}
