use crate::{
    app::{error_text, use_language, use_shortcuts, use_zone},
    error::AppError,
    features::{
        answers::{
            api::list_answers,
            model::CannedAnswer,
            rules::{Values, fill, matches},
        },
        topics::{
            api::open_help,
            model::{HelpQuery, Hit, link},
        },
    },
    i18n::text::answers as t,
    ui::{Icon, Kbd, Symbol},
    values::ProductId,
};
use leptos::{ev::KeyboardEvent, html, prelude::*};

const FILTER: &str = "answer-filter";
const LIST: &str = "answer-list";
/// Letters from which on help topics are looked for, and how many are offered.
const LETTERS_LEAST: usize = 2;
const TOPICS_MOST: usize = 5;
/// The key that opens the menu while the box has the focus, with Alt; outside of fields `/` does.
const KEY: &str = "KeyR";

/// What the menu offers.
#[derive(Clone, PartialEq)]
enum Offer {
    Answer(CannedAnswer),
    /// A help topic, to which a link is written (CHAT-9).
    Topic(Hit),
}

/// The menu of canned answers and help topics beside a box: what it offers, and what is chosen in it. The focus stays in
/// its search field.
#[derive(Clone, Copy)]
pub struct Picker {
    open: RwSignal<bool>,
    filter: RwSignal<String>,
    /// The place of the offer that Enter takes.
    active: RwSignal<usize>,
    found: Memo<Vec<Offer>>,
    answers: Action<(), Result<Vec<CannedAnswer>, AppError>>,
    values: StoredValue<Values>,
    /// Takes a filled-in text, or nothing if the menu was left; the box has the focus again afterwards.
    chosen: Callback<Option<String>>,
}

impl Picker {
    /// For a chat on a product. `values` are those of the variables.
    pub fn new(product: ProductId, values: Values, chosen: Callback<Option<String>>) -> Picker {
        let answers = Action::new(move |(): &()| list_answers(product.to_string()));
        let filter = RwSignal::new(String::new());
        let (open, active, values) = (RwSignal::new(false), RwSignal::new(0), StoredValue::new(values));
        let topics = topics(open, filter);
        let found = Memo::new(move |_| {
            let answers = match answers.value().get() {
                Some(Ok(all)) => filter.with(|filter| all.into_iter().filter(|one| matches(one, filter)).collect()),
                Some(Err(_)) | None => Vec::new(),
            };
            let topics = topics.get().unwrap_or_default().into_iter().map(Offer::Topic);
            answers.into_iter().map(Offer::Answer).chain(topics).collect()
        });
        let picker = Picker { open, filter, active, found, answers, values, chosen };
        use_shortcuts().bind("/", move || picker.open());
        picker
    }

    /// Opens the menu; its list is asked for anew.
    pub fn open(self) {
        self.filter.set(String::new());
        self.active.set(0);
        self.answers.dispatch(());
        self.open.set(true);
    }

    /// Is this the chord that opens it?
    pub fn is_called_by(event: &KeyboardEvent) -> bool {
        event.alt_key() && !event.ctrl_key() && !event.meta_key() && event.code() == KEY
    }

    fn close(self, chosen: Option<String>) {
        if self.open.get_untracked() {
            self.open.set(false);
            self.chosen.run(chosen);
        }
    }

    fn choose(self, at: usize) {
        let text = self.found.with_untracked(|found| {
            Some(match found.get(at)? {
                Offer::Answer(answer) => self.values.with_value(|values| fill(&answer.body, values)),
                Offer::Topic(hit) => link(&hit.title.plain(), &hit.address),
            })
        });
        if text.is_some() {
            self.close(text);
        }
    }

    /// Moves the choice, around the ends.
    fn step(self, by: isize) {
        let most = self.found.with_untracked(Vec::len).max(1) as isize;
        self.active.update(|active| *active = (*active as isize + by).rem_euclid(most) as usize);
    }

    fn press(self, event: &KeyboardEvent) {
        // an input method that composes ends its word by Enter too
        if event.is_composing() {
            return;
        }
        match event.key().as_str() {
            "ArrowDown" => self.step(1),
            "ArrowUp" => self.step(-1),
            "Enter" => self.choose(self.active.get_untracked()),
            "Escape" => self.close(None),
            _ => return,
        }
        event.prevent_default();
        // the box around hears Enter too
        event.stop_propagation();
    }
}

/// Topics for what stands in the search field, the reader's language first.
fn topics(open: RwSignal<bool>, filter: RwSignal<String>) -> Resource<Vec<Hit>> {
    let asked = move || Some(filter.get()).filter(|text| open.get() && text.trim().chars().count() >= LETTERS_LEAST);
    Resource::new(asked, |asked| async move {
        let Some(text) = asked else { return Vec::new() };
        let query = HelpQuery { text, ..HelpQuery::default() };
        let hits = open_help(query.to_string()).await.ok().and_then(|content| content.found).unwrap_or_default();
        hits.ranked().take(TOPICS_MOST).collect()
    })
}

/// The button of the menu, and the menu above it; where there is no wasm there is neither.
#[component]
pub fn AnswerMenu(picker: Picker) -> impl IntoView {
    let language = use_language();
    let alive = RwSignal::new(false);
    // effects run in the browser only, after the page came to life
    Effect::new(move |_| alive.set(true));
    let node = NodeRef::<html::Details>::new();
    let toggled = move |_| {
        // by the button, or by a click beside the menu
        let is_open = node.get_untracked().is_some_and(|details| details.open());
        match (is_open, picker.open.get_untracked()) {
            (true, false) => picker.open(),
            (false, true) => picker.close(None),
            (true, true) | (false, false) => {}
        }
    };
    move || {
        alive.get().then(|| {
            view! {
                <details class="menu answer-menu" node_ref=node prop:open=move || picker.open.get() on:toggle=toggled>
                    <summary class="button" data-kind="secondary" aria-keyshortcuts="Alt+R">
                        <Icon symbol=Symbol::Topics/><span>{t::insert(language)}</span><Kbd keys="Alt R" hint=true/>
                    </summary>
                    <div class="menu-panel">{move || picker.open.get().then(|| view! { <Panel picker/> })}</div>
                </details>
            }
        })
    }
}

#[component]
fn Panel(picker: Picker) -> impl IntoView {
    let (language, zone) = (use_language(), use_zone());
    let shortcuts = use_shortcuts();
    // once the field stands
    Effect::new(move |_| shortcuts.focus(FILTER));
    let state = move || match picker.answers.value().get() {
        Some(Err(error)) => error_text(language, &zone, &error).1,
        Some(Ok(all)) => match picker.found.with(Vec::len) {
            0 if all.is_empty() => t::none_yet(language).to_owned(),
            0 => t::none_found(language).to_owned(),
            found => t::found(language, found as i64),
        },
        None => t::loading(language).to_owned(),
    };
    let current = move || {
        let active = picker.active.get();
        picker.found.with(|found| (active < found.len()).then(|| option_id(active)))
    };
    let options = move || {
        let found = picker.found.get().into_iter().enumerate();
        found.map(|(at, offer)| view! { <Line picker at offer/> }).collect::<Vec<_>>()
    };
    view! {
        <label class="hidden-text" for=FILTER>{t::filter(language)}</label>
        <input class="input" type="search" id=FILTER role="combobox" autocomplete="off" aria-autocomplete="list"
            aria-expanded="true" aria-controls=LIST aria-activedescendant=current placeholder=t::filter(language)
            on:keydown=move |event| picker.press(&event)
            on:input=move |event| {
                picker.filter.set(event_target_value(&event));
                picker.active.set(0);
            }/>
        <p class="answer-state soft small" role="status">{state}</p>
        <ul class="answer-list" id=LIST role="listbox" aria-label=t::title(language)>{options}</ul>
    }
    .into_any()
}

fn option_id(at: usize) -> String {
    format!("answer-{at}")
}

#[component]
fn Line(picker: Picker, at: usize, offer: Offer) -> impl IntoView {
    let line = match offer {
        Offer::Answer(answer) => {
            let filled = picker.values.with_value(|values| fill(&answer.body, values));
            view! {
                <span class="answer-line-title">{answer.title}" "<code>{format!("/{}", answer.name)}</code></span>
                <span class="answer-begins soft">{filled}</span>
            }
            .into_any()
        }
        Offer::Topic(hit) => {
            let written = hit.language;
            let lang = (written != use_language()).then_some(written.tag());
            view! {
                <span class="answer-line-title"><Icon symbol=Symbol::Topics/><span lang=lang>{hit.title.plain()}</span></span>
                <span class="answer-begins soft">{hit.shelf}</span>
            }
            .into_any()
        }
    };
    let is_active = move || picker.active.get() == at;
    let node = NodeRef::<html::Li>::new();
    Effect::new(move |_| {
        if let (true, Some(line)) = (is_active(), node.get()) {
            line.scroll_into_view_with_bool(false);
        }
    });
    view! {
        <li class="answer-line" node_ref=node id=option_id(at) role="option" aria-selected=move || is_active().to_string()
            on:click=move |_| picker.choose(at)>
            {line}
        </li>
    }
    .into_any()
}
