use super::{
    files::file_symbol,
    uploads::{Upload, UploadState, Uploads},
};
use crate::{
    app::{error_text, problem_text, use_language, use_zone},
    error::AppError,
    features::cases::{
        api::DropAttachment,
        model::AttachmentSummary,
        rules::{ATTACHMENT_MOST_BYTES, ATTACHMENTS_MOST},
    },
    i18n::{Language, size, text, text::attach as t},
    ui::{Button, ButtonKind, ButtonType, FileField, Icon, Progress, Size, Symbol},
    values::Problem,
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

/// Where files are attached to what is being written (CASE-20). With scripting they are sent at once, with progress;
/// without, its own form sends them. It stands beside the form of the text, as forms do not nest.
#[component]
pub fn Attach(
    uploads: Uploads,
    /// Distinguishes the places of one page.
    #[prop(into)]
    id: String,
    /// The page to which a plain form comes back.
    #[prop(into)]
    next: String,
    /// What the server holds for this text.
    #[prop(into)]
    stored: Signal<Vec<AttachmentSummary>>,
) -> impl IntoView {
    let language = use_language();
    let query = use_query_map();
    uploads.resume_from(stored);
    let problem = move || query.read().get("problem").and_then(|code| plain_problem(language, &code));
    let files = move || uploads.beside(stored.get());
    let hint = t::hint(language, ATTACHMENTS_MOST, size(language, ATTACHMENT_MOST_BYTES));
    view! {
        <div class="attach">
            <form class="attach-form" method="post" action="/files/form" enctype="multipart/form-data">
                <input type="hidden" name="scope" value=uploads.scope()/>
                <input type="hidden" name="next" value=next/>
                <FileField id=id name="file" label=t::label(language) hint=hint multiple=true error=Signal::derive(problem)
                    on_change=move |event| { uploads.take(&event); }/>
                // wasm sends what is chosen by itself
                <div class="attach-send"><Button label=t::send(language) symbol=Symbol::Upload/></div>
            </form>
            <ul class="attach-list" role="list" aria-label=t::list(language)>
                <For each=files key=|file| (file.id.clone(), file.received_bytes) let:file>
                    <Stored file uploads/>
                </For>
                <For each=move || uploads.items().get() key=|upload| upload.key let:upload>
                    <OnItsWay key=upload.key name=upload.name uploads/>
                </For>
            </ul>
        </div>
    }
    .into_any()
}

/// A file that the server holds, whole or in part.
#[component]
fn Stored(file: AttachmentSummary, uploads: Uploads) -> impl IntoView {
    let language = use_language();
    let symbol = if file.is_complete() { file_symbol(&file.media_type) } else { Symbol::Hourglass };
    let bytes = size(language, file.size_bytes);
    let state = if file.is_complete() { bytes } else { t::broken_off(language, bytes) };
    let id = file.id.to_string();
    let remove = t::remove(language, &file.name);
    let name = file.name.clone();
    view! {
        <li class="attach-item">
            <Icon symbol/>
            <span class="attach-name">{name}</span>
            <span class="soft small">{state}</span>
            <form
                method="post"
                action=DropAttachment::PATH
                on:submit=move |event| {
                    event.prevent_default();
                    uploads.remove(file.clone());
                }
            >
                <input type="hidden" name="attachment" value=id/>
                <Button label=remove kind=ButtonKind::Quiet size=Size::Small symbol=Symbol::Close hidden_label=true/>
            </form>
        </li>
    }
    .into_any()
}

/// A file that this page sends.
#[component]
fn OnItsWay(key: u64, name: String, uploads: Uploads) -> impl IntoView {
    let language = use_language();
    let upload = Memo::new(move |_| uploads.items().with(|items| items.iter().find(|item| item.key == key).cloned()));
    let percent = Signal::derive(move || upload.with(|upload| upload.as_ref().map(Upload::percent)));
    let state =
        Signal::derive(move || upload.with(|upload| upload.as_ref().map(|upload| state_text(language, upload))));
    let zone = use_zone();
    let failed = move || match upload.get()?.state {
        UploadState::Failed(error) => Some(failure_text(language, &zone, &error)),
        UploadState::Waiting | UploadState::Sending | UploadState::Retrying | UploadState::Done => None,
    };
    let cancel = t::remove(language, &name);
    view! {
        <li class="attach-item" data-state=move || upload.with(|upload| upload.as_ref().map(|upload| state_code(&upload.state)))>
            <Progress id=format!("upload-{key}") label=name percent=percent text=state/>
            {move || failed().map(|why| view! { <p class="attach-problem" role="alert">{why}</p> })}
            <Button label=cancel kind=ButtonKind::Quiet size=Size::Small action=ButtonType::Button symbol=Symbol::Close
                hidden_label=true on_click=move |_| uploads.cancel(key)/>
        </li>
    }
    .into_any()
}

fn state_code(state: &UploadState) -> &'static str {
    match state {
        UploadState::Waiting => "waiting",
        UploadState::Sending => "sending",
        UploadState::Retrying => "retrying",
        UploadState::Done => "done",
        UploadState::Failed(_) => "failed",
    }
}

fn state_text(language: Language, upload: &Upload) -> String {
    let whole = size(language, upload.size_bytes);
    match upload.state {
        UploadState::Waiting => t::waiting(language).to_owned(),
        UploadState::Sending => t::sending(language, size(language, upload.sent_bytes), whole),
        UploadState::Retrying => t::retrying(language).to_owned(),
        UploadState::Done => t::done(language, whole),
        UploadState::Failed(_) => t::failed(language).to_owned(),
    }
}

fn failure_text(language: Language, zone: &crate::values::Zone, error: &AppError) -> String {
    if let AppError::Invalid(problems) = error
        && let Some((_, problem)) = problems.0.first()
    {
        return problem_text(language, problem);
    }
    error_text(language, zone, error).1
}

/// What a plain form's redirect says, see `server::attachments`.
fn plain_problem(language: Language, code: &str) -> Option<String> {
    let problem = match code {
        "file-too-large" => Problem::TooLarge { most_bytes: ATTACHMENT_MOST_BYTES },
        "file-too-many" => Problem::TooMany { most: ATTACHMENTS_MOST },
        "file-incomplete" => Problem::Incomplete,
        "file-unavailable" => return Some(text::errors::unavailable_text(language).to_owned()),
        _ => return None,
    };
    Some(problem_text(language, &problem))
}
