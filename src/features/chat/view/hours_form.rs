use super::hours_page::{Now, State, state_text};
use crate::{
    app::{error_text, problem_text, use_language, use_notices, use_zone},
    error::AppError,
    features::{
        cases::model::Outcome,
        chat::{
            api::SetHours,
            model::{HoursContent, HoursForm, HoursMode, ProductHours},
            rules::{DAYS, Hours, check_hours},
        },
    },
    i18n::{Language, text::chat_hours as t},
    route,
    ui::{
        Button, ButtonKind, Choice, ChoiceLayout, Notice, RadioGroup, SelectField, SelectOption, TextArea, TextField,
        Tone,
        layout::{Crumb, Page, PageWidth},
    },
    values::{Kept, Problem, Problems},
};
use leptos::{form::FromFormData, prelude::*, server_fn::ServerFn};
use leptos_meta::Title;
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// The hours of one product's chat.
#[component]
pub fn WriteHours(content: Memo<HoursContent>, hours: ProductHours, kept: Kept<HoursForm>) -> impl IntoView {
    let language = use_language();
    let title = t::hours_of(language, &hours.product.name);
    let page_title = title.clone();
    let crumbs = vec![Crumb { href: route::CHAT_HOURS.to_owned(), label: t::title(language).to_owned() }];
    view! {
        <Title text=title/>
        <Page title=page_title width=PageWidth::Narrow crumbs crumbs_label=t::way_up(language)>
            <p><Now hours/></p>
            <Form content kept/>
        </Page>
    }
    .into_any()
}

#[component]
fn Form(content: Memo<HoursContent>, kept: Kept<HoursForm>) -> impl IntoView {
    let language = use_language();
    let Kept { form, problems } = kept;
    let zones = content.with_untracked(|content| content.zones.clone());
    let saving = Saving::new(problems);
    let of = move |field| saving.of(field, language);
    let zone = |name: String| SelectOption::new(name.clone(), name.replace('_', " "));
    // a stored zone that the list lacks stays choosable
    let other = Some(form.zone.clone()).filter(|stored| !stored.is_empty() && !zones.contains(stored));
    let options: Vec<_> = other.into_iter().chain(zones).map(zone).collect();
    let typed = RwSignal::new(form.clone());
    view! {
        <form
            class="form chat-hours"
            method="post"
            action=SetHours::PATH
            on:submit=move |event| {
                event.prevent_default();
                if let Ok(hours) = SetHours::from_event(&event) {
                    saving.send(hours);
                }
            }
        >
            <input type="hidden" name="form[product]" value=form.product/>
            <RadioGroup id="mode" name="form[mode]" legend=t::mode(language) choices=modes(language) value=form.mode
                layout=ChoiceLayout::Ruled error=of("mode") on_change=move |mode| typed.update(|form| form.mode = mode)/>
            <SelectField id="zone" name="form[zone]" label=t::zone(language) hint=t::zone_hint(language)
                options=Signal::stored(options) value=form.zone error=of("zone")
                on_change=move |zone| typed.update(|form| form.zone = zone)/>
            <Week typed saving/>
            <TextArea id="holidays" name="form[holidays]" label=t::holidays(language) hint=t::holidays_hint(language)
                value=form.holidays rows=4 error=of("holidays")
                on_input=move |dates| typed.update(|form| form.holidays = dates)/>
            <Preview content typed/>
            <Failure saving/>
            <div class="form-actions" data-sticky="">
                <Button label=t::save(language) kind=ButtonKind::Primary busy=saving.action.pending()/>
            </div>
        </form>
    }
    .into_any()
}

/// What would hold now, if the form were saved; absent while something in it is not right, or in another zone, whose clock
/// only the server knows.
#[component]
fn Preview(content: Memo<HoursContent>, typed: RwSignal<HoursForm>) -> impl IntoView {
    let (language, reader) = (use_language(), use_zone());
    let (clock, now) = content.with_untracked(|content| (content.zone.clone(), content.now));
    let state = Memo::new(move |_| {
        let new = typed.with(|form| check_hours(form, |zone| *zone == *clock.name)).ok()?;
        let Some(week) = new.hours else { return Some(State::Always) };
        let hours = Hours { zone: clock.clone(), week: week.week, holidays: week.holidays };
        Some(if hours.is_open(now) { State::Open } else { State::Closed(hours.opens_at(now)) })
    });
    view! {
        <p class="chat-hours-preview" role="status">
            {move || state.get().map(|state| t::preview(language, state_text(language, &reader, state)))}
        </p>
    }
}

fn modes(language: Language) -> Vec<Choice> {
    let choice = |mode: HoursMode, label: &str, hint: &str| Choice::new(mode.code(), label).hint(hint);
    vec![
        choice(HoursMode::Always, t::always(language), t::always_hint(language)),
        choice(HoursMode::Weekly, t::weekly(language), t::weekly_hint(language)),
    ]
}

/// A line for each day.
#[component]
fn Week(typed: RwSignal<HoursForm>, saving: Saving) -> impl IntoView {
    let language = use_language();
    let lines = typed.with_untracked(|form| form.days().map(str::to_owned));
    let days: Vec<_> = DAYS
        .into_iter()
        .zip(lines)
        .enumerate()
        .map(|(day, (field, line))| {
            let on_input = move |line: String| typed.update(|form| *form.days_mut()[day] = line);
            view! {
                <TextField id=field name=format!("form[{field}]") label=day_name(language, field) value=line
                    placeholder=t::closed_day(language) error=saving.of(field, language) on_input=on_input/>
            }
        })
        .collect();
    view! {
        <fieldset class="field">
            <legend class="field-label">{t::week(language)}</legend>
            <p class="field-hint">{t::week_hint(language)}</p>
            <div class="chat-hours-week">{days}</div>
        </fieldset>
    }
    .into_any()
}

fn day_name(language: Language, field: &str) -> &'static str {
    match field {
        "monday" => t::monday(language),
        "tuesday" => t::tuesday(language),
        "wednesday" => t::wednesday(language),
        "thursday" => t::thursday(language),
        "friday" => t::friday(language),
        "saturday" => t::saturday(language),
        _ => t::sunday(language),
    }
}

/// Setting the hours, and what is wrong with them.
#[derive(Clone, Copy)]
struct Saving {
    action: ServerAction<SetHours>,
    problems: RwSignal<Problems>,
}

impl Saving {
    fn new(problems: Problems) -> Saving {
        let saving = Saving { action: ServerAction::new(), problems: RwSignal::new(problems) };
        let (language, notices, navigate) = (use_language(), use_notices(), use_navigate());
        Effect::new(move |_| match saving.action.value().get() {
            Some(Ok(Outcome::Done(()))) => {
                notices.success(t::saved(language).to_owned());
                navigate(route::CHAT_HOURS, NavigateOptions::default());
            }
            Some(Ok(Outcome::Problems(problems)) | Err(AppError::Invalid(problems))) => saving.problems.set(problems),
            Some(Err(_)) | None => {}
        });
        saving
    }

    fn send(self, hours: SetHours) {
        // the server knows the zones
        let problems = check_hours(&hours.form, |zone| !zone.is_empty()).err().unwrap_or_default();
        let is_fine = problems.is_empty();
        self.problems.set(problems);
        if is_fine && !self.action.pending().get_untracked() {
            self.action.dispatch(hours);
        }
    }

    fn of(self, field: &'static str, language: Language) -> Signal<Option<String>> {
        Signal::derive(move || self.problems.with(|all| all.of(field).map(|one| problem_of(language, field, one))))
    }
}

fn problem_of(language: Language, field: &str, problem: &Problem) -> String {
    match (field, problem) {
        ("holidays", Problem::NotUnderstood { what }) => t::problem_date(language, what),
        (_, Problem::NotUnderstood { what }) => t::problem_times(language, what),
        ("monday", Problem::Missing) => t::problem_no_opening(language).to_owned(),
        (_, Problem::Duplicate) => t::problem_overlap(language).to_owned(),
        (_, problem) => problem_text(language, problem),
    }
}

/// What went wrong with the whole.
#[component]
fn Failure(saving: Saving) -> impl IntoView {
    let (language, zone) = (use_language(), use_zone());
    move || match saving.action.value().get() {
        Some(Err(AppError::Invalid(_)) | Ok(_)) | None => None,
        Some(Err(error)) => {
            let (title, text) = error_text(language, &zone, &error);
            Some(view! { <Notice tone=Tone::Danger title=title live=true>{text}</Notice> })
        }
    }
}
