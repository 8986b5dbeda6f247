use super::{
    groups::{Group, Item, groups},
    recent::{recent, remember},
};
use crate::{
    app::{use_language, use_shortcuts, use_viewer},
    features::search::{api::find_everything, model::Everything},
    i18n::text::search as t,
    route,
    ui::{Dialog, MarkedText},
};
use leptos::{ev::KeyboardEvent, html, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};

const FIELD: &str = "palette-field";
const LIST: &str = "palette-list";

/// The search over every page, for `/` and Ctrl-K: as you type, by keyboard alone (HELP-2). The focus stays in its field.
#[component]
pub fn Palette(open: RwSignal<bool>) -> impl IntoView {
    let language = use_language();
    view! {
        <Dialog id="palette" title=t::title(language) close_label=t::close(language) open=open
            on_close=move |()| open.set(false) wide=true>
            {move || open.get().then(|| view! { <Panel open/> })}
        </Dialog>
    }
    .into_any()
}

/// What is typed, what was found, and what Enter opens.
#[derive(Clone, Copy)]
struct State {
    text: RwSignal<String>,
    groups: Memo<Vec<Group>>,
    /// What they were found for.
    asked: Memo<String>,
    /// Was Enter pressed before the results of what is typed were there?
    waits: RwSignal<bool>,
    /// What was probably meant.
    meant: Memo<Option<String>>,
    /// The place of the chosen result among all.
    active: RwSignal<usize>,
    open: Callback<Item>,
    /// Is the palette there?
    shown: RwSignal<bool>,
}

impl State {
    fn new(shown: RwSignal<bool>) -> State {
        let language = use_language();
        let is_vendor = use_viewer().is_vendor();
        let text = RwSignal::new(String::new());
        let answer = LocalResource::new(move || {
            let asked = text.get();
            async move { (asked.clone(), find_everything(asked).await) }
        });
        // the last answer stays until the next is here: nothing jumps
        let answered = Memo::new(move |before: Option<&(String, Everything)>| match answer.get() {
            Some((asked, Ok(found))) => (asked, found),
            // what was found before can still be chosen
            Some((asked, Err(_))) => (asked, before.map(|(_, found)| found.clone()).unwrap_or_default()),
            None => before.cloned().unwrap_or_default(),
        });
        let asked = Memo::new(move |_| answered.with(|(asked, _)| asked.clone()));
        let found = Memo::new(move |_| answered.with(|(_, found)| found.clone()));
        let lately = StoredValue::new(recent());
        let groups = Memo::new(move |_| {
            let mut groups = groups(language, found.get(), is_vendor);
            let lately = lately.get_value();
            if text.with(|text| text.trim().is_empty()) && !lately.is_empty() {
                groups.insert(0, Group { title: t::recent(language), items: lately });
            }
            groups
        });
        let navigate = use_navigate();
        let open = Callback::new(move |item: Item| {
            remember(&item);
            shown.set(false);
            navigate(&item.href, NavigateOptions::default());
        });
        let meant = Memo::new(move |_| found.with(|found| found.topics.meant.clone()));
        let (active, waits) = (RwSignal::new(0), RwSignal::new(false));
        let state = State { text, groups, asked, waits, meant, active, open, shown };
        Effect::new(move |_| {
            asked.track();
            if waits.get() && state.is_answered() {
                waits.set(false);
                state.choose();
            }
        });
        state
    }

    /// Are the results those of what is typed?
    fn is_answered(self) -> bool {
        self.asked.with(|asked| self.text.with(|text| asked == text))
    }

    fn choose(self) {
        if let Some(item) = self.item(self.active.get_untracked()) {
            self.open.run(item);
        }
    }

    fn count(self) -> usize {
        self.groups.with(|groups| groups.iter().map(|group| group.items.len()).sum())
    }

    fn item(self, at: usize) -> Option<Item> {
        self.groups.with_untracked(|groups| groups.iter().flat_map(|group| &group.items).nth(at).cloned())
    }

    /// Moves the choice, around the ends.
    fn step(self, by: isize) {
        let most = untrack(|| self.count()).max(1) as isize;
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
            "Enter" if untrack(|| self.is_answered()) => self.choose(),
            "Enter" => self.waits.set(true),
            // a search field would only empty itself
            "Escape" => self.shown.set(false),
            _ => return,
        }
        event.prevent_default();
    }
}

#[component]
fn Panel(open: RwSignal<bool>) -> impl IntoView {
    let language = use_language();
    let state = State::new(open);
    let shortcuts = use_shortcuts();
    // once the field stands
    Effect::new(move |_| shortcuts.focus(FIELD));
    let said = move || {
        let count = state.count();
        let is_asked = state.text.with(|text| !text.trim().is_empty());
        match (is_asked, count) {
            (true, 0) => t::nothing(language).to_owned(),
            (true, count) => match state.meant.get() {
                Some(meant) => t::found_for(language, count as i64, &meant),
                None => t::found(language, count as i64),
            },
            (false, _) => t::hint(language).to_owned(),
        }
    };
    let current = move || {
        let active = state.active.get();
        (active < state.count()).then(|| option_id(active))
    };
    let groups = move || {
        let mut at = 0;
        let group = |group: Group| {
            let begin = at;
            at += group.items.len();
            view! { <Results state begin group/> }
        };
        state.groups.get().into_iter().map(group).collect::<Vec<_>>()
    };
    view! {
        <label class="hidden-text" for=FIELD>{t::words(language)}</label>
        <input class="input" type="search" id=FIELD role="combobox" autocomplete="off" aria-autocomplete="list"
            aria-expanded="true" aria-controls=LIST aria-activedescendant=current placeholder=t::words(language)
            on:keydown=move |event| state.press(&event)
            on:input=move |event| {
                state.text.set(event_target_value(&event));
                state.active.set(0);
                state.waits.set(false);
            }/>
        <p class="palette-said soft small" role="status">{said}</p>
        <div class="palette-list" id=LIST role="listbox" aria-label=t::title(language)>{groups}</div>
        <p class="palette-all"><a href=move || route::search(&state.text.get()) on:click=move |_| open.set(false)>{t::as_page(language)}</a></p>
    }
    .into_any()
}

/// Results of one kind; the first is the one at `begin` among all.
#[component]
fn Results(state: State, begin: usize, group: Group) -> impl IntoView {
    let id = format!("palette-group-{begin}");
    let items = group.items.into_iter().enumerate();
    let items: Vec<_> = items.map(|(at, item)| view! { <Line state at=begin + at item/> }).collect();
    view! {
        <div role="group" aria-labelledby=id.clone()>
            <p class="palette-kind" id=id.clone() role="presentation">{group.title}</p>
            {items}
        </div>
    }
    .into_any()
}

#[component]
fn Line(state: State, at: usize, item: Item) -> impl IntoView {
    let is_active = move || state.active.get() == at;
    let node = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if let (true, Some(line)) = (is_active(), node.get()) {
            line.scroll_into_view_with_bool(false);
        }
    });
    let Item { title, lang, note, .. } = item.clone();
    view! {
        <div class="palette-line" node_ref=node id=option_id(at) role="option"
            aria-selected=move || is_active().to_string() on:click=move |_| state.open.run(item.clone())>
            <span class="palette-title" lang=lang><MarkedText text=title/></span>
            <span class="palette-note">{note}</span>
        </div>
    }
    .into_any()
}

fn option_id(at: usize) -> String {
    format!("palette-{at}")
}
