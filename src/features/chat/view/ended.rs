use super::deed::deed;
use crate::{
    app::{use_language, use_notices, use_viewer},
    features::{
        cases::{model::EventDetail, view::tell_failures},
        chat::{
            api::{MailTranscript, RateChat},
            model::{ChatContent, Rating},
        },
    },
    i18n::text::chat as t,
    route,
    ui::{Button, Icon, Size, Symbol},
};
use leptos::{prelude::*, server_fn::ServerFn};

/// After the end: the rating in one tap, the transcript by mail, and the way to the case (CHAT-8).
#[component]
pub fn Ended(content: Memo<ChatContent>, again: Callback<()>) -> impl IntoView {
    let language = use_language();
    let (chat, number, customer) = content
        .with_untracked(|content| (content.chat.id.to_string(), content.chat.number, content.chat.customer.id.clone()));
    let was_answered = content.with_untracked(|content| content.chat.engineer.is_some());
    let nobody_left = content.with_untracked(|content| {
        content.events.last().is_some_and(|last| last.event.detail == EventDetail::ChatUnattended)
    });
    let is_customer = use_viewer().person.is_some_and(|person| person.id == customer);
    let posts = chat.clone();
    let notices = use_notices();
    let transcript = ServerAction::<MailTranscript>::new();
    tell_failures(transcript);
    Effect::new(move |_| {
        if let Some(Ok(())) = transcript.value().get() {
            notices.success(t::transcript_sent(language).to_owned());
        }
    });
    view! {
        <section class="chat-ended" aria-labelledby="chat-ended-title">
            <h2 class="section-title" id="chat-ended-title">{t::ended(language)}</h2>
            {(is_customer && was_answered).then(|| view! { <Rate content again/> })}
            {(is_customer && !was_answered).then(|| view! {
                <p>{nobody_left.then(|| t::nobody_left(language))}" "{t::goes_on_in_writing(language)}</p>
            })}
            <div class="chat-ended-ways">
                <form
                    method="post"
                    action=MailTranscript::PATH
                    on:submit=move |event| {
                        event.prevent_default();
                        transcript.dispatch(MailTranscript { chat: posts.clone() });
                    }
                >
                    <input type="hidden" name="chat" value=chat/>
                    <Button label=t::transcript_mail(language) size=Size::Small symbol=Symbol::Mail busy=transcript.pending()/>
                </form>
                // engineers have it beside the chat
                {(!use_viewer().is_vendor()).then(|| view! { <a href=route::case(number)>{t::to_the_case(language, number)}</a> })}
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Rate(content: Memo<ChatContent>, again: Callback<()>) -> impl IntoView {
    let language = use_language();
    let action = deed::<RateChat>(again);
    let chat = content.with_untracked(|content| content.chat.id.to_string());
    let rating = Memo::new(move |_| content.with(|content| content.chat.rating));
    let button = move |rating_here: Rating, label: &'static str, symbol: Symbol| {
        let chat = chat.clone();
        view! {
            <button
                class="button" type="submit" data-kind="secondary" name="rating" value=rating_here.code()
                aria-pressed=move || (rating.get() == Some(rating_here)).to_string()
                on:click=move |event| {
                    event.prevent_default();
                    action.dispatch(RateChat { chat: chat.clone(), rating: rating_here.code().to_owned() });
                }
            >
                <Icon symbol/><span>{label}</span>
            </button>
        }
    };
    let (good, bad) = (button.clone(), button);
    view! {
        <form class="chat-rate" method="post" action=RateChat::PATH aria-label=t::rate(language)>
            <input type="hidden" name="chat" value=content.with_untracked(|content| content.chat.id.to_string())/>
            <p>{t::rate(language)}</p>
            {good(Rating::Good, t::rate_good(language), Symbol::ThumbsUp)}
            {bad(Rating::Bad, t::rate_bad(language), Symbol::Flag)}
            <p class="soft small" role="status">{move || rating.get().map(|_| t::rated(language))}</p>
        </form>
    }
    .into_any()
}
