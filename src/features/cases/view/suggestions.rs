use super::wizard::Wizard;
use crate::{
    app::use_language,
    features::topics::{
        api::{SolveByTopic, suggest_topics},
        model::Hit,
        rules,
    },
    i18n::text::topics as t,
    ui::{Button, Icon, Marked, Size, Symbol},
};
use leptos::{prelude::*, server_fn::ServerFn};

/// Help topics beside a case that is being written (HELP-3). They come and go without taking the focus or moving the form.
#[component]
pub fn Suggestions(wizard: Wizard) -> impl IntoView {
    let language = use_language();
    let asked = Memo::new(move |_| wizard.form.with(|form| (form.product.clone(), form.title.trim().to_owned())));
    // what the draft had came with the page
    let first = asked.get_untracked();
    let answer = LocalResource::new(move || {
        let (now, first) = (asked.get(), first.clone());
        async move {
            match now {
                same if same == first => None,
                (_, title) if !rules::says_enough(&title) => Some(Vec::new()),
                (product, title) => suggest_topics(product, title).await.ok(),
            }
        }
    });
    let shown = Memo::new(move |before: Option<&Vec<Hit>>| {
        let now = answer.get().flatten();
        now.unwrap_or_else(|| {
            before.cloned().unwrap_or_else(|| wizard.content.with_untracked(|content| content.suggestions.clone()))
        })
    });
    let list = move || {
        let topics = shown.get();
        (!topics.is_empty()).then(|| {
            let lines: Vec<_> = topics.into_iter().map(|hit| view! { <Suggestion wizard hit/> }).collect();
            view! {
                <h2 class="section-title"><Icon symbol=Symbol::Lightbulb/>{t::perhaps(language)}</h2>
                <ul role="list">{lines}</ul>
            }
        })
    };
    view! { <aside class="wizard-suggestions" aria-label=t::perhaps(language) aria-live="polite">{list}</aside> }
        .into_any()
}

#[component]
fn Suggestion(wizard: Wizard, hit: Hit) -> impl IntoView {
    let language = use_language();
    let lang = (hit.language != language).then_some(hit.language.tag());
    view! {
        <li>
            // read beside the form, which stays as it is
            <a href=hit.address target="_blank" lang=lang><Marked runs=hit.title/></a>
            <form method="post" action=SolveByTopic::PATH on:submit=move |_| wizard.forget_copy()>
                <input type="hidden" name="topic" value=hit.id.to_string()/>
                <Button label=t::solved_it(language) size=Size::Small symbol=Symbol::Check/>
            </form>
        </li>
    }
    .into_any()
}
