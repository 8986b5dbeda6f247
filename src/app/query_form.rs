//! A form that only asks: its fields become the query of an address.

use crate::route;
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use std::sync::OnceLock;

/// Reads the fields of a form that is sent as a query.
pub type QueryOf = fn(&SubmitEvent) -> Option<String>;

static QUERY_OF: OnceLock<QueryOf> = OnceLock::new();

/// Called by the browser at its start.
pub fn install(query_of: QueryOf) {
    // a second start of one page changes nothing
    let _ = QUERY_OF.set(query_of);
}

/// Without scripting the browser leads to the address; with it the page stays and goes on from there. The router's own form can
/// post as well, which none of these does.
#[component]
pub fn QueryForm(action: &'static str, class: &'static str, children: Children) -> impl IntoView {
    let navigate = use_navigate();
    let ask = move |event: SubmitEvent| {
        if let Some(query) = QUERY_OF.get().and_then(|query_of| query_of(&event)) {
            event.prevent_default();
            navigate(&route::with_query(action, &query), NavigateOptions::default());
        }
    };
    view! { <form method="get" action=action class=class on:submit=ask>{children()}</form> }.into_any()
}
