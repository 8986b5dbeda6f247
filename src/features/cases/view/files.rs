use crate::{
    app::use_language,
    features::cases::model::AttachmentSummary,
    i18n::{size, text::cases as t},
    route,
    ui::{Icon, Symbol},
};
use leptos::prelude::*;

/// Do pictures show themselves?
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pictures {
    #[default]
    Shown,
    Named,
}

/// Attached files with their sizes. Nothing while there are none.
#[component]
pub fn Files(files: Vec<AttachmentSummary>, #[prop(optional)] pictures: Pictures) -> impl IntoView {
    let language = use_language();
    (!files.is_empty()).then(|| {
        let rows: Vec<_> = files.into_iter().map(|file| view! { <FileLine file pictures/> }).collect();
        view! { <ul class="files" role="list" aria-label=t::files(language)>{rows}</ul> }
    })
}

/// One file: a download, or why it is none.
#[component]
fn FileLine(file: AttachmentSummary, pictures: Pictures) -> impl IntoView {
    let language = use_language();
    if file.is_name_only() {
        return view! {
            <li class="files-item">
                <Icon symbol=Symbol::File/>
                <span>{file.name}</span>
                <span class="soft small">{t::file_not_brought(language)}</span>
            </li>
        }
        .into_any();
    }
    let bytes = size(language, file.size_bytes);
    if !file.is_complete() {
        return view! {
            <li class="files-item">
                <Icon symbol=Symbol::Hourglass/>
                <span>{file.name}</span>
                <span class="soft small">{t::file_incomplete(language, bytes)}</span>
            </li>
        }
        .into_any();
    }
    let href = route::attachment(&file.id);
    let symbol = file_symbol(&file.media_type);
    let picture = (pictures == Pictures::Shown && is_picture(&file.media_type)).then(|| {
        let alt = t::file_picture(language, &file.name);
        view! { <img class="files-picture" src=route::attachment_picture(&file.id) alt=alt loading="lazy" decoding="async"/> }
    });
    let kind = picture.is_some().then_some("picture");
    let name = file.name.clone();
    view! {
        <li class="files-item" data-kind=kind>
            <Icon symbol=symbol/>
            <a href=href download=file.name rel="external">{name}</a>
            <span class="soft small">{bytes}</span>
            {picture}
        </li>
    }
    .into_any()
}

/// The drawing for a kind of file.
pub(super) fn file_symbol(media_type: &str) -> Symbol {
    match media_type {
        picture if picture.starts_with("image/") => Symbol::Image,
        words if words.starts_with("text/") => Symbol::FileText,
        _ => Symbol::File,
    }
}

/// The kinds that the server sends for showing; it decides by the bytes, not by the name (CASE-20).
fn is_picture(media_type: &str) -> bool {
    matches!(media_type, "image/png" | "image/jpeg" | "image/gif" | "image/webp")
}
