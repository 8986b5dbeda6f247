use super::topic_vote::TopicVote;
use crate::{
    app::{use_here, use_language, use_viewer},
    features::topics::{
        api::PinTopic,
        model::{Neighbor, Vote},
    },
    i18n::text::{topic_edit as edit, topics as t},
    policy::Action,
    route,
    ui::{Button, ButtonLink, Icon, Size, Symbol},
    values::TopicId,
};
use leptos::{prelude::*, server_fn::ServerFn};

/// What stands below a topic: did it help, whom to ask, what comes next.
#[component]
pub fn TopicFoot(
    topic: TopicId,
    /// Is it there in the other language too?
    is_translated: bool,
    vote: Option<Vote>,
    previous: Option<Neighbor>,
    next: Option<Neighbor>,
    /// The topic's language where it differs from the page's.
    lang: Option<&'static str>,
) -> impl IntoView {
    let votes = use_viewer().person.is_some();
    view! {
        {votes.then(|| view! { <TopicVote topic=topic.clone() vote/> })}
        <OperatorTools topic=topic.clone() is_translated/>
        <Ask topic/>
        <Neighbors previous next lang/>
    }
    .into_any()
}

/// Operators change a topic (HELP-5), translate it (HELP-6), and pin it in front of the popular ones (HELP-1); what is pinned
/// stands on their page.
#[component]
fn OperatorTools(topic: TopicId, is_translated: bool) -> impl IntoView {
    let language = use_language();
    use_viewer().can(Action::WriteTopics).is_ok().then(|| {
        let translate = (!is_translated).then(|| {
            let href = format!("{}?translate={topic}", route::EDIT_TOPIC);
            view! { <ButtonLink href=href label=edit::translate(language) size=Size::Small symbol=Symbol::Language/> }
        });
        view! {
            <div class="row topic-tools">
                <ButtonLink href=route::edit_topic(&topic) label=edit::edit(language) size=Size::Small symbol=Symbol::Pencil/>
                <ButtonLink href=route::topic_versions(&topic) label=edit::versions(language) size=Size::Small symbol=Symbol::Clock/>
                {translate}
                <form method="post" action=PinTopic::PATH>
                    <input type="hidden" name="topic" value=topic.to_string()/>
                    <input type="hidden" name="pinned" value="yes"/>
                    <Button label=t::pin(language) size=Size::Small symbol=Symbol::Star/>
                </form>
            </div>
        }
        .into_any()
    })
}

/// The ways to somebody who knows, as far as they are open to the reader (CHAT-1).
#[component]
fn Ask(topic: TopicId) -> impl IntoView {
    let language = use_language();
    let viewer = use_viewer();
    let chat = viewer.can(Action::Chat).is_ok().then(|| {
        let href = route::new_chat_from_topic(&topic);
        view! { <ButtonLink href=href label=t::ask_in_chat(language) symbol=Symbol::Chat/> }
    });
    let case = viewer.can(Action::OpenCase).is_ok().then(|| {
        view! { <ButtonLink href=route::NEW_CASE label=t::ask_by_case(language) symbol=Symbol::Plus/> }
    });
    let sign_in = viewer.person.is_none().then(|| {
        view! { <ButtonLink href=route::sign_in(Some(&use_here().get_untracked())) label=t::sign_in(language) rel="external"/> }
    });
    (chat.is_some() || case.is_some() || sign_in.is_some()).then(|| {
        view! {
            <section class="topic-ask" aria-labelledby="topic-ask-title">
                <h2 class="topic-foot-title" id="topic-ask-title">{t::still_questions(language)}</h2>
                <div class="row">{chat}{case}{sign_in}</div>
            </section>
        }
        .into_any()
    })
}

/// The topics before and behind this one in the table of contents.
#[component]
fn Neighbors(previous: Option<Neighbor>, next: Option<Neighbor>, lang: Option<&'static str>) -> impl IntoView {
    let language = use_language();
    let link = |neighbor: Neighbor, rel: &'static str, label: &'static str, symbol: Symbol| {
        view! {
            <a class="topic-neighbor" href=neighbor.address rel=rel>
                <span class="topic-neighbor-way"><Icon symbol/>{label}</span>
                <span lang=lang>{neighbor.title}</span>
            </a>
        }
        .into_any()
    };
    let previous = previous.map(|at| link(at, "prev", t::previous(language), Symbol::ArrowLeft));
    let next = next.map(|at| link(at, "next", t::next(language), Symbol::ArrowRight));
    (previous.is_some() || next.is_some()).then(|| {
        view! { <nav class="topic-neighbors" aria-label=t::neighbors(language)>{previous}{next}</nav> }.into_any()
    })
}
