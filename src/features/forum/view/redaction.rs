use super::words::trace_name;
use crate::{
    app::use_language,
    features::forum::{
        model::{Known, ThreadForm},
        rules::{Found, find, traces},
    },
    i18n::text::forum as t,
    ui::{Notice, Tone},
};
use leptos::prelude::*;

/// What may identify somebody in a text that comes from a case: marked in the text as it stands, and each to be changed
/// there or confirmed here before it can be published (FORUM-3).
#[component]
pub(super) fn Redaction(typed: RwSignal<ThreadForm>, known: Known, error: Signal<Option<String>>) -> impl IntoView {
    let language = use_language();
    let known = StoredValue::new(known);
    let found = Memo::new(move |_| known.with_value(|known| typed.with(|form| traces(form, known))));
    let lines = move || {
        let found = found.get().into_iter().enumerate();
        found
            .map(|(at, (trace, text))| view! { <Line at trace=trace_name(language, trace) text typed/> })
            .collect::<Vec<_>>()
    };
    let count = move || match found.with(Vec::len) {
        0 => t::traces_none(language).to_owned(),
        found => t::traces_found(language, found as i64),
    };
    view! {
        <section class="redaction" id="confirmed" aria-labelledby="confirmed-title">
            <h2 class="section-title" id="confirmed-title">{t::traces(language)}</h2>
            <p class="soft small">{t::traces_hint(language)}</p>
            {move || error.get().map(|text| view! { <Notice tone=Tone::Danger live=true>{text}</Notice> })}
            <Marked typed known/>
            <p class="small" role="status">{count}</p>
            <ul class="redaction-list" role="list">{lines}</ul>
        </section>
    }
    .into_any()
}

/// One that was found, and the word that it may be published.
#[component]
fn Line(at: usize, trace: &'static str, text: String, typed: RwSignal<ThreadForm>) -> impl IntoView {
    let language = use_language();
    let id = format!("confirmed-{at}");
    let checked = typed.with_untracked(|form| form.confirmed.values().any(|said| *said == text));
    let said = text.clone();
    view! {
        <li class="choice">
            <input class="choice-input" type="checkbox" id=id.clone() name=format!("form[confirmed][{at}]") value=text.clone()
                checked=checked
                on:change=move |event| {
                    let is_on = event_target_checked(&event);
                    typed.update(|form| {
                        form.confirmed.retain(|_, confirmed| *confirmed != said);
                        if is_on {
                            form.confirmed.insert(said.clone(), said.clone());
                        }
                    });
                }/>
            <label class="choice-label" for=id>
                <span><mark><bdi>{text}</bdi></mark>" "<span class="soft small">{trace}</span><span class="hidden-text">" "{t::may_be_published(language)}</span></span>
            </label>
        </li>
    }
    .into_any()
}

/// The texts as they are typed, with everything marked that was found.
#[component]
fn Marked(typed: RwSignal<ThreadForm>, known: StoredValue<Known>) -> impl IntoView {
    let language = use_language();
    let marked = move |text: &str| {
        let found = known.with_value(|known| find(text, known));
        pieces(text, &found)
    };
    view! {
        <div class="redaction-text plain-text" role="region" tabindex="0" aria-label=t::traces_text(language)>
            <strong>{move || typed.with(|form| marked(&form.title))}</strong>
            "\n\n"
            {move || typed.with(|form| marked(&form.body))}
        </div>
    }
    .into_any()
}

fn pieces(text: &str, found: &[Found]) -> Vec<AnyView> {
    let mut at = 0;
    let mut pieces = Vec::new();
    for found in found {
        pieces.push(text[at..found.from].to_owned().into_any());
        pieces.push(view! { <mark>{text[found.range()].to_owned()}</mark> }.into_any());
        at = found.to;
    }
    pieces.push(text[at..].to_owned().into_any());
    pieces
}
