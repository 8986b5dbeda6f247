use super::edit_form::Editing;
use crate::{
    app::{error_text, use_language, use_zone},
    error::AppError,
    features::topics::{
        model::{Deed, DraftState, EditForm},
        rules::NOTE_MOST,
    },
    i18n::text::topic_edit as t,
    ui::{Button, ButtonKind, CheckField, FieldWidth, InputKind, Notice, Symbol, TextArea, TextField, Tone},
};
use leptos::prelude::*;

/// What can become of the text.
#[component]
pub(super) fn EditActions(editing: Editing) -> impl IntoView {
    let language = use_language();
    let EditForm { is_wording, publish_at, .. } = editing.form.get_untracked();
    let content = editing.content;
    // readers of another language are told of every change but this one
    let pairs = content.with_untracked(|content| content.other.is_some() && content.published.is_some());
    let wording = pairs.then(|| {
        view! {
            <CheckField id="wording" name="form[is_wording]" label=t::wording(language) hint=t::wording_hint(language)
                checked=is_wording on_change=editing.taking(|form, is_on| form.is_wording = is_on)/>
        }
    });
    let is_reviewed = Memo::new(move |_| {
        content.with(|content| content.draft.as_ref().is_some_and(|draft| draft.state == DraftState::Review))
    });
    // with scripting the text is shown while it is written
    let alive = RwSignal::new(false);
    Effect::new(move |_| alive.set(true));
    view! {
        {wording}
        <div class="form-actions">
            <DeedButton editing deed=Deed::Save label=t::save(language) symbol=Symbol::Save kind=ButtonKind::Primary/>
            <DeedButton editing deed=Deed::Review label=t::send_to_review(language) symbol=Symbol::Send/>
            <DeedButton editing deed=Deed::Publish label=t::publish_now(language) symbol=Symbol::Check/>
            <span hidden=alive><DeedButton editing deed=Deed::Preview label=t::preview(language) symbol=Symbol::Show/></span>
        </div>
        <div class="topic-edit-later">
            <TextField id="publish_at" name="form[publish_at]" label=t::field_publish_at(language)
                hint=t::field_publish_at_hint(language) kind=InputKind::DateTime width=FieldWidth::Short value=publish_at
                error=editing.of("publish_at", language) on_input=editing.taking(|form, at| form.publish_at = at)/>
            <DeedButton editing deed=Deed::Schedule label=t::schedule(language) symbol=Symbol::Clock/>
        </div>
        {move || is_reviewed.get().then(|| view! { <SendBack editing/> })}
        <Failure editing/>
    }
    .into_any()
}

#[component]
fn DeedButton(
    editing: Editing,
    deed: Deed,
    label: &'static str,
    symbol: Symbol,
    #[prop(optional)] kind: ButtonKind,
) -> impl IntoView {
    view! { <Button label kind symbol name="form[deed]" value=deed.code() busy=editing.action.pending()/> }
}

/// Who reviews it says what is to be done.
#[component]
fn SendBack(editing: Editing) -> impl IntoView {
    let language = use_language();
    let note = editing.form.with_untracked(|form| form.note.clone());
    view! {
        <div class="form-group">
            <TextArea id="note" name="form[note]" label=t::field_note(language) value=note rows=2 maxlength=NOTE_MOST
                error=editing.of("note", language) on_input=editing.taking(|form, note| form.note = note)/>
            <div><DeedButton editing deed=Deed::SendBack label=t::send_back(language) symbol=Symbol::Reply/></div>
        </div>
    }
    .into_any()
}

/// What went wrong with the whole.
#[component]
fn Failure(editing: Editing) -> impl IntoView {
    let (language, zone) = (use_language(), use_zone());
    move || match editing.action.value().get() {
        Some(Err(AppError::Invalid(_)) | Ok(_)) | None => None,
        Some(Err(error)) => {
            let (title, text) = error_text(language, &zone, &error);
            Some(view! { <Notice tone=Tone::Danger title=title live=true>{text}</Notice> })
        }
    }
}
