use super::{
    deeds::{Deeds, problems_of, writing},
    post_deeds::{PostDeeds, kept_of},
    typed::Typed,
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
    values::{PostId, ThreadId},
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// A post with what can be done about it.
#[component]
pub(super) fn PostEntry(
    content: Memo<ThreadContent>,
    post: Post,
    /// The id of the post that the reader changes at this moment.
    edited: Memo<String>,
    deeds: Deeds,
) -> impl IntoView {
    let (side, side_name) = match post.author.vendor {
        true => (Side::Vendor, "vendor"),
        false => (Side::Customer, "customer"),
    };
    let (id, seq, name) = (post.id.clone(), post.seq, post.author.name.clone());
    let is_accepted = {
        let id = id.clone();
        Memo::new(move |_| content.with(|content| content.answer.as_ref().is_some_and(|answer| answer.id == id)))
    };
    let post = as_it_stands(content, post);
    // once begun it goes on, whatever becomes of the post: the server has the last word
    let is_edited = Memo::new(move |before| {
        edited.with(|edited| edited == id.as_str())
            && (before == Some(&true) || post.with(|post| post.source.is_some()))
    });
    let body = move || match is_edited.get() {
        true => view! { <EditForm content entry=post deeds/> }.into_any(),
        false => view! { <Body post/> }.into_any(),
    };
    view! {
        <li class="timeline-entry" data-kind=move || if is_accepted.get() { "solution" } else { "comment" }
            data-side=side_name id=format!("post-{seq}")>
            <Avatar name=&name side=side/>
            <article class="timeline-card" aria-labelledby=format!("post-{seq}-who")>
                <PostHead post is_accepted/>
                {body}
                <PostDeeds content post is_accepted deeds/>
            </article>
        </li>
    }
    .into_any()
}

/// The post with all that became of it. One that has left the page stays as it was until its entry goes.
fn as_it_stands(content: Memo<ThreadContent>, first: Post) -> Memo<Post> {
    Memo::new(move |before: Option<&Post>| {
        let now = content
            .with(|content| content.posts.iter().chain(&content.answer).find(|post| post.id == first.id).cloned());
        now.unwrap_or_else(|| before.unwrap_or(&first).clone())
    })
}

#[component]
fn PostHead(post: Memo<Post>, is_accepted: Memo<bool>) -> impl IntoView {
    let language = use_language();
    let Post { seq, author, at, .. } = post.get_untracked();
    let vendor = author.vendor.then(|| view! { <VendorBadge language/> });
    let accepted = move || {
        is_accepted
            .get()
            .then(|| view! { <Badge text=t::accepted(language) symbol=Symbol::Success tone=Tone::Success/> })
    };
    let edited_at = Memo::new(move |_| post.with(|post| post.edited_at));
    let edited = move || {
        edited_at.get().map(|at| view! { <span class="soft small">{t::edited(language)}" "<Instant at/></span> })
    };
    view! {
        <header class="timeline-head">
            <h3 class="timeline-who" id=format!("post-{seq}-who")><bdi>{author.name}</bdi></h3>
            {vendor}{accepted}{edited}
            <a class="timeline-when" href=format!("#post-{seq}")><Instant at/></a>
        </header>
    }
    .into_any()
}

/// What was written, or why it is not there to be read.
#[component]
fn Body(post: Memo<Post>) -> impl IntoView {
    let language = use_language();
    let shown = Memo::new(move |_| post.with(|post| (post.hidden.clone(), post.body_html.clone())));
    move || {
        let (hidden, html) = shown.get();
        let hidden = hidden.map(|reason| {
            view! { <p class="forum-hidden"><Icon symbol=Symbol::Hide/><span>{t::hidden_because(language, reason)}</span></p> }
        });
        let text = (!html.is_empty()).then(|| view! { <Prose html=html/> });
        view! { {hidden}{text} }.into_any()
    }
}

/// The form in which an own post is changed, in its place.
#[component]
fn EditForm(content: Memo<ThreadContent>, entry: Memo<Post>, deeds: Deeds) -> impl IntoView {
    let post = entry.get_untracked();
    let language = use_language();
    let navigate = use_navigate();
    let (thread, after) = content.with_untracked(|content| (content.thread.id.clone(), content.after));
    let back = route::post(&thread, after, post.seq);
    let (brought, first) = kept_of(content, Deed::Edit, post.id.as_str()).unzip();
    // what was typed over another text than the one that is stored now would undo what was stored since
    let scope_of = |post: &Post| format!("forum-edit:{}:{}", post.id, post.edited_at.map_or(0, |at| at.0));
    let typed = Typed::new(&scope_of(&post), post.source.unwrap_or_default(), brought);
    let (leave, is_ahead) = (back.clone(), StoredValue::new(false));
    // what is typed on after saving belongs to what was saved
    Effect::new(move |before: Option<String>| {
        let scope = entry.with(scope_of);
        if before.is_some_and(|before| before != scope) && is_ahead.get_value() {
            typed.move_to(&scope);
            is_ahead.set_value(false);
        }
        scope
    });
    let edit = writing::<EditPost, ()>(move |()| {
        deeds.refetch();
        let is_all = typed.arrived();
        is_ahead.set_value(!is_all);
        if is_all {
            navigate(&leave, NavigateOptions { replace: true, ..NavigateOptions::default() });
        }
    });
    let problems = problems_of(edit, first.unwrap_or_default());
    let error = Signal::derive(move || problems.with(|problems| words_of(language, problems, "body")));
    let id = post.id.to_string();
    let send = move || {
        if !edit.pending().get_untracked() {
            let (_, body) = typed.send();
            edit.dispatch(EditPost { post: post.id.to_string(), body, after });
        }
    };
    view! {
        <form
            class="form-group forum-form"
            method="post"
            action=EditPost::PATH
            on:submit=move |event| {
                event.prevent_default();
                send();
            }
        >
            <input type="hidden" name="post" value=id/>
            <input type="hidden" name="after" value=after/>
            <TextArea id="edit" name="body" label=t::change_post(language) value=typed.text.get_untracked() rows=8
                maxlength=BODY_MOST required=true error=error node=typed.field on_input=move |text| typed.typed(text)/>
            <div class="form-actions">
                <Button label=t::save(language) kind=ButtonKind::Primary busy=edit.pending()/>
                <ButtonLink href=back label=t::leave(language) kind=ButtonKind::Quiet on:click=move |_| typed.forget()/>
            </div>
        </form>
    }
    .into_any()
}

/// Where an own post is changed.
pub(super) fn edit_link(thread: &ThreadId, after: i64, post: &PostId) -> String {
    format!("{}#edit", route::edit_post(thread, after, post))
}
