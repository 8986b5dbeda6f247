use super::{Shortcuts, use_language, use_viewer};
use crate::{
    features::access::model::Viewer,
    i18n::{Language, text::frame as t},
    policy::Action,
    ui::{CheckField, Dialog, Kbd},
};
use leptos::prelude::*;

/// Where shortcuts work, and what each does.
struct Group {
    title: &'static str,
    keys: Vec<(&'static str, &'static str)>,
}

/// The list of shortcuts that this reader has, and their switch.
#[component]
pub(super) fn ShortcutHelp(open: RwSignal<bool>) -> impl IntoView {
    let language = use_language();
    let shortcuts = expect_context::<Shortcuts>();
    // what only keys open is not part of every page
    let groups = move || open.get().then(|| groups(&use_viewer(), language).into_iter().map(group).collect::<Vec<_>>());
    let heard = move || {
        open.get().then(|| {
            let on = shortcuts.heard().get();
            view! {
                <CheckField id="shortcuts-heard" name="heard" label=t::shortcuts_heard(language)
                    hint=t::shortcuts_heard_hint(language) checked=on on_change=move |on| shortcuts.hear(on)/>
            }
        })
    };
    view! {
        <Dialog id="shortcuts" title=t::shortcuts(language) close_label=t::close(language) open=open
            on_close=move |()| open.set(false) wide=true>
            <div class="keys">{groups}</div>
            {heard}
        </Dialog>
    }
}

fn group(group: Group) -> impl IntoView {
    let lines: Vec<_> = group
        .keys
        .into_iter()
        .map(|(keys, does)| {
            let keys: Vec<_> = keys.split(' ').map(|key| view! { <Kbd keys=key/> " " }).collect();
            view! { <div><dt>{keys}</dt><dd>{does}</dd></div> }
        })
        .collect();
    view! {
        <section>
            <h3 class="section-title">{group.title}</h3>
            <dl class="keys-list">{lines}</dl>
        </section>
    }
    .into_any()
}

fn groups(viewer: &Viewer, language: Language) -> Vec<Group> {
    let works_desk = viewer.can(Action::WorkDesk).is_ok();
    let answers = viewer.can(Action::AnswerCase).is_ok();
    let mut anywhere =
        vec![("?", t::key_help(language)), ("g h", t::key_home(language)), ("g c", t::key_cases(language))];
    if viewer.can(Action::ReadTopics).is_ok() {
        anywhere.extend([("/", t::key_palette(language)), ("Ctrl+K", t::key_palette(language))]);
        anywhere.push(("g a", t::key_topics(language)));
    }
    anywhere.extend(works_desk.then(|| ("g d", t::key_desk(language))));
    anywhere.extend(answers.then(|| ("g t", t::key_chats(language))));
    let list = vec![
        ("/", t::key_search(language)),
        ("j", t::key_next(language)),
        ("k", t::key_previous(language)),
        ("o", t::key_open(language)),
    ]
    .into_iter()
    .chain(answers.then(|| ("t", t::key_take(language))))
    .collect();
    let mut case = vec![("r", t::key_reply(language))];
    if answers {
        case.extend([
            ("n", t::key_note(language)),
            ("t", t::key_take(language)),
            ("a", t::key_assign(language)),
            ("s", t::key_status(language)),
        ]);
    }
    let mut groups = vec![Group { title: t::keys_anywhere(language), keys: anywhere }];
    if works_desk {
        groups.push(Group { title: t::keys_desk(language), keys: list });
    }
    if viewer.can(Action::ReadCases).is_ok() {
        groups.push(Group { title: t::keys_case(language), keys: case });
    }
    groups
}
