use super::{deeds::Deeds, settle::number_of};
use crate::{
    app::{use_language, use_viewer},
    features::cases::{
        model::{CasePageContent, Sent},
        rules::COMMENT_MOST,
    },
    i18n::text::cases as t,
    policy::Action,
    ui::{Button, ButtonKind, Symbol, TextArea},
};
use leptos::prelude::*;

/// Where the reader answers.
#[component]
pub fn Composer(content: Memo<CasePageContent>, deeds: Deeds) -> impl IntoView {
    let language = use_language();
    let viewer = use_viewer();
    if viewer.can(Action::AnswerCase).is_err() && viewer.can(Action::CommentCase).is_err() {
        return ().into_any();
    }
    let seen = move || content.with(|content| content.case.last_seq);
    let sent = Memo::new(move |_| matches!(deeds.comment.value().get(), Some(Ok(Sent::Done))));
    view! {
        <section class="composer" data-kind="reply" aria-labelledby="composer-title" id="composer" data-sent=move || sent.get().to_string()>
            <h2 class="section-title" id="composer-title">{t::reply(language)}</h2>
            <ActionForm action=deeds.comment attr:class="form-group">
                <input type="hidden" name="form[case]" value=number_of(content)/>
                <input type="hidden" name="form[seen]" value=seen/>
                <TextArea id="reply-body" name="form[body]" label=t::your_reply(language) rows=4 maxlength=COMMENT_MOST required=true/>
                <div class="form-actions" data-sticky="">
                    <Button label=t::send_reply(language) kind=ButtonKind::Primary symbol=Symbol::Send busy=deeds.comment.pending()/>
                </div>
            </ActionForm>
        </section>
    }
    .into_any()
}
