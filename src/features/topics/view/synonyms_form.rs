use crate::{
    app::{error_text, problem_text, use_language, use_zone},
    error::AppError,
    features::{
        cases::model::Outcome,
        topics::{api::SaveSynonyms, model::SynonymLines, rules::SYNONYMS_MOST},
    },
    i18n::text::topics as t,
    ui::{Button, Notice, Symbol, TextArea, Tone},
};
use leptos::prelude::*;

/// The words of a language that the search takes for each other.
#[component]
pub fn SynonymsForm(synonyms: SynonymLines) -> impl IntoView {
    let (language, zone) = (use_language(), use_zone());
    let action = ServerAction::<SaveSynonyms>::new();
    let SynonymLines { language: of, lines } = synonyms;
    let problem = Signal::derive(move || match action.value().get()? {
        Ok(Outcome::Problems(problems)) => problems.of("lines").map(|problem| problem_text(language, problem)),
        Ok(Outcome::Done(())) | Err(_) => None,
    });
    let said = move || match action.value().get()? {
        Ok(Outcome::Done(())) => Some(view! { <Notice tone=Tone::Success>{t::saved(language)}</Notice> }),
        Ok(Outcome::Problems(_)) | Err(AppError::Invalid(_)) => None,
        Err(error) => {
            let text = error_text(language, &zone, &error).1;
            Some(view! { <Notice tone=Tone::Danger>{text}</Notice> })
        }
    };
    view! {
        <ActionForm action=action attr:class="form">
            <input type="hidden" name="language" value=of.tag()/>
            <TextArea id=format!("synonyms-{of}") name="lines" label=of.own_name() hint=t::synonyms_hint(language) value=lines
                rows=6 maxlength=SYNONYMS_MOST error=problem/>
            <div class="form-actions"><Button label=t::save(language) symbol=Symbol::Save busy=action.pending()/></div>
            <div role="status">{said}</div>
        </ActionForm>
    }
    .into_any()
}
