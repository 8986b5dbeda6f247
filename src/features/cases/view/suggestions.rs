use super::wizard::Wizard;
use crate::{
    app::{as_typed, use_language},
    features::{
        search::{
            api::{Solve, suggest},
            model::{Answer, Suggestion},
        },
        topics::rules::says_enough,
    },
    i18n::{Language, text::topics as t},
    route,
    ui::{Button, Icon, MarkedText, Size, Symbol},
};
use leptos::{ev::SubmitEvent, html, prelude::*, server_fn::ServerFn};

/// The field that says what solved it.
const ANSWER: &str = "answer";

/// Topics and accepted answers beside a case that is being written (HELP-3). They come and go without taking the focus or
/// moving the form.
#[component]
pub fn Suggestions(wizard: Wizard) -> impl IntoView {
    let language = use_language();
    let asked = Memo::new(move |_| wizard.form.with(|form| (form.product.clone(), form.title.trim().to_owned())));
    let first = wizard.content.with_untracked(|content| content.suggestions.clone());
    let shown = as_typed(asked, first, |(product, title)| async move {
        if says_enough(&title) { suggest(product, title).await.ok() } else { Some(Vec::new()) }
    });
    let list = move || {
        let found = shown.get();
        (!found.is_empty()).then(|| {
            let lines: Vec<_> = found.into_iter().map(|found| line(language, found)).collect();
            view! {
                <h2 class="section-title"><Icon symbol=Symbol::Lightbulb/>{t::perhaps(language)}</h2>
                <ul role="list">{lines}</ul>
            }
        })
    };
    let solved = Solved::new(wizard);
    view! {
        <aside class="wizard-suggestions" aria-label=t::perhaps(language) aria-live="polite">
            // one form around all lines, which come and go: it is there when the draft is saved at last
            <form method="post" action=Solve::PATH node_ref=solved.form on:submit=move |event| solved.submit(&event)>
                <input type="hidden" node_ref=solved.field/>
                {list}
            </form>
        </aside>
    }
    .into_any()
}

fn line(language: Language, found: Suggestion) -> impl IntoView {
    let (address, answer, title, lang, note) = match found {
        Suggestion::Topic(hit) => {
            let lang = (hit.language != language).then_some(hit.language.tag());
            (hit.address, Answer::Topic(hit.id.as_str()).to_string(), hit.title, lang, None)
        }
        Suggestion::Thread(hit) => {
            let id = &hit.thread.id;
            let note = t::accepted_answer(language);
            (route::thread(id), Answer::Thread(id.as_str()).to_string(), hit.title, None, Some(note))
        }
    };
    let note = note.map(|note| view! { <p class="soft small">{note}</p> });
    view! {
        <li>
            // read beside the form, which stays as it is
            <a href=address target="_blank" lang=lang><MarkedText text=title/></a>
            {note}
            <Button label=t::solved_it(language) size=Size::Small symbol=Symbol::Check name=ANSWER value=answer/>
        </li>
    }
}

/// The wish to be done with the draft. A draft on its way to be saved would come back behind its deletion: what solved it is
/// sent when the answer to that save is here.
#[derive(Clone, Copy)]
struct Solved {
    wizard: Wizard,
    form: NodeRef<html::Form>,
    field: NodeRef<html::Input>,
    waits: RwSignal<bool>,
}

impl Solved {
    fn new(wizard: Wizard) -> Solved {
        let solved = Solved { wizard, form: NodeRef::new(), field: NodeRef::new(), waits: RwSignal::new(false) };
        Effect::new(move |_| {
            if solved.waits.get() && !wizard.is_saving() {
                solved.send();
            }
        });
        solved
    }

    fn submit(self, event: &SubmitEvent) {
        let wanted = event.submitter().and_then(|button| button.get_attribute("value"));
        let (Some(wanted), Some(field)) = (wanted, self.field.get_untracked()) else { return };
        event.prevent_default();
        field.set_name(ANSWER);
        field.set_value(&wanted);
        self.waits.set(true);
    }

    fn send(self) {
        self.wizard.give_up();
        if let Some(form) = self.form.get_untracked() {
            // not allowed is only what a policy of the page forbids, and it forbids no form of its own
            let _ = form.submit();
        }
    }
}
