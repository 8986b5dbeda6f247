use crate::{
    features::{
        access::{model::FormProblem, rules},
        chat::rules::CHATS_MOST,
    },
    i18n::{Language, text},
    ui::SummaryLine,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// What a page's address says after a form: what was wrong, what was typed, what went well.
#[derive(Clone, Debug)]
pub(super) struct Said {
    language: Language,
    problem: Option<FormProblem>,
    wait_s: i64,
}

/// A value of the page's address, or empty.
pub(super) fn typed(name: &str) -> String {
    use_query_map().with_untracked(|query| query.get(name)).unwrap_or_default()
}

impl Said {
    pub(super) fn read(language: Language) -> Said {
        Said { language, problem: typed("problem").parse().ok(), wait_s: typed("wait").parse().unwrap_or(0) }
    }

    /// The line beside a field, if the problem is one of these.
    pub(super) fn error(&self, of: &[FormProblem]) -> Option<String> {
        self.problem.filter(|problem| of.contains(problem)).map(|problem| self.text(problem))
    }

    /// The line of the summary above a form, which leads to the field that `field` names.
    pub(super) fn summary(&self, field: impl Fn(FormProblem) -> &'static str) -> Vec<SummaryLine> {
        self.problem.map(|problem| SummaryLine::new(field(problem), self.text(problem))).into_iter().collect()
    }

    fn text(&self, problem: FormProblem) -> String {
        use text::access as t;
        let language = self.language;
        match problem {
            FormProblem::Credentials => t::problem_credentials(language).to_owned(),
            FormProblem::Wait => {
                let minutes = (self.wait_s.clamp(1, 86_400) + 59) / 60;
                t::problem_wait(language, text::moment::minutes(language, minutes))
            }
            FormProblem::Email => t::problem_email(language).to_owned(),
            FormProblem::EmailTaken => t::problem_email_taken(language).to_owned(),
            FormProblem::Name => t::problem_name(language).to_owned(),
            FormProblem::PasswordMissing => t::problem_password_missing(language).to_owned(),
            FormProblem::PasswordShort => t::problem_password_short(language, rules::PASSWORD_FEWEST_CHARS),
            FormProblem::PasswordLong => t::problem_password_long(language, rules::PASSWORD_MOST_CHARS),
            FormProblem::PasswordWeak => t::problem_password_weak(language).to_owned(),
            FormProblem::PasswordDiffers => t::problem_password_differs(language).to_owned(),
            FormProblem::Phone => t::problem_phone(language).to_owned(),
            FormProblem::Zone => t::problem_zone(language).to_owned(),
            FormProblem::ChatsMost => t::problem_chats_most(language, CHATS_MOST),
            FormProblem::Choice => t::problem_choice(language).to_owned(),
        }
    }
}
