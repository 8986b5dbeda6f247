use super::edit_form::Editing;
use crate::{
    app::{error_text, use_language, use_zone},
    error::AppError,
    features::topics::{
        api::preview_topic,
        model::{OtherSide, Preview, Trouble},
    },
    i18n::{Language, date, text::topic_edit as t, text::topics},
    ui::{Icon, Prose, Symbol},
};
use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};
use std::time::Duration;

/// So long nothing is typed before the text is shown anew.
const PAUSE: Duration = Duration::from_millis(400);

/// What stands beside the text: how it will look, or the same topic in the other language; one of them is open.
#[component]
pub(super) fn Beside(editing: Editing) -> impl IntoView {
    let language = use_language();
    let other = editing.content.with_untracked(|content| content.other.clone());
    view! {
        <aside class="topic-beside" aria-label=t::beside(language)>
            <details class="topic-beside-part" name="topic-beside" open=true>
                <summary>{t::preview(language)}</summary>
                <Shown editing/>
            </details>
            {other.map(|other| view! { <Other other/> })}
        </aside>
    }
    .into_any()
}

/// The text as it will look. Only the newest answer is shown.
#[component]
fn Shown(editing: Editing) -> impl IntoView {
    let answer = newest(editing);
    let first = editing.content.with_untracked(|content| content.preview.clone());
    let shown = Memo::new(move |before: Option<&Preview>| match answer.get() {
        Some(Some(Ok(now))) => now,
        Some(Some(Err(_)) | None) | None => before.unwrap_or(&first).clone(),
    });
    let failed = Memo::new(move |_| answer.get().flatten().and_then(Result::err));
    let (language, zone) = (use_language(), use_zone());
    view! {
        <div class="topic-beside-text" tabindex="0" role="region" aria-label=t::preview(language)>
            {move || failed.get().map(|error| {
                view! { <p class="field-error"><Icon symbol=Symbol::Danger/><span>{error_text(language, &zone, &error).1}</span></p> }
            })}
            {move || view! { <Rendered preview=shown.get()/> }}
        </div>
    }
    .into_any()
}

/// What the server makes of the text, after each pause of typing; nothing before the first.
fn newest(editing: Editing) -> LocalResource<Option<Result<Preview, AppError>>> {
    let asked = Memo::new(move |_| (editing.place(), editing.form.with(|form| form.body.clone())));
    let first = asked.get_untracked();
    let settled = RwSignal::new(first.clone());
    let timer = StoredValue::new(None::<TimeoutHandle>);
    Effect::new(move |_| {
        let now = asked.get();
        if let Some(waiting) = timer.get_value() {
            waiting.clear();
        }
        timer.set_value(set_timeout_with_handle(move || settled.set(now), PAUSE).ok());
    });
    LocalResource::new(move || {
        let (now, is_first) = settled.with(|now| (now.clone(), *now == first));
        async move {
            let ((language, path), body) = now;
            if is_first { None } else { Some(preview_topic(language, path, body).await) }
        }
    })
}

#[component]
fn Rendered(preview: Preview) -> impl IntoView {
    let language = use_language();
    let Preview { heading, html, findings } = preview;
    let empty = html.is_empty().then(|| view! { <p class="soft">{t::preview_empty(language)}</p> });
    let finding = |(trouble, about): (Trouble, String)| view! { <li>{trouble_text(language, trouble, about)}</li> };
    let findings: Vec<_> = findings.into_iter().map(finding).collect();
    let found = (!findings.is_empty()).then(|| {
        view! {
            <section class="topic-findings" aria-labelledby="topic-findings">
                <p class="topic-findings-title" id="topic-findings"><Icon symbol=Symbol::Warning/>{t::findings(language)}</p>
                <ul>{findings}</ul>
            </section>
        }
    });
    view! {
        {found}
        {heading.map(|heading| view! { <p class="topic-beside-heading">{heading}</p> })}
        {empty}
        <div class="topic-text"><Prose html/></div>
    }
    .into_any()
}

fn trouble_text(language: Language, trouble: Trouble, about: String) -> String {
    match trouble {
        Trouble::FrontMatter => about,
        Trouble::NoSnippet => t::no_snippet(language, about),
        Trouble::LoopedSnippet => t::looped_snippet(language, about),
        Trouble::SurplusSnippet => t::surplus_snippet(language, about),
        Trouble::Unopened => t::unopened(language, about),
        Trouble::Unclosed => t::unclosed(language, about),
        Trouble::UnknownMark => t::unknown_mark(language, about),
        Trouble::Picture => t::picture(language, about),
        Trouble::File => t::file(language, about),
        Trouble::Nowhere => t::nowhere(language, about),
        Trouble::NoPlace => t::no_place(language, about),
    }
}

/// The same topic in the other language: as it looks, and as it is written.
#[component]
fn Other(other: OtherSide) -> impl IntoView {
    let (language, zone) = (use_language(), use_zone());
    let OtherSide { language: written, address, title, body, html, changed_at, .. } = other;
    let place = if written == language { topics::found_in_own(language) } else { topics::found_in_other(language) };
    view! {
        <details class="topic-beside-part" name="topic-beside">
            <summary>{place}</summary>
            <div class="topic-beside-text" tabindex="0" role="region" aria-label=place>
                <p class="topic-beside-heading" lang=written.tag()><a href=address>{title}</a></p>
                <p class="soft small">{t::other_changed(language, date(language, &zone, changed_at))}</p>
                <div class="topic-text" lang=written.tag()><Prose html/></div>
            </div>
        </details>
        <details class="topic-beside-part" name="topic-beside">
            <summary>{t::other_source(language, place)}</summary>
            <pre class="topic-beside-text topic-source" tabindex="0" lang=written.tag()>{body}</pre>
        </details>
    }
    .into_any()
}
