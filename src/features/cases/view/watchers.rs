use super::{
    deeds::{Deeds, problem_of},
    settle::number_of,
};
use crate::{
    app::{use_language, use_viewer},
    features::cases::{
        model::{CasePageContent, Watcher},
        rules::WATCHERS_MOST,
    },
    i18n::text::cases as t,
    policy::Action,
    ui::{Avatar, Button, ButtonKind, InputKind, Size, Symbol, TextField},
};
use leptos::prelude::*;

/// Who gets the case's mail (CASE-13), with the forms that add and remove them.
#[component]
pub fn Watchers(content: Memo<CasePageContent>, deeds: Deeds) -> impl IntoView {
    let language = use_language();
    let may_change = use_viewer().can(Action::WatchCase).is_ok();
    let watchers = Memo::new(move |_| content.with(|content| content.watchers.clone()));
    let number = number_of(content);
    let of_line = number.clone();
    view! {
        <section class="case-block" id="watchers" aria-labelledby="watchers-title">
            <h2 class="section-title" id="watchers-title">
                {t::watchers(language)}" "<span class="count">{move || watchers.with(Vec::len)}</span>
            </h2>
            <ul class="people" role="list">
                <For each=move || watchers.get() key=|watcher| (watcher.id.clone(), watcher.confirmed) let:watcher>
                    <WatcherLine watcher deeds number=of_line.clone() may_change/>
                </For>
            </ul>
            {may_change.then(|| view! { <AddForm watchers deeds number/> })}
        </section>
    }
    .into_any()
}

#[component]
fn WatcherLine(watcher: Watcher, deeds: Deeds, number: String, may_change: bool) -> impl IntoView {
    let language = use_language();
    let name = watcher.name.clone().unwrap_or_else(|| watcher.email.clone());
    let pending = (!watcher.confirmed).then(|| view! { <br/><span class="soft">{t::watcher_pending(language)}</span> });
    let label = t::watcher_remove(language, &name);
    let remove = may_change.then(|| {
        view! {
            <ActionForm action=deeds.remove_watcher>
                <input type="hidden" name="case" value=number/>
                <input type="hidden" name="watcher" value=watcher.id.to_string()/>
                <Button label=label kind=ButtonKind::Quiet size=Size::Small
                    symbol=Symbol::Close hidden_label=true/>
            </ActionForm>
        }
    });
    view! {
        <li class="people-item">
            <Avatar name=&name/>
            <span class="people-name">{name.clone()}{pending}</span>
            {remove}
        </li>
    }
    .into_any()
}

#[component]
fn AddForm(watchers: Memo<Vec<Watcher>>, deeds: Deeds, number: String) -> impl IntoView {
    let language = use_language();
    let full = move || watchers.with(|watchers| watchers.len() >= WATCHERS_MOST as usize);
    let problem = problem_of(deeds.add_watcher, "email");
    move || {
        let number = number.clone();
        match full() {
            true => view! { <p class="soft small">{t::watchers_full(language, WATCHERS_MOST)}</p> }.into_any(),
            false => view! {
                <ActionForm action=deeds.add_watcher attr:class="case-add">
                    <input type="hidden" name="case" value=number/>
                    <TextField id="watcher-email" name="email" label=t::watcher_add(language) kind=InputKind::Email
                        autocomplete="email" required=true error=problem/>
                    <Button label=t::add(language) busy=deeds.add_watcher.pending()/>
                </ActionForm>
            }
            .into_any(),
        }
    }
}
