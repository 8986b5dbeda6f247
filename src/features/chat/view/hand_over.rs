use super::{availability, desk::DeskAnswer};
use crate::{
    app::{error_text, loaded, use_language, use_me, use_notices, use_zone},
    features::chat::{
        api::{HandOver, hand_over},
        model::{ChatDesk, Presence},
    },
    i18n::text::chat as t,
    ui::{Button, SelectField, SelectOption, Size},
};
use leptos::{prelude::*, server_fn::ServerFn};

/// Hands the chat over to a colleague who is there (CHAT-7).
#[component]
pub fn GiveOn(chat: String, again: Callback<()>, desk: DeskAnswer) -> impl IntoView {
    let language = use_language();
    let me = use_me();
    let notices = use_notices();
    let zone = use_zone();
    let chosen = RwSignal::new(String::new());
    let give = Action::new(move |form: &HandOver| {
        let (form, zone) = (form.clone(), zone.clone());
        async move {
            match hand_over(form.chat, form.engineer).await {
                Ok(()) => notices.success(t::handed_over(language).to_owned()),
                Err(error) => {
                    let (title, text) = error_text(language, &zone, &error);
                    notices.failure(format!("{title}. {text}"));
                }
            }
            again.try_run(());
        }
    });
    let options = move |desk: &ChatDesk| {
        let mut options = vec![SelectOption::new("", t::choose_colleague(language))];
        for engineer in desk.engineers.iter().filter(|engineer| Some(&engineer.id) != me.as_ref()) {
            let presence = desk.presences.iter().find(|one| one.person == engineer.id).map(|one| one.presence);
            let presence = availability::name(language, presence.unwrap_or(Presence::Away));
            options.push(SelectOption::new(engineer.id.to_string(), format!("{} ({presence})", engineer.name)));
        }
        options
    };
    let options = StoredValue::new(options);
    let chat = StoredValue::new(chat);
    view! {
        {loaded(desk.content, move |desk: Memo<ChatDesk>| {
            // a desk that says the same of colleagues leaves what is being chosen alone
            let lines = Memo::new(move |_| options.with_value(|options| desk.with(options)));
            view! {
                <form class="rail-form" method="post" action=HandOver::PATH
                    on:submit=move |event| {
                        event.prevent_default();
                        give.dispatch(HandOver { chat: chat.get_value(), engineer: chosen.get_untracked() });
                    }>
                    <input type="hidden" name="chat" value=chat.get_value()/>
                    <SelectField id="chat-hand-over" name="engineer" label=t::hand_over_to(language) options=lines value=chosen
                        on_change=move |value| chosen.set(value)/>
                    <Button label=t::hand_over(language) size=Size::Small busy=give.pending()/>
                </form>
            }
        })}
    }
    .into_any()
}
