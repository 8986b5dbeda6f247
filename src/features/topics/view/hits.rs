use crate::{app::use_language, features::topics::model::Hit, ui::MarkedText};
use leptos::prelude::*;

/// Topics that were found, with what was asked for marked.
#[component]
pub fn HitList(hits: Vec<Hit>) -> impl IntoView {
    let language = use_language();
    let hit = |hit: Hit| {
        let Hit { address, language: written, shelf, title, text, .. } = hit;
        let lang = (written != language).then_some(written.tag());
        view! {
            <li class="hit">
                <a class="hit-title" href=address lang=lang><MarkedText text=title/></a>
                <p class="hit-text" lang=lang><MarkedText text/></p>
                <p class="hit-place">{shelf}</p>
            </li>
        }
        .into_any()
    };
    let hits: Vec<_> = hits.into_iter().map(hit).collect();
    view! { <ol class="hits" role="list">{hits}</ol> }.into_any()
}
