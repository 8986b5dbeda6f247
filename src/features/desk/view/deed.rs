use super::super::api::{
    AssignCase, SetPriority, SetStatus, TakeCase, assign_case, set_priority, set_status, take_case,
};
use crate::{
    app::{Notices, error_text, use_language, use_notices, use_zone},
    error::AppError,
    features::cases::{api::open_case, model::CasePageContent},
    i18n::{Language, text::desk as t},
    values::Zone,
};
use leptos::{ev::SubmitEvent, form::FromFormData, prelude::*};

/// What an engineer does to a case, as its form posts it.
#[derive(Clone, Debug)]
pub(super) enum Deed {
    Take(TakeCase),
    Assign(AssignCase),
    SetStatus(SetStatus),
    SetPriority(SetPriority),
}

impl Deed {
    /// The case's number as the form holds it.
    pub(super) fn case(&self) -> &str {
        match self {
            Deed::Take(form) => &form.case,
            Deed::Assign(form) => &form.case,
            Deed::SetStatus(form) => &form.case,
            Deed::SetPriority(form) => &form.case,
        }
    }

    async fn send(self) -> Result<(), AppError> {
        match self {
            Deed::Take(form) => take_case(form.case).await,
            Deed::Assign(form) => assign_case(form.case, form.engineer).await,
            Deed::SetStatus(form) => set_status(form.case, form.status, form.resolution).await,
            Deed::SetPriority(form) => set_priority(form.case, form.priority).await,
        }
    }

    fn done(&self, language: Language) -> String {
        match self {
            Deed::Take(form) => t::taken(language, &form.case),
            Deed::Assign(form) if form.engineer.is_empty() => t::given_back(language, &form.case),
            Deed::Assign(form) => t::assigned(language, &form.case),
            Deed::SetStatus(form) => t::status_set(language, &form.case),
            Deed::SetPriority(form) => t::priority_set(language, &form.case),
        }
    }
}

/// Carries out deeds: says what came of them and then shows the case or queue anew. One at a time.
#[derive(Clone, Copy)]
pub(super) struct Deeds(Action<Deed, ()>);

impl Deeds {
    /// For the calling component; `refetch` asks its page's content again.
    pub(super) fn new(refetch: Callback<()>) -> Deeds {
        let (language, zone, notices) = (use_language(), use_zone(), use_notices());
        Deeds(Action::new(move |deed: &Deed| {
            let (deed, zone) = (deed.clone(), zone.clone());
            async move {
                tell(notices, language, &zone, deed).await;
                // the page may have been left meanwhile
                refetch.try_run(());
            }
        }))
    }

    pub(super) fn carry_out(self, deed: Deed) {
        if !self.0.pending().get_untracked() {
            self.0.dispatch(deed);
        }
    }

    /// Sends a form by hand that the browser is about to post.
    pub(super) fn submit<F: FromFormData>(self, event: &SubmitEvent, deed: impl FnOnce(F) -> Deed) {
        if let Ok(form) = F::from_event(event) {
            event.prevent_default();
            self.carry_out(deed(form));
        }
    }

    /// Is a deed of this kind under way?
    pub(super) fn busy(self, which: impl Fn(&Deed) -> bool + Send + Sync + 'static) -> Signal<bool> {
        let (pending, input) = (self.0.pending(), self.0.input());
        Signal::derive(move || pending.get() && input.with(|deed| deed.as_ref().is_some_and(&which)))
    }
}

async fn tell(notices: Notices, language: Language, zone: &Zone, deed: Deed) {
    match deed.clone().send().await {
        Ok(()) => notices.success(deed.done(language)),
        Err(AppError::Conflict) => notices.failure(match faster(&deed).await {
            Some(name) => t::faster(language, name, deed.case()),
            None => t::faster_unknown(language, deed.case()),
        }),
        Err(error) => {
            let (title, text) = error_text(language, zone, &error);
            notices.failure(format!("{title}. {text}"));
        }
    }
}

/// Who came before: whoever has the case, or did the last thing to it.
async fn faster(deed: &Deed) -> Option<String> {
    let CasePageContent { case, events, .. } = open_case(deed.case().to_owned()).await.ok()?;
    let person = match deed {
        Deed::Take(_) => case.assignee,
        Deed::Assign(_) | Deed::SetStatus(_) | Deed::SetPriority(_) => {
            events.last().and_then(|event| event.author.clone())
        }
    };
    person.map(|person| person.name)
}
