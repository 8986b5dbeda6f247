use super::said::{Said, typed};
use crate::{
    app::{ErrorView, use_language, use_viewer},
    features::{
        access::{
            api::{SavePreferences, open_preferences},
            model::{FormProblem, PreferencesContent, PreferencesForm},
        },
        chat::rules::{CHATS_MOST, CHATS_PER_ENGINEER},
    },
    i18n::{
        Language,
        text::{access as t, frame},
    },
    policy::Action,
    route,
    ui::{
        Button, ButtonKind, CheckField, Choice, ChoiceLayout, ErrorSummary, FieldWidth, InputKind, Notice, RadioGroup,
        SelectField, SelectOption, Skeleton, Symbol, TextField, Tone,
        layout::{Page, PageWidth},
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_meta::Title;

/// The reader's own preferences.
#[component]
pub fn AccountPage() -> impl IntoView {
    let language = use_language();
    let preferences = Resource::new(|| (), |()| open_preferences());
    let said = Said::read(language);
    let saved = (!typed("saved").is_empty()).then(|| t::preferences_saved(language));
    view! {
        <Title text=t::preferences_title(language)/>
        <Page title=t::preferences_title(language) width=PageWidth::Narrow>
            <div class="stack">
                {saved.map(|text| view! { <Notice tone=Tone::Success live=true>{text}</Notice> })}
                <ErrorSummary title=t::preferences_failed(language) lines=said.summary(field)/>
                <Identity/>
            </div>
            <Transition fallback=move || view! { <Skeleton label=t::loading(language)/> }>
                {move || Suspend::new(async move {
                    match preferences.await {
                        Ok(content) => view! { <Preferences content/> }.into_any(),
                        Err(error) => view! { <ErrorView error/> }.into_any(),
                    }
                })}
            </Transition>
        </Page>
    }
    .into_any()
}

/// The id of the field that a problem is about.
fn field(problem: FormProblem) -> &'static str {
    match problem {
        FormProblem::Phone => "phone",
        FormProblem::Zone => "zone",
        FormProblem::ChatsMost => "chats-most",
        FormProblem::Choice
        | FormProblem::Credentials
        | FormProblem::Wait
        | FormProblem::Email
        | FormProblem::EmailTaken
        | FormProblem::Name
        | FormProblem::PasswordMissing
        | FormProblem::PasswordShort
        | FormProblem::PasswordLong
        | FormProblem::PasswordWeak
        | FormProblem::PasswordDiffers => "language",
    }
}

/// Who the reader is; others manage it.
#[component]
fn Identity() -> impl IntoView {
    let language = use_language();
    use_viewer().person.map(|person| {
        view! {
            <dl class="facts" data-layout="ruled">
                <div><dt>{t::name(language)}</dt><dd>{person.name.clone()}</dd></div>
                <div><dt>{t::email(language)}</dt><dd>{person.email.to_string()}</dd></div>
                <div><dt>{t::organization(language)}</dt><dd>{person.organization_name.clone()}</dd></div>
            </dl>
            <p><a href=route::SESSIONS>{frame::sessions(language)}</a></p>
        }
    })
}

/// What can be wrong with the form of preferences.
const OF_PREFERENCES: [FormProblem; 4] =
    [FormProblem::Phone, FormProblem::Zone, FormProblem::ChatsMost, FormProblem::Choice];

/// The form as it was refused: the address has all of it.
fn as_typed() -> PreferencesForm {
    PreferencesForm {
        language: typed("language"),
        theme: typed("theme"),
        zone: typed("zone"),
        phone: typed("phone"),
        shows_typing: !typed("shows_typing").is_empty(),
        shows_marks: !typed("shows_marks").is_empty(),
        chats_most: typed("chats_most"),
    }
}

#[component]
fn Preferences(content: PreferencesContent) -> impl IntoView {
    let language = use_language();
    let said = Said::read(language);
    let PreferencesContent { form, zones } = content;
    let form = if said.error(&OF_PREFERENCES).is_some() { as_typed() } else { form };
    let answers = use_viewer().can(Action::AnswerChat).is_ok();
    view! {
        <form class="form access-preferences" method="post" action=SavePreferences::url()>
            <RadioGroup id="language" name="form[language]" legend=t::language(language) choices=languages()
                value=form.language.clone() layout=ChoiceLayout::Row/>
            <RadioGroup id="theme" name="form[theme]" legend=t::theme(language) choices=themes(language)
                value=form.theme.clone() layout=ChoiceLayout::Ruled/>
            <SelectField id="zone" name="form[zone]" label=t::zone(language) options=zone_options(language, zones, &form)
                value=form.zone.clone() error=said.error(&[FormProblem::Zone])/>
            <TextField id="phone" name="form[phone]" label=t::phone(language) mark=t::optional(language)
                hint=t::phone_hint(language) kind=InputKind::Phone value=form.phone.clone() width=FieldWidth::Short
                error=said.error(&[FormProblem::Phone]) autocomplete="tel"/>
            <fieldset class="field">
                <legend class="field-label">{t::in_chats(language)}</legend>
                <CheckField id="shows-typing" name="form[shows_typing]" label=t::shows_typing(language)
                    checked=form.shows_typing/>
                <CheckField id="shows-marks" name="form[shows_marks]" label=t::shows_marks(language)
                    hint=t::shows_marks_hint(language) checked=form.shows_marks/>
                {answers.then(|| view! {
                    <TextField id="chats-most" name="form[chats_most]" label=t::chats_most(language)
                        mark=t::optional(language) hint=t::chats_most_hint(language, CHATS_MOST, CHATS_PER_ENGINEER)
                        kind=InputKind::Digits value=form.chats_most.clone() width=FieldWidth::Tiny
                        error=said.error(&[FormProblem::ChatsMost])/>
                })}
            </fieldset>
            <div class="form-actions">
                <Button label=t::save(language) kind=ButtonKind::Primary/>
            </div>
        </form>
    }
    .into_any()
}

fn languages() -> Vec<Choice> {
    Language::ALL.into_iter().map(|language| Choice::new(language.tag(), language.own_name())).collect()
}

fn themes(language: Language) -> Vec<Choice> {
    vec![
        Choice::new("", frame::theme_system(language)).hint(t::theme_system_hint(language)).symbol(Symbol::Monitor),
        Choice::new("light", frame::theme_light(language)).symbol(Symbol::Sun),
        Choice::new("dark", frame::theme_dark(language)).symbol(Symbol::Moon),
        Choice::new("contrast", frame::theme_contrast(language))
            .hint(t::theme_contrast_hint(language))
            .symbol(Symbol::Contrast),
    ]
}

/// The organization's zone first; a stored zone that the list lacks stays choosable.
fn zone_options(language: Language, zones: Vec<String>, form: &PreferencesForm) -> Vec<SelectOption> {
    let stored = Some(form.zone.clone()).filter(|zone| !zone.is_empty() && !zones.contains(zone));
    let place = |zone: String| SelectOption::new(zone.clone(), zone.replace('_', " "));
    std::iter::once(SelectOption::new("", t::zone_organization(language)))
        .chain(stored.into_iter().chain(zones).map(place))
        .collect()
}
