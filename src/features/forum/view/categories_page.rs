use super::{
    deeds::{problems_of, writing},
    words::{ModerationTabs, words_of},
};
use crate::{
    app::{loaded, use_language, use_notices},
    features::forum::{
        api::{SaveCategory, list_categories},
        model::{CategoriesContent, Category, CategoryForm},
        rules::NAME_MOST,
    },
    i18n::{Language, text::forum as t},
    route,
    ui::{
        Button, ButtonKind, Cell, FieldWidth, Notice, SelectField, SelectOption, Table, TextField, Tone,
        layout::{Crumb, Page, PageWidth},
    },
    values::{Kept, Problems},
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};

/// The categories of the products' forums (FORUM-1), and the form of one.
#[component]
pub fn CategoriesPage() -> impl IntoView {
    let language = use_language();
    let query = use_query_map();
    let param = move |name: &'static str| query.with(|query| query.get(name)).unwrap_or_default();
    let (change, check) = (Memo::new(move |_| param("change")), Memo::new(move |_| param("check")));
    let saved = RwSignal::new(0_usize);
    // asked again when another one is changed: each form has a key of its own
    let content = Resource::new(move || (check.get(), change.get(), saved.get()), |(check, ..)| list_categories(check));
    let crumbs = vec![Crumb { href: route::FORUM.to_owned(), label: t::title(language).to_owned() }];
    let done = query.with_untracked(|query| query.get("saved").is_some());
    view! {
        <Title text=t::categories(language)/>
        <Page title=t::categories(language) lead=t::categories_lead(language) width=PageWidth::Full crumbs
            crumbs_label=t::way_up(language)>
            <ModerationTabs here=route::CATEGORIES/>
            {done.then(|| view! { <Notice tone=Tone::Success live=true>{t::category_saved(language)}</Notice> })}
            {loaded(content, move |content| view! {
                {move || view! { <List categories=content.with(|content| content.categories.clone())/> }}
                {move || {
                    let form = content.with(|content| form_of(content, &change.get()));
                    view! { <Form content=content.get() kept=form saved/> }
                }}
            })}
        </Page>
    }
    .into_any()
}

/// The form as a plain form brought it, as the category is stored, or of a new one.
fn form_of(content: &CategoriesContent, change: &str) -> Kept<CategoryForm> {
    if let Some(kept) = content.kept.as_ref().filter(|kept| kept.form.id == change) {
        return kept.clone();
    }
    let form = match content.categories.iter().find(|category| category.id.as_str() == change) {
        Some(Category { id, product, names }) => {
            CategoryForm { id: id.to_string(), product: product.id.to_string(), names: names.clone() }
        }
        None => CategoryForm { id: content.key.clone(), ..CategoryForm::default() },
    };
    Kept { form, problems: Problems::default() }
}

#[component]
fn List(categories: Vec<Category>) -> impl IntoView {
    let language = use_language();
    if categories.is_empty() {
        return view! { <p class="soft">{t::categories_none(language)}</p> }.into_any();
    }
    let heads: Vec<_> = Language::ALL.iter().map(|other| view! { <th scope="col">{other.own_name()}</th> }).collect();
    let rows: Vec<_> = categories.into_iter().map(|category| view! { <Row category/> }).collect();
    view! {
        <Table label=t::categories(language) stack=true>
            <thead><tr><th scope="col">{t::column_product(language)}</th>{heads}</tr></thead>
            <tbody>{rows}</tbody>
        </Table>
    }
    .into_any()
}

#[component]
fn Row(category: Category) -> impl IntoView {
    let language = use_language();
    let href = route::change_category(&category.id);
    let name = |other: &Language| category.names.get(other.tag()).cloned().unwrap_or_default();
    let cells: Vec<_> = Language::ALL
        .iter()
        .map(|other| {
            let (text, href) = (name(other), href.clone());
            match *other == language {
                true => view! { <Cell main=true><a class="table-main" href=href>{text}</a></Cell> }.into_any(),
                false => view! { <Cell><span lang=other.tag()>{text}</span></Cell> }.into_any(),
            }
        })
        .collect();
    view! { <tr><Cell>{category.product.name}</Cell>{cells}</tr> }.into_any()
}

#[component]
fn Form(content: CategoriesContent, kept: Kept<CategoryForm>, saved: RwSignal<usize>) -> impl IntoView {
    let language = use_language();
    let (notices, navigate) = (use_notices(), use_navigate());
    let save = writing::<SaveCategory, ()>(move |()| {
        notices.success(t::category_saved(language).to_owned());
        saved.update(|saved| *saved += 1);
        navigate(route::CATEGORIES, NavigateOptions { replace: true, ..NavigateOptions::default() });
    });
    let Kept { form, problems } = kept;
    let is_new = !content.categories.iter().any(|category| category.id.as_str() == form.id);
    let problems = problems_of(save, problems);
    let of =
        move |field: String| Signal::derive(move || problems.with(|problems| words_of(language, problems, &field)));
    let products = content.products.iter().filter(|product| is_new || product.id.as_str() == form.product);
    let products: Vec<_> = products.map(|product| SelectOption::new(product.id.to_string(), &product.name)).collect();
    let names: Vec<_> = Language::ALL
        .iter()
        .map(|other| {
            let (tag, value) = (other.tag(), form.names.get(other.tag()).cloned().unwrap_or_default());
            view! {
                <TextField id=format!("name-{tag}") name=format!("form[names][{tag}]") value=value maxlength=NAME_MOST
                    label=t::category_name(language, other.own_name()) width=FieldWidth::Short required=true
                    error=of(format!("name-{tag}"))/>
            }
        })
        .collect();
    let title = if is_new { t::category_new(language) } else { t::category_change(language) };
    view! {
        <section class="section forum-category" aria-labelledby="category-title">
            <h2 class="section-title" id="category-title">{title}</h2>
            <ActionForm action=save attr:class="form">
                <input type="hidden" name="form[id]" value=form.id/>
                <SelectField id="product" name="form[product]" label=t::column_product(language)
                    options=Signal::stored(products) value=form.product width=FieldWidth::Short error=of("product".to_owned())/>
                {names}
                <div class="form-actions"><Button label=t::save(language) kind=ButtonKind::Primary busy=save.pending()/></div>
            </ActionForm>
        </section>
    }
    .into_any()
}
