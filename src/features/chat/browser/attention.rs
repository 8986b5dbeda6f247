use crate::{
    features::chat::{
        api::mark,
        model::{ChatEvent, Marks},
        view::log::ChatLog,
    },
    values::PersonId,
};
use leptos::{html, prelude::*, task::spawn_local};
use std::time::Duration;
use web_sys::{Notification, NotificationOptions, NotificationPermission};

/// Marks go out together, at most this often.
const MARK_EVERY: Duration = Duration::from_millis(400);

/// Follows a chat while its page lives: keeps the newest message in sight, says how far the messages have come, and counts
/// those that came unseen. `label` is what a notification says.
pub fn attend(chat: String, me: PersonId, log: ChatLog, end: NodeRef<html::Div>, label: &'static str) -> Signal<i64> {
    let looks = RwSignal::new(is_looked_at());
    let handles = [
        window_event_listener_untyped("visibilitychange", move |_| looks.set(is_looked_at())),
        window_event_listener_untyped("focus", move |_| looks.set(is_looked_at())),
        window_event_listener_untyped("blur", move |_| looks.set(is_looked_at())),
    ];
    on_cleanup(move || handles.into_iter().for_each(|handle| handle.remove()));
    let seen = RwSignal::new(0_i64);
    Effect::new(move |_| {
        let last = log.last();
        if looks.get() {
            seen.set(last);
        }
    });
    Effect::new(move |before: Option<i64>| {
        let last = log.last();
        if before != Some(last)
            && let Some(end) = end.get()
        {
            end.scroll_into_view_with_bool(false);
        }
        last
    });
    say_marks(chat, me.clone(), log, seen);
    notify(me.clone(), log, looks, label);
    Signal::derive(move || {
        let seen = seen.get();
        log.events().with(|events| events.iter().filter(|one| is_news(one, &me) && one.event.seq > seen).count() as i64)
    })
}

/// Says that the messages have arrived and been looked at, for those who take part.
fn say_marks(chat: String, me: PersonId, log: ChatLog, seen: RwSignal<i64>) {
    let said = StoredValue::new(Marks::default());
    let timer = StoredValue::new(None::<TimeoutHandle>);
    Effect::new(move |_| {
        let marks = Marks { delivered: log.last(), read: seen.get() };
        let takes_part = log.members().with(|all| all.iter().any(|member| member.person.id == me && !member.left));
        if !takes_part || said.get_value() == marks || marks.delivered == 0 {
            return;
        }
        if let Some(timer) = timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
        let chat = chat.clone();
        let say = move || {
            said.try_update_value(|said| *said = marks);
            // what is lost is said with the next message; a number says all before it
            spawn_local(async move {
                let _ = mark(chat, marks.delivered, marks.read).await;
            });
        };
        timer.set_value(set_timeout_with_handle(say, MARK_EVERY).ok());
    });
    on_cleanup(move || {
        if let Some(timer) = timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    });
}

/// Tells of what came while nobody looked, if the person has asked for that.
fn notify(me: PersonId, log: ChatLog, looks: RwSignal<bool>, label: &'static str) {
    Effect::new(move |before: Option<i64>| {
        let last = log.last();
        let Some(before) = before.filter(|before| last > *before) else { return last };
        let is_news =
            log.events().with_untracked(|events| events.iter().any(|one| one.event.seq > before && is_news(one, &me)));
        if is_news && !looks.get_untracked() && notifications() == Some(true) {
            let options = NotificationOptions::new();
            options.set_tag("atiende-chat");
            // the text stays in the portal: others may see the screen
            let _ = Notification::new_with_options(label, &options);
        }
        last
    });
}

fn is_news(one: &ChatEvent, me: &PersonId) -> bool {
    let is_text = !one.event.body_html.is_empty() || !one.event.attachments.is_empty();
    is_text && one.event.author.as_ref().is_some_and(|author| author.id != *me)
}

fn is_looked_at() -> bool {
    !document().hidden() && document().has_focus().unwrap_or(true)
}

/// May the browser tell of new messages? `None`: nobody was asked yet.
pub fn notifications() -> Option<bool> {
    match Notification::permission() {
        NotificationPermission::Granted => Some(true),
        NotificationPermission::Denied => Some(false),
        _ => None,
    }
}

/// Asks for that; called by a click only.
pub fn notify_from_now_on(answered: Callback<()>) {
    let Ok(asked) = Notification::request_permission() else { return };
    spawn_local(async move {
        let _ = wasm_bindgen_futures::JsFuture::from(asked).await;
        answered.try_run(());
    });
}
