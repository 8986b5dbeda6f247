use super::{
    deeds::{problems_of, writing},
    words::{ModerationTabs, Writer, words_of},
};
use crate::{
    app::{loaded, use_language},
    features::{
        cases::view::{Ago, tell_failures},
        forum::{
            api::{DismissReports, HidePost, open_queue},
            model::{QueueContent, Report},
            rules::{REASON_MOST, page_of},
        },
    },
    i18n::text::forum as t,
    route,
    ui::{
        Badge, Button, ButtonKind, Empty, Pager, Size, Symbol, TextArea, Tone,
        layout::{Crumb, Page, PageWidth},
    },
    values::{Moment, PostId, Problems},
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// What was reported in the forum and nobody has settled yet (FORUM-4).
#[component]
pub fn ModerationPage() -> impl IntoView {
    let language = use_language();
    let query = use_query_map();
    let after = Memo::new(move |_| query.with(|query| query.get("after")).unwrap_or_default());
    let dismiss = ServerAction::<DismissReports>::new();
    tell_failures(dismiss);
    let hidden = RwSignal::new(0_usize);
    let content =
        Resource::new(move || (after.get(), dismiss.version().get(), hidden.get()), |(after, ..)| open_queue(after));
    let settle = Settle { dismiss, hidden };
    let crumbs = vec![Crumb { href: route::FORUM.to_owned(), label: t::title(language).to_owned() }];
    view! {
        <Title text=t::queue(language)/>
        <Page title=t::queue(language) lead=t::queue_lead(language) width=PageWidth::Full crumbs crumbs_label=t::way_up(language)>
            <ModerationTabs here=route::MODERATION/>
            {loaded(content, move |content| view! { {move || view! { <Rows content=content.get() first=after.get().is_empty() settle/> }} })}
        </Page>
    }
    .into_any()
}

/// What settles a report; the queue is asked for again after each.
#[derive(Clone, Copy)]
struct Settle {
    dismiss: ServerAction<DismissReports>,
    /// Counts what was hidden.
    hidden: RwSignal<usize>,
}

#[component]
fn Rows(content: QueueContent, first: bool, settle: Settle) -> impl IntoView {
    let language = use_language();
    let QueueContent { rows, next, now } = content;
    if rows.is_empty() {
        return view! { <Empty symbol=Symbol::Shield title=t::queue_empty(language) text=t::queue_empty_text(language)/> }.into_any();
    }
    let rows: Vec<_> = rows.into_iter().map(|report| view! { <Row report now settle/> }).collect();
    let after = |cursor: String| route::with_query(route::MODERATION, &format!("after={}", route::encode(&cursor)));
    let next = next.map(|cursor| after(cursor.to_string()));
    let previous = (!first).then(|| route::MODERATION.to_owned());
    view! {
        <ul class="stack forum-reports" role="list">{rows}</ul>
        <Pager label=t::pages(language) previous_label=t::to_the_first(language) next_label=t::next_rows(language) previous next/>
    }
    .into_any()
}

#[component]
fn Row(report: Report, now: Moment, settle: Settle) -> impl IntoView {
    let language = use_language();
    let href = route::post(&report.thread, page_of(report.seq), report.seq);
    let hidden =
        report.hidden.then(|| view! { <Badge text=t::hidden(language) symbol=Symbol::Hide tone=Tone::Warning/> });
    let hide = (!report.hidden).then(|| {
        view! { <HideForm post=report.post.clone() report=report.id.to_string() settle/> }
    });
    view! {
        <li class="forum-report">
            <h2 class="section-title"><a href=href><bdi>{report.title}</bdi></a></h2>
            <dl class="facts" data-layout="ruled">
                <div>
                    <dt>{t::report_why(language)}</dt>
                    <dd><span class="plain-text">{report.reason}</span></dd>
                </div>
                <div>
                    <dt>{t::report_by(language)}</dt>
                    <dd><bdi>{report.reporter.name}</bdi>" · "<Ago at=report.at now/></dd>
                </div>
                <div>
                    <dt>{t::report_post(language)}</dt>
                    <dd><Writer person=report.author/>" "{hidden}<div class="forum-excerpt plain-text">{report.body}</div></dd>
                </div>
            </dl>
            <div class="forum-deeds">
                <ActionForm action=settle.dismiss>
                    <input type="hidden" name="post" value=report.post.to_string()/>
                    <Button label=t::dismiss(language) size=Size::Small symbol=Symbol::Check/>
                </ActionForm>
                {hide}
            </div>
        </li>
    }
    .into_any()
}

/// Hides the post. Why is said anew: what was reported is not meant for everybody.
#[component]
fn HideForm(post: PostId, report: String, settle: Settle) -> impl IntoView {
    let language = use_language();
    let hide = writing::<HidePost, ()>(move |()| settle.hidden.update(|hidden| *hidden += 1));
    let problems = problems_of(hide, Problems::default());
    let error = Signal::derive(move || problems.with(|problems| words_of(language, problems, "reason")));
    view! {
        <details class="disclosure forum-disclosure">
            <summary>{t::hide(language)}</summary>
            <ActionForm action=hide attr:class="form-group forum-form">
                <input type="hidden" name="post" value=post.to_string()/>
                <TextArea id=format!("hide-{report}") name="reason" label=t::hide_reason(language) hint=t::hide_hint(language)
                    rows=2 maxlength=REASON_MOST required=true error=error/>
                <div><Button label=t::hide_now(language) kind=ButtonKind::Danger size=Size::Small busy=hide.pending()/></div>
            </ActionForm>
        </details>
    }
    .into_any()
}
