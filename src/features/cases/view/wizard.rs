use super::uploads::Uploads;
use crate::{
    app::{local_copy, problem_text, use_language, use_viewer},
    error::AppError,
    features::cases::{
        api::{SaveDraft, save_draft},
        model::{AttachmentSummary, CaseForm, OpenPageContent, ProductSummary, Step},
        rules,
    },
    i18n::Language,
    route,
    values::{Moment, Problems},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};
use std::{collections::BTreeSet, time::Duration};

/// A pause in typing after which the draft is saved.
const PAUSE: Duration = Duration::from_millis(800);
/// After a failure it is tried again by itself.
const RETRY: Duration = Duration::from_secs(8);
/// How long a click takes: a line that appears between its press and its release would move the button away from under it.
const CLICK: Duration = Duration::from_millis(300);

/// The wizard's state, shared by its steps. The step stands in the address; what was typed is kept here and saved on
/// every pause (CASE-5).
#[derive(Clone, Copy)]
pub struct Wizard {
    pub content: Memo<OpenPageContent>,
    pub form: RwSignal<CaseForm>,
    pub step: Memo<Step>,
    /// Are the problems of the step shown?
    pub checked: Memo<bool>,
    /// Counts the attempts to go on from a step with problems.
    attempts: RwSignal<u32>,
    /// The field that is being typed in, and those that were left: only these show problems early.
    typing: StoredValue<Option<&'static str>>,
    left: RwSignal<BTreeSet<&'static str>>,
    save: ServerAction<SaveDraft>,
    /// The steps with changes that are not saved yet.
    unsaved: StoredValue<BTreeSet<Step>>,
    timer: StoredValue<Option<TimeoutHandle>>,
    go_to: Callback<String>,
    /// Files on their way; they go on while the steps change.
    pub uploads: Uploads,
    /// Counts what was restored from this browser: the fields are made anew.
    pub turn: RwSignal<u32>,
    /// The name under which this browser keeps what is not saved, and what it keeps.
    copy: StoredValue<String>,
    copied: StoredValue<String>,
    language: Language,
}

/// Where the draft stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Kept {
    NotYet,
    At(Moment),
    Failed(AppError),
}

impl Wizard {
    pub fn new(content: Memo<OpenPageContent>) -> Wizard {
        let query = use_query_map();
        let navigate = use_navigate();
        let form = content.with_untracked(|content| content.draft.as_ref().map(|draft| draft.form.clone()));
        let wizard = Wizard {
            content,
            form: RwSignal::new(form.unwrap_or_else(|| fresh(&content.get_untracked()))),
            step: Memo::new(move |_| {
                query.read().get("step").and_then(|step| step.parse().ok()).unwrap_or(Step::Product)
            }),
            checked: Memo::new(move |_| query.read().get("check").is_some()),
            attempts: RwSignal::new(0),
            typing: StoredValue::new(None),
            left: RwSignal::default(),
            save: ServerAction::new(),
            unsaved: StoredValue::new(BTreeSet::new()),
            timer: StoredValue::new(None),
            go_to: Callback::new(move |to: String| navigate(&to, NavigateOptions::default())),
            uploads: Uploads::new("case"),
            turn: RwSignal::new(0),
            copy: StoredValue::new(use_viewer().person.map(|person| format!("case:{}", person.id)).unwrap_or_default()),
            copied: StoredValue::default(),
            language: use_language(),
        };
        wizard.restore();
        wizard.save_after_answers();
        on_cleanup(move || {
            wizard.stop_timer();
            wizard.save_and_leave();
        });
        wizard
    }

    /// Changes a field of the step that is shown, and saves after the next pause.
    pub fn set(self, field: &'static str, change: impl FnOnce(&mut CaseForm)) {
        self.form.update(change);
        self.typing.set_value(Some(field));
        let step = self.step.get_untracked();
        self.unsaved.update_value(|unsaved| _ = unsaved.insert(step));
        let steps = self.unsaved.get_value();
        self.copied.set_value(self.form.with_untracked(|form| written(&steps, form)));
        self.copy.with_value(|scope| self.copied.with_value(|copied| local_copy::keep(scope, copied)));
        self.save_in(PAUSE);
    }

    /// What was typed and never reached the server, because the network, the session or the browser ended first (UX-5).
    fn restore(self) {
        Effect::new(move |_| {
            let Some(kept) = self.copy.with_value(|scope| local_copy::kept(scope)) else { return };
            let Ok((steps, typed)) = serde_json::from_str::<(BTreeSet<Step>, CaseForm)>(&kept) else { return };
            let mut form = self.form.get_untracked();
            for step in &steps {
                rules::merge_step(&mut form, typed.clone(), *step);
            }
            if self.form.with_untracked(|stored| *stored == form) {
                self.copy.with_value(|scope| local_copy::stored(scope, &kept));
                return;
            }
            self.form.set(form);
            self.turn.update(|turn| *turn += 1);
            self.copied.set_value(kept);
            self.unsaved.set_value(steps);
            // it has waited long enough
            self.save_in(Duration::ZERO);
        });
    }

    /// The field that was typed in was left: it is saved, and from now on it shows its problem.
    pub fn leave(self) {
        self.save_now();
        if let Some(field) = self.typing.try_update_value(Option::take).flatten() {
            let show = move || {
                self.left.try_update(|left| left.insert(field));
            };
            set_timeout(show, CLICK);
        }
    }

    /// The products on which a case can be opened.
    pub fn products(self) -> Vec<ProductSummary> {
        self.content.with_untracked(|content| content.products.clone())
    }

    /// What is wrong with a step now.
    pub fn problems(self, step: Step) -> Problems {
        let products = self.content.with_untracked(|content| content.products.clone());
        self.form.with(|form| rules::check_step(form, step, &products)).err().unwrap_or_default()
    }

    /// The problem that a field shows, in words. `group` is the name under which the field reports that it was left.
    pub fn problem(self, field: impl Into<String>, group: &'static str) -> Signal<Option<String>> {
        let field = field.into();
        Signal::derive(move || {
            let shown = self.checked.get() || self.left.with(|left| left.contains(group));
            let problems = if shown { self.problems(self.step.get()) } else { return None };
            problems.of(&field).map(|problem| problem_text(self.language, problem))
        })
    }

    /// Goes on to the next step; stays and shows the problems if there are some.
    pub fn go_on(self) {
        let step = self.step.get_untracked();
        self.save_now();
        if untrack(|| self.problems(step)).is_empty() {
            let next = Step::ALL.iter().copied().find(|other| *other > step).unwrap_or(Step::Review);
            self.go_to.run(route::new_case(next.code(), false));
        } else {
            self.show_problems(step);
        }
    }

    /// Goes to any step; what was typed is kept.
    pub fn go(self, step: Step) {
        self.save_now();
        self.go_to.run(route::new_case(step.code(), false));
    }

    /// Shows what is wrong with a step.
    pub fn show_problems(self, step: Step) {
        self.go_to.run(route::new_case(step.code(), true));
        self.attempts.update(|attempts| *attempts += 1);
    }

    /// The problems of the step as they were when the reader tried to go on: they do not change while it is mended.
    pub fn summary(self) -> Memo<Problems> {
        Memo::new(move |_| {
            self.attempts.track();
            let step = self.step.get();
            if self.checked.get() { untrack(|| self.problems(step)) } else { Problems::default() }
        })
    }

    /// Where the draft stands.
    pub fn kept(self) -> Kept {
        match self.save.value().get() {
            Some(Ok(draft)) => Kept::At(draft.updated_at),
            Some(Err(error)) => Kept::Failed(error),
            None => {
                self.content.with(|content| content.draft.as_ref().map_or(Kept::NotYet, |d| Kept::At(d.updated_at)))
            }
        }
    }

    /// The draft's id, once there is one.
    pub fn draft_id(self) -> Option<String> {
        let saved = self.save.value().get().and_then(Result::ok).map(|draft| draft.id.to_string());
        saved.or_else(|| self.content.with(|content| content.draft.as_ref().map(|draft| draft.id.to_string())))
    }

    /// All that is attached now.
    pub fn files(self) -> Vec<AttachmentSummary> {
        self.uploads.all(self.stored_files().get())
    }

    /// Files that the server has for this draft.
    pub fn stored_files(self) -> Signal<Vec<AttachmentSummary>> {
        Signal::derive(move || {
            let saved = self.save.value().get().and_then(Result::ok).map(|draft| draft.attachments);
            saved.unwrap_or_else(|| {
                self.content.with(|c| c.draft.as_ref().map(|d| d.attachments.clone()).unwrap_or_default())
            })
        })
    }

    /// A step that is not saved yet, to be saved now.
    fn take_unsaved(self) -> Option<SaveDraft> {
        let step = self.unsaved.try_update_value(BTreeSet::pop_first).flatten()?;
        let (step, go) = (step.code().to_owned(), "stay".to_owned());
        Some(SaveDraft { form: self.form.get_untracked(), step, go })
    }

    /// This was not saved after all.
    fn put_back(self, step: &str) {
        if let Ok(step) = step.parse() {
            self.unsaved.try_update_value(|unsaved| unsaved.insert(step));
        }
    }

    /// Is an answer to a save still to come? What is sent meanwhile may overtake it.
    pub fn is_saving(self) -> bool {
        self.save.pending().get()
    }

    /// Saves all that was typed, before the case is sent.
    pub async fn save_all(self) -> Result<(), AppError> {
        while let Some(save) = self.take_unsaved() {
            if let Err(error) = save_draft(save.form, save.step.clone(), save.go).await {
                self.put_back(&save.step);
                return Err(error);
            }
        }
        Ok(())
    }

    /// The page is left: nobody waits for the answers, and the local copy is there if they fail.
    fn save_and_leave(self) {
        let saves: Vec<_> = std::iter::from_fn(|| self.take_unsaved()).collect();
        let (scope, copied) = (self.copy.get_value(), self.copied.get_value());
        if saves.is_empty() {
            return;
        }
        spawn_local(async move {
            for save in saves {
                if save_draft(save.form, save.step, save.go).await.is_err() {
                    return;
                }
            }
            local_copy::stored(&scope, &copied);
        });
    }

    /// The draft is not needed any more: nothing of it is saved from now on.
    pub fn give_up(self) {
        self.stop_timer();
        self.unsaved.set_value(BTreeSet::new());
        self.forget_copy();
    }

    /// The draft became a case, or it was thrown away.
    pub fn forget_copy(self) {
        self.copy.with_value(|scope| local_copy::forget(scope));
    }

    /// Saves without waiting for a pause, one at a time: answers that overtake each other would lose what came last.
    pub fn save_now(self) {
        // a timer may outlive the page, whose action must not be asked any more
        let lives = self.timer.try_get_value().is_some();
        if !lives || self.save.pending().get_untracked() {
            return;
        }
        if let Some(save) = self.take_unsaved() {
            self.save.dispatch(save);
        }
    }

    fn save_in(self, wait: Duration) {
        self.stop_timer();
        self.timer.set_value(set_timeout_with_handle(move || self.save_now(), wait).ok());
    }

    fn stop_timer(self) {
        if let Some(timer) = self.timer.try_get_value().flatten() {
            timer.clear();
        }
    }

    /// Saves what was typed meanwhile, and after a failure tries again.
    fn save_after_answers(self) {
        let saved_step = self.save.input();
        let last = StoredValue::new(String::new());
        Effect::new(move |_| {
            if let Some(input) = saved_step.get() {
                last.set_value(input.step);
            }
        });
        Effect::new(move |_| match self.save.value().get() {
            Some(Ok(_)) => {
                if self.unsaved.with_value(BTreeSet::is_empty) {
                    self.copy.with_value(|scope| self.copied.with_value(|copied| local_copy::stored(scope, copied)));
                }
                // an action that an effect starts would end with it
                self.save_in(Duration::ZERO);
            }
            Some(Err(_)) => {
                last.with_value(|step| self.put_back(step));
                self.save_in(RETRY);
            }
            None => {}
        });
    }
}

/// What is kept in this browser: the steps that were typed in, and the form.
fn written(steps: &BTreeSet<Step>, form: &CaseForm) -> String {
    serde_json::to_string(&(steps, form)).unwrap_or_default()
}

/// A form before anything was typed: with the reader's own number, and the product if there is only one.
fn fresh(content: &OpenPageContent) -> CaseForm {
    let phone = use_viewer().person.and_then(|person| person.phone.clone()).unwrap_or_default();
    let product = match &content.products[..] {
        [only] => only.id.to_string(),
        _ => String::new(),
    };
    CaseForm { product, phone, ..CaseForm::default() }
}

/// The id of the control of a field, to which an error summary leads.
pub fn field_id(field: &str) -> String {
    field.replace(['[', ']'], "-").trim_end_matches('-').to_owned()
}
