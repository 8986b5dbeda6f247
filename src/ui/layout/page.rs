use crate::ui::Text;
use leptos::prelude::*;

/// How wide a page's content is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PageWidth {
    /// Lists and pages with a side.
    #[default]
    Full,
    /// Text and long forms.
    Narrow,
    /// A short form, for instance sign-in.
    Form,
}

impl PageWidth {
    const fn name(self) -> &'static str {
        match self {
            PageWidth::Full => "full",
            PageWidth::Narrow => "narrow",
            PageWidth::Form => "form",
        }
    }
}

/// A step of the way up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crumb {
    pub href: String,
    pub label: String,
}

/// One page: the way up, its heading, its actions, its content.
#[component]
pub fn Page(
    #[prop(into)] title: Text,
    #[prop(optional, into)] lead: Option<Text>,
    /// The language of the title where it differs from the page's.
    #[prop(optional_no_strip)]
    lang: Option<&'static str>,
    #[prop(optional)] width: PageWidth,
    #[prop(optional)] crumbs: Vec<Crumb>,
    /// The name of the way up; needed with `crumbs`.
    #[prop(optional, into)]
    crumbs_label: Text,
    #[prop(optional, into)] actions: Option<ViewFnOnce>,
    children: Children,
) -> impl IntoView {
    let way_up = (!crumbs.is_empty()).then(|| {
        let items: Vec<_> =
            crumbs.into_iter().map(|crumb| view! { <li><a href=crumb.href>{crumb.label}</a></li> }).collect();
        view! { <nav class="page-crumbs" aria-label=crumbs_label><ol>{items}</ol></nav> }
    });
    view! {
        <div class="page" data-width=width.name()>
            <div class="page-header">
                <div class="page-heading">
                    {way_up}
                    <h1 class="page-title" id="page-title" tabindex="-1" lang=lang>{title}</h1>
                    {lead.map(|lead| view! { <p class="page-lead">{lead}</p> })}
                </div>
                {actions.map(|actions| view! { <div class="page-actions">{actions.run()}</div> })}
            </div>
            {children()}
        </div>
    }
    .into_any()
}
