use super::{
    deeds::{Deeds, problems_of, writing},
    post_entry::edit_link,
    words::words_of,
};
use crate::{
    app::{use_language, use_me, use_notices, use_viewer},
    features::forum::{
        api::{HidePost, ReportPost},
        model::{Deed, Kind, Post, ThreadContent},
        rules::REASON_MOST,
    },
    i18n::text::forum as t,
    policy::{Action, Reach},
    ui::{Button, ButtonKind, ButtonLink, Icon, Size, Symbol, TextArea},
    values::Problems,
};
use leptos::{html, prelude::*};

/// What a plain form brought that could not be stored, if it is this form's.
pub(super) fn kept_of(content: Memo<ThreadContent>, deed: Deed, about: &str) -> Option<(String, Problems)> {
    content.with_untracked(|content| {
        let kept = content.kept.as_ref()?;
        let is_this = kept.form.deed == deed.code() && kept.form.about == about;
        is_this.then(|| (kept.form.text.clone(), kept.problems.clone()))
    })
}

/// What the reader can do about a post. A form stays as it is while others vote for the post or accept it.
#[component]
pub(super) fn PostDeeds(
    content: Memo<ThreadContent>,
    post: Memo<Post>,
    is_accepted: Memo<bool>,
    deeds: Deeds,
) -> impl IntoView {
    let language = use_language();
    let is_own = post.with_untracked(|post| use_me().as_ref() == Some(&post.author.id));
    let moderates = use_viewer().can(Action::ModerateForum).is_ok();
    let accepts = may_accept(content, post);
    let is_shown = Memo::new(move |_| post.with(|post| post.hidden.is_none()));
    let can_change = Memo::new(move |_| post.with(|post| post.source.is_some()));
    let edit = move || {
        can_change.get().then(|| {
            let href = post.with_untracked(|post| {
                content.with_untracked(|content| edit_link(&content.thread.id, content.after, &post.id))
            });
            view! { <ButtonLink href=href label=t::change(language) kind=ButtonKind::Quiet size=Size::Small symbol=Symbol::Pencil/> }
        })
    };
    view! {
        <div class="forum-deeds">
            {move || is_shown.get().then(|| view! { <Vote content post is_own deeds/> })}
            {move || (accepts && is_shown.get()).then(|| view! { <Accept content post is_accepted=is_accepted.get() deeds/> })}
            {edit}
            {move || (!is_own && is_shown.get()).then(|| view! { <Report content post/> })}
            {move || (moderates && is_shown.get()).then(|| view! { <Hide content post deeds/> })}
            {move || (moderates && !is_shown.get()).then(|| view! { <Restore post deeds/> })}
        </div>
    }
    .into_any()
}

/// Who asked accepts an answer, and every engineer.
fn may_accept(content: Memo<ThreadContent>, post: Memo<Post>) -> bool {
    let reach = use_viewer().can(Action::AcceptAnswer);
    let is_answer = post.with_untracked(|post| post.seq > 1);
    content.with_untracked(|content| {
        let is_asker = use_me().as_ref() == Some(&content.thread.author.id);
        let is_open = content.thread.kind == Kind::Question && is_answer;
        is_open && (reach == Ok(Reach::Everywhere) || (reach == Ok(Reach::Own) && is_asker))
    })
}

/// How many find it helpful; everybody else than its author can say so, and take it back.
#[component]
fn Vote(content: Memo<ThreadContent>, post: Memo<Post>, is_own: bool, deeds: Deeds) -> impl IntoView {
    let language = use_language();
    let count = move || post.with(|post| post.votes);
    if is_own {
        let text = move || t::votes(language, count());
        return view! { <span class="forum-votes soft small"><Icon symbol=Symbol::ThumbsUp/>{text}</span> }.into_any();
    }
    let voted = move || post.with(|post| post.voted);
    let after = content.with_untracked(|content| content.after);
    view! {
        <ActionForm action=deeds.vote>
            <input type="hidden" name="post" value=id_of(post)/>
            <input type="hidden" name="helpful" value=move || if voted() { "0" } else { "1" }/>
            <input type="hidden" name="after" value=after/>
            <button class="button forum-vote" type="submit" data-kind="secondary" data-size="small"
                aria-pressed=move || voted().to_string()>
                <Icon symbol=Symbol::ThumbsUp/>
                <span>{t::helpful(language)}</span>
                <span class="count">{count}</span>
            </button>
        </ActionForm>
    }
    .into_any()
}

fn id_of(post: Memo<Post>) -> String {
    post.with_untracked(|post| post.id.to_string())
}

#[component]
fn Accept(content: Memo<ThreadContent>, post: Memo<Post>, is_accepted: bool, deeds: Deeds) -> impl IntoView {
    let language = use_language();
    let thread = content.with_untracked(|content| content.thread.id.to_string());
    let (label, value) = match is_accepted {
        true => (t::accept_back(language), String::new()),
        false => (t::accept(language), id_of(post)),
    };
    view! {
        <ActionForm action=deeds.accept>
            <input type="hidden" name="thread" value=thread/>
            <input type="hidden" name="post" value=value/>
            <Button label=label size=Size::Small symbol=Symbol::Check/>
        </ActionForm>
    }
    .into_any()
}

/// Tells those who look after the forum what is wrong with a post.
#[component]
fn Report(content: Memo<ThreadContent>, post: Memo<Post>) -> impl IntoView {
    let language = use_language();
    let notices = use_notices();
    let (id, seq) = (id_of(post), post.with_untracked(|post| post.seq));
    let (details, field) = (NodeRef::<html::Details>::new(), NodeRef::<html::Textarea>::new());
    let report = writing::<ReportPost, ()>(move |()| {
        notices.success(t::reported(language).to_owned());
        // nothing asks to be sent again
        if let (Some(details), Some(field)) = (details.get_untracked(), field.get_untracked()) {
            details.set_open(false);
            field.set_value("");
        }
    });
    let kept = kept_of(content, Deed::Report, &id);
    let is_open = kept.is_some();
    let (text, first) = kept.unwrap_or_default();
    let problems = problems_of(report, first);
    let error = Signal::derive(move || problems.with(|problems| words_of(language, problems, "reason")));
    view! {
        <details class="disclosure forum-disclosure" open=is_open node_ref=details>
            <summary>{t::report(language)}</summary>
            <ActionForm action=report attr:class="form-group forum-form">
                <input type="hidden" name="post" value=id/>
                <TextArea id=format!("report-{seq}") name="reason" label=t::report_reason(language)
                    hint=t::report_hint(language) value=text rows=2 maxlength=REASON_MOST required=true error=error node=field/>
                <div><Button label=t::report_send(language) size=Size::Small busy=report.pending()/></div>
            </ActionForm>
        </details>
    }
    .into_any()
}

/// Hides a post from everybody else, and says why.
#[component]
fn Hide(content: Memo<ThreadContent>, post: Memo<Post>, deeds: Deeds) -> impl IntoView {
    let language = use_language();
    let (id, seq) = (id_of(post), post.with_untracked(|post| post.seq));
    let hide = writing::<HidePost, ()>(move |()| deeds.refetch());
    let kept = kept_of(content, Deed::Hide, &id);
    let is_open = kept.is_some();
    let (text, first) = kept.unwrap_or_default();
    let problems = problems_of(hide, first);
    let error = Signal::derive(move || problems.with(|problems| words_of(language, problems, "reason")));
    view! {
        <details class="disclosure forum-disclosure" open=is_open>
            <summary>{t::hide(language)}</summary>
            <ActionForm action=hide attr:class="form-group forum-form">
                <input type="hidden" name="post" value=id/>
                <TextArea id=format!("hide-{seq}") name="reason" label=t::hide_reason(language) hint=t::hide_hint(language)
                    value=text rows=2 maxlength=REASON_MOST required=true error=error/>
                <div><Button label=t::hide_now(language) kind=ButtonKind::Danger size=Size::Small busy=hide.pending()/></div>
            </ActionForm>
        </details>
    }
    .into_any()
}

#[component]
fn Restore(post: Memo<Post>, deeds: Deeds) -> impl IntoView {
    let language = use_language();
    view! {
        <ActionForm action=deeds.restore>
            <input type="hidden" name="post" value=id_of(post)/>
            <Button label=t::restore(language) size=Size::Small symbol=Symbol::Show/>
        </ActionForm>
    }
    .into_any()
}
