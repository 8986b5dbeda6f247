use super::{CasePriority, CaseStatus};
use crate::{
    app::use_language, features::cases::model::CasePageContent, i18n::text::cases as t, route, ui::StatusLook,
};
use leptos::prelude::*;

/// The way up, the number, where the case stands, and its title.
#[component]
pub fn CaseHead(content: Memo<CasePageContent>) -> impl IntoView {
    let language = use_language();
    let state = move || {
        content.with(|content| {
            let case = &content.case;
            view! {
                <span class="number case-number">{case.number.to_string()}</span>
                <CaseStatus status=case.status resolution=case.resolution look=StatusLook::Filled/>
                <CasePriority priority=case.priority/>
                <span class="soft">{case.product_name.clone()}</span>
            }
        })
    };
    view! {
        <header class="case-head">
            <nav class="page-crumbs" aria-label=t::way_up(language)>
                <ol><li><a href=route::CASES>{t::list_title(language)}</a></li></ol>
            </nav>
            <div class="case-line">{state}</div>
            <div class="case-title-row">
                <h1 class="page-title" id="page-title" tabindex="-1">{move || content.with(|content| content.case.title.clone())}</h1>
            </div>
        </header>
    }
    .into_any()
}
