use super::{
    deeds::{Deeds, problems_of, writing},
    post_deeds::PostDeeds,
    words::{VendorBadge, words_of},
};
use crate::{
    app::use_language,
    features::{
        cases::view::Instant,
        forum::{
            api::EditPost,
            model::{Deed, Post, ThreadContent},
            rules::BODY_MOST,
        },
    },
    i18n::text::forum as t,
    route,
    ui::{Avatar, Badge, Button, ButtonKind, ButtonLink, Icon, Prose, Side, Symbol, TextArea, Tone},
    values::{Problems, ThreadId},
};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// A post with what can be done about it.
#[component]
pub(super) fn PostEntry(
    content: Memo<ThreadContent>,
    post: Post,
    is_accepted: bool,
    /// The reader changes it at this moment.
    is_edited: bool,
    deeds: Deeds,
) -> impl IntoView {
    let (side, side_name) = match post.author.vendor {
        true => (Side::Vendor, "vendor"),
        false => (Side::Customer, "customer"),
    };
    let seq = post.seq;
    let kind = if is_accepted { "solution" } else { "comment" };
    let body = match (is_edited, post.source.clone()) {
        (true, Some(source)) => view! { <EditForm content post=post.clone() source deeds/> }.into_any(),
        (true, None) | (false, _) => view! { <Body post=post.clone()/> }.into_any(),
    };
    view! {
        <li class="timeline-entry" data-kind=kind data-side=side_name id=format!("post-{seq}")>
            <Avatar name=&post.author.name side=side/>
            <article class="timeline-card" aria-labelledby=format!("post-{seq}-who")>
                <PostHead post=post.clone() is_accepted/>
                {body}
                <PostDeeds content post is_accepted deeds/>
            </article>
        </li>
    }
    .into_any()
}

#[component]
fn PostHead(post: Post, is_accepted: bool) -> impl IntoView {
    let language = use_language();
    let seq = post.seq;
    let vendor = post.author.vendor.then(|| view! { <VendorBadge language/> });
    let accepted =
        is_accepted.then(|| view! { <Badge text=t::accepted(language) symbol=Symbol::Success tone=Tone::Success/> });
    let edited =
        post.edited_at.map(|at| view! { <span class="soft small">{t::edited(language)}" "<Instant at/></span> });
    view! {
        <header class="timeline-head">
            <h3 class="timeline-who" id=format!("post-{seq}-who")><bdi>{post.author.name}</bdi></h3>
            {vendor}{accepted}{edited}
            <a class="timeline-when" href=format!("#post-{seq}")><Instant at=post.at/></a>
        </header>
    }
    .into_any()
}

/// What was written, or why it is not there to be read.
#[component]
fn Body(post: Post) -> impl IntoView {
    let language = use_language();
    let hidden = post.hidden.map(|reason| {
        view! { <p class="forum-hidden"><Icon symbol=Symbol::Hide/><span>{t::hidden_because(language, reason)}</span></p> }
    });
    let text = (!post.body_html.is_empty()).then(|| view! { <Prose html=post.body_html/> });
    view! { {hidden}{text} }.into_any()
}

/// The form in which an own post is changed, in its place.
#[component]
fn EditForm(content: Memo<ThreadContent>, post: Post, source: String, deeds: Deeds) -> impl IntoView {
    let language = use_language();
    let navigate = use_navigate();
    let (thread, after) = content.with_untracked(|content| (content.thread.id.clone(), content.after));
    let back = route::post(&thread, after, post.seq);
    let leave = back.clone();
    let edit = writing::<EditPost, ()>(move |()| {
        deeds.refetch();
        navigate(&leave, NavigateOptions { replace: true, ..NavigateOptions::default() });
    });
    let (text, first) =
        super::post_deeds::kept_of(content, Deed::Edit, post.id.as_str()).unwrap_or((source, Problems::default()));
    let problems = problems_of(edit, first);
    let error = Signal::derive(move || problems.with(|problems| words_of(language, problems, "body")));
    view! {
        <ActionForm action=edit attr:class="form-group forum-form">
            <input type="hidden" name="post" value=post.id.to_string()/>
            <input type="hidden" name="after" value=after/>
            <TextArea id="edit" name="body" label=t::change_post(language) value=text rows=8 maxlength=BODY_MOST required=true
                error=error/>
            <div class="form-actions">
                <Button label=t::save(language) kind=ButtonKind::Primary busy=edit.pending()/>
                <ButtonLink href=back label=t::leave(language) kind=ButtonKind::Quiet/>
            </div>
        </ActionForm>
    }
    .into_any()
}

/// Where an own post is changed.
pub(super) fn edit_link(thread: &ThreadId, after: i64, post: &Post) -> String {
    format!("{}#edit", route::edit_post(thread, after, &post.id))
}
