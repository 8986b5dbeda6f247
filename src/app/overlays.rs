//! What stands over a page when a key or a menu calls it. Its code is a part of the chunk of help and comes when it is first
//! called.

use super::shortcut_help::ShortcutHelp;
use crate::{features::search::view::Palette, route};
use leptos::{
    prelude::*,
    wasm_split::{SplitLoaderError, wasm_split},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overlay {
    /// The list of shortcuts.
    Shortcuts,
    /// The search over everything.
    Palette,
}

/// An overlay, from its first call on.
#[component]
pub fn Over(overlay: Overlay, open: RwSignal<bool>) -> impl IntoView {
    let is_called = Memo::new(move |before: Option<&bool>| open.get() || before.copied().unwrap_or_default());
    let view = move || is_called.get().then(|| Suspend::new(view(overlay, open)));
    view! { <Transition fallback=|| ()>{view}</Transition> }
}

/// Nothing if its code cannot be loaded; the search is a page, too.
async fn view(overlay: Overlay, open: RwSignal<bool>) -> Option<AnyView> {
    match overlay {
        Overlay::Shortcuts => shortcuts(open).await.ok(),
        Overlay::Palette => match palette(open).await {
            Ok(view) => Some(view),
            Err(_) => {
                let _ = window().location().set_href(route::SEARCH);
                None
            }
        },
    }
}

#[wasm_split(help, wasm_split_path = leptos::wasm_split, fallible)]
fn shortcuts(open: RwSignal<bool>) -> Result<AnyView, SplitLoaderError> {
    Ok(view! { <ShortcutHelp open/> }.into_any())
}

#[wasm_split(help, wasm_split_path = leptos::wasm_split, fallible)]
fn palette(open: RwSignal<bool>) -> Result<AnyView, SplitLoaderError> {
    Ok(view! { <Palette open/> }.into_any())
}
