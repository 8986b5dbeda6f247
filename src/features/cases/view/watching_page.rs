use super::deeds::tell_failures;
use crate::{
    app::use_language,
    features::cases::api::ConfirmWatching,
    i18n::text::cases as t,
    ui::{
        Button, ButtonKind, Notice, Tone,
        layout::{Page, PageWidth},
    },
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};

/// Where a watcher from outside confirms (CASE-13). Opening the mailed link changes nothing: mail programs do that too.
#[component]
pub fn WatchingPage() -> impl IntoView {
    let language = use_language();
    let (params, query) = (use_params_map(), use_query_map());
    let confirm = ServerAction::<ConfirmWatching>::new();
    tell_failures(confirm);
    let done = move || query.read().get("confirmed").is_some() || matches!(confirm.value().get(), Some(Ok(())));
    let token = move || params.read().get("token").unwrap_or_default();
    view! {
        <Title text=t::watching_title(language)/>
        <Page title=t::watching_title(language) width=PageWidth::Narrow>
            {move || match done() {
                true => view! { <Notice tone=Tone::Success live=true>{t::watching_done(language)}</Notice> }.into_any(),
                false => view! {
                    <ActionForm action=confirm attr:class="form">
                        <p>{t::watching_text(language)}</p>
                        <input type="hidden" name="token" value=token/>
                        <div><Button label=t::watching_confirm(language) kind=ButtonKind::Primary busy=confirm.pending()/></div>
                    </ActionForm>
                }
                .into_any(),
            }}
        </Page>
    }
    .into_any()
}
