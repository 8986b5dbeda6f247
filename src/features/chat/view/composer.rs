use super::unsent::Unsent;
use crate::{
    app::{local_copy, problem_text, use_language, use_live, use_shortcuts, use_viewer},
    features::{
        answers::{
            rules::Values,
            view::{AnswerMenu, Picker},
        },
        cases::{
            api::{SaveReply, save_reply},
            view::{Attach, uploads::Uploads},
        },
        chat::{api::SendMessage, browser, model::ChatContent, rules::MESSAGE_MOST},
    },
    i18n::text::chat as t,
    live::{Connection, Topic},
    policy::Action,
    route,
    ui::{Button, ButtonKind, Kbd, Symbol, TextArea},
    values::Problem,
};
use leptos::{ev::KeyboardEvent, prelude::*, server_fn::ServerFn, task::spawn_local};
use leptos_router::hooks::use_query_map;
use std::time::Duration;

/// The id of the box.
pub(super) const BOX: &str = "chat-box";
/// A pause in typing after which what was typed is saved.
const PAUSE: Duration = Duration::from_millis(800);

/// What is being typed: saved at each pause, so that it is in its box on whatever device the chat is opened next.
#[derive(Clone, Copy)]
struct Typing {
    body: RwSignal<String>,
    /// Counts the boxes: one is made anew whenever another text is to be in it.
    boxes: RwSignal<u32>,
    /// Counts what was sent.
    sent: StoredValue<u32>,
    number: StoredValue<String>,
    copy: StoredValue<String>,
    reply_key: StoredValue<String>,
    unsaved: StoredValue<bool>,
    timer: StoredValue<Option<TimeoutHandle>>,
    save: ServerAction<SaveReply>,
    uploads: Uploads,
    unsent: Unsent,
}

/// The place to write. Enter sends; without scripting the button does, and the page shows what came of it.
#[component]
pub fn Composer(content: Memo<ChatContent>, unsent: Unsent) -> impl IntoView {
    let language = use_language();
    let typing = Typing::new(content, unsent);
    let chat = content.with_untracked(|content| content.chat.id.clone());
    let topic = Topic::Chat(chat.clone());
    let live = use_live();
    use_shortcuts().bind_focus("r", BOX);
    let stored = Signal::derive(move || {
        content.with(|content| content.draft.as_ref().map(|draft| draft.attachments.clone()).unwrap_or_default())
    });
    let query = use_query_map();
    // folded until there are files, or a plain form says what was wrong with one
    let has_files = Memo::new(move |_| {
        let any =
            typing.uploads.items().with(|items| !items.is_empty()) || !typing.uploads.beside(stored.get()).is_empty();
        any || query.read().get("problem").is_some()
    });
    // a plain form that lacked its text, until something was sent
    let lacked = move || {
        let asked = query.read().get("check").is_some() && typing.body.with(|body| body.trim().is_empty());
        asked && typing.sent.get_value() == 0
    };
    let problem = Signal::derive(move || {
        let now = typing.body.with(|body| body.chars().count() as u32);
        let too_long = (now > MESSAGE_MOST).then_some(Problem::TooLong { most: MESSAGE_MOST, now });
        too_long.or_else(|| lacked().then_some(Problem::Missing)).map(|problem| problem_text(language, &problem))
    });
    let picker = picker(content, typing);
    let heard = use_shortcuts().heard();
    let on_input = Callback::new(move |text: String| {
        // the first sign in an empty box, unless single keys are switched off
        let calls = text == "/" && typing.body.with_untracked(String::is_empty) && heard.get_untracked();
        typing.typed(text);
        live.say_writing(topic.clone());
        if let (true, Some(picker)) = (calls, picker) {
            picker.open();
        }
    });
    view! {
        <section class="chat-composer" aria-label=t::write(language)>
            <form
                class="form-group"
                id="chat-form"
                method="post"
                action=SendMessage::PATH
                on:keydown=move |event: KeyboardEvent| {
                    if let Some(picker) = picker.filter(|_| Picker::is_called_by(&event)) {
                        event.prevent_default();
                        picker.open();
                    }
                    // an input method that composes ends its word by Enter too
                    if event.key() == "Enter" && !event.shift_key() && !event.is_composing() {
                        event.prevent_default();
                        typing.send();
                    }
                }
                on:paste=move |event| { typing.uploads.take(&event); }
                on:dragover=move |event| event.prevent_default()
                on:drop=move |event| { typing.uploads.take(&event); }
                on:submit=move |event| {
                    event.prevent_default();
                    typing.send();
                }
            >
                <input type="hidden" name="form[chat]" value=chat.to_string()/>
                <input type="hidden" name="form[key]" value=content.with_untracked(|content| content.reply_key.clone())/>
                <For each=move || [typing.boxes.get()] key=|count| *count let:_box>
                    <TextArea id=BOX name="form[body]" label=t::message(language) rows=2 maxlength=MESSAGE_MOST error=problem
                        value=typing.body.get_untracked() on_input=on_input/>
                </For>
            </form>
            <div class="chat-send">
                <Button label=t::send(language) kind=ButtonKind::Primary symbol=Symbol::Send attr:form="chat-form"/>
                <Kbd keys="↵" hint=true/>
                {picker.map(|picker| view! { <AnswerMenu picker/> })}
            </div>
            <details class="disclosure chat-files" open=move || has_files.get()>
                <summary>{t::files(language)}</summary>
                <Attach uploads=typing.uploads id="chat-files" next=route::chat(&chat) stored=stored/>
            </details>
        </section>
    }
    .into_any()
}

/// The menu of canned answers, for engineers. What is chosen goes to where the caret is and is not sent.
fn picker(content: Memo<ChatContent>, typing: Typing) -> Option<Picker> {
    let viewer = use_viewer();
    viewer.can(Action::AnswerChat).ok()?;
    let (product, values) = content.with_untracked(|content| {
        let chat = &content.chat;
        let values = Values {
            customer: chat.customer.name.clone(),
            number: chat.number.to_string(),
            title: chat.title.clone(),
            product: chat.product.clone(),
            organization: chat.organization.clone(),
            agent: viewer.person.map(|person| person.name.clone()).unwrap_or_default(),
        };
        (chat.product_id.clone(), values)
    });
    let chosen = Callback::new(move |text: Option<String>| {
        if let Some(text) = browser::put_in(BOX, &text.unwrap_or_default()) {
            typing.typed(text);
        }
    });
    Some(Picker::new(product, values, chosen))
}

impl Typing {
    fn new(content: Memo<ChatContent>, unsent: Unsent) -> Typing {
        let first = content.get_untracked();
        let scope = format!("comment:{}", first.chat.number);
        let me = use_viewer().person.map(|me| me.id.to_string()).unwrap_or_default();
        let typing = Typing {
            body: RwSignal::new(first.draft.map(|draft| draft.body).unwrap_or_default()),
            boxes: RwSignal::new(0),
            sent: StoredValue::new(0),
            number: StoredValue::new(first.chat.number.to_string()),
            copy: StoredValue::new(format!("{scope}:{me}")),
            reply_key: StoredValue::new(first.reply_key),
            unsaved: StoredValue::new(false),
            timer: StoredValue::new(None),
            save: ServerAction::new(),
            uploads: Uploads::new(scope),
            unsent,
        };
        Effect::new(move |_| typing.restore());
        Effect::new(move |_| {
            if let Some(Ok(saved)) = typing.save.value().get() {
                typing.copy.with_value(|copy| local_copy::stored(copy, &saved.body));
            }
        });
        Effect::new(move |_| {
            // a message that was refused comes back into the box, in front of what is being typed
            if let Some(text) = unsent.returned().get() {
                let now = typing.body.get_untracked();
                typing.show(if now.is_empty() { text } else { format!("{text}\n{now}") });
            }
        });
        // what takes a draft with it must not be overtaken by one that is being saved
        unsent.wait_for(typing.save.pending().into());
        // what was typed while a message was on its way, or the network away, is saved when that is over
        let live = use_live();
        Effect::new(move |_| {
            let is_free = live.connection().get() == Connection::Open && unsent.messages().with(Vec::is_empty);
            if is_free && typing.body.with_untracked(|body| !body.is_empty()) {
                typing.unsaved.set_value(true);
                typing.save_now();
            }
        });
        on_cleanup(move || typing.save_and_leave());
        typing
    }

    fn typed(self, text: String) {
        self.copy.with_value(|copy| local_copy::keep(copy, &text));
        self.body.set(text);
        self.unsaved.set_value(true);
        self.stop_timer();
        let save = set_timeout_with_handle(move || self.save_now(), PAUSE).ok();
        self.timer.set_value(save);
    }

    /// Hands the text to those that are on their way, and empties the box.
    fn send(self) {
        let text = self.body.get_untracked();
        let is_ready = !text.trim().is_empty() && text.chars().count() <= MESSAGE_MOST as usize;
        if !is_ready || untrack(|| self.uploads.is_busy()) {
            return;
        }
        // whoever sends twice within one page sends two messages
        self.sent.update_value(|sent| *sent += 1);
        let key = format!("{}.{}", self.reply_key.get_value(), self.sent.get_value());
        if !self.unsent.push(key, text) {
            return;
        }
        self.stop_timer();
        self.unsaved.set_value(false);
        self.copy.with_value(|copy| local_copy::forget(copy));
        self.uploads.clear();
        self.show(String::new());
        browser::focus_soon(BOX);
    }

    /// Shows another text in the box.
    fn show(self, text: String) {
        self.body.set(text);
        self.boxes.update(|count| *count += 1);
    }

    fn restore(self) {
        let kept = self.copy.with_value(|copy| local_copy::kept(copy));
        if let Some(kept) = kept.filter(|kept| self.body.with_untracked(|body| body != kept)) {
            self.show(kept);
        }
    }

    fn save_now(self) {
        if self.timer.try_get_value().is_none() || self.save.pending().get_untracked() {
            return;
        }
        if let Some(save) = self.take_unsaved() {
            self.save.dispatch(save);
        }
    }

    fn save_and_leave(self) {
        self.stop_timer();
        if let Some(SaveReply { case, scope, body }) = self.take_unsaved() {
            spawn_local(async move {
                let _ = save_reply(case, scope, body).await;
            });
        }
    }

    fn take_unsaved(self) -> Option<SaveReply> {
        if !self.unsaved.get_value() {
            return None;
        }
        self.unsaved.set_value(false);
        let (case, body) = (self.number.get_value(), self.body.get_untracked());
        Some(SaveReply { case, scope: "comment".to_owned(), body })
    }

    fn stop_timer(self) {
        if let Some(timer) = self.timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    }
}
