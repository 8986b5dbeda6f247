use super::words::{Writer, standing};
use crate::{
    app::use_language,
    features::{cases::view::Ago, forum::model::ThreadSummary},
    i18n::text::forum as t,
    route,
    ui::{Cell, Icon, StatusBadge, Symbol, Table},
    values::Moment,
};
use leptos::prelude::*;

/// The threads of one page of the list; on narrow pages each is a block.
#[component]
pub(super) fn ForumTable(rows: Vec<ThreadSummary>, now: Moment) -> impl IntoView {
    let language = use_language();
    let rows: Vec<_> = rows.into_iter().map(|thread| view! { <Row thread now/> }).collect();
    view! {
        <div class="forum-table">
            <Table label=t::title(language) stack=true>
                <thead>
                    <tr>
                        <th scope="col">{t::column_title(language)}</th>
                        <th scope="col">{t::column_state(language)}</th>
                        <th scope="col">{t::place(language)}</th>
                        <th scope="col">{t::column_author(language)}</th>
                        <th scope="col" data-align="end">{t::column_replies(language)}</th>
                        <th scope="col" data-align="end">{t::column_votes(language)}</th>
                        <th scope="col">{t::column_active(language)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </Table>
        </div>
    }
    .into_any()
}

#[component]
fn Row(thread: ThreadSummary, now: Moment) -> impl IntoView {
    let language = use_language();
    let (state, symbol, tone) = standing(language, thread.kind, thread.answered);
    let locked = thread.locked.then(|| {
        view! { " "<span class="forum-locked" title=t::locked(language)><Icon symbol=Symbol::Lock/><span class="hidden-text">{t::locked(language)}</span></span> }
    });
    let place = match thread.category {
        Some(category) => format!("{} › {category}", thread.product),
        None => thread.product,
    };
    view! {
        <tr>
            <Cell main=true><a class="table-main" href=route::thread(&thread.id)><bdi>{thread.title}</bdi></a>{locked}</Cell>
            <td data-nowrap=""><StatusBadge text=state symbol=symbol tone=tone/></td>
            <Cell>{place}</Cell>
            <Cell><Writer person=thread.author/></Cell>
            <Cell label=format!("{}:", t::column_replies(language)) numeric=true>{thread.replies}</Cell>
            <Cell label=format!("{}:", t::column_votes(language)) numeric=true>{thread.votes}</Cell>
            <td data-label=format!("{}:", t::column_active(language)) data-nowrap=""><Ago at=thread.active_at now/></td>
        </tr>
    }
    .into_any()
}
