//! The letters of cases, each in its reader's language. What always holds: an address that did not confirm gets no
//! content of a case, nobody gets a mail about what they did themselves, and internal notes never come here.

use super::{
    store::{LockedCase, Member, NewWatcher},
    tell::News,
};
use crate::{
    error::AppError,
    features::{
        cases::{model::*, rules::reopen_until},
        outbox::server::{NewMail, post_all},
    },
    i18n::{Language, date, text::cases_mail as t},
    route,
    server::{
        Visit,
        authz::{Grant, Held},
        db::Tx,
        mail::Letter,
        zones,
    },
    values::{Moment, PersonId},
};

/// A case and who did something to it, as a letter names them.
pub(super) struct About<'a> {
    pub visit: &'a Visit,
    pub case: &'a Held<LockedCase>,
    pub author: &'a PersonName,
}

/// Posts one mail to everybody who follows the case, but not to the author; an assignment is the assignee's alone.
pub(super) async fn post_news(
    tx: &mut Tx,
    grant: &impl Grant,
    about: &About<'_>,
    members: &[Member],
    assignee: Option<&PersonId>,
    news: &News<'_>,
) -> Result<(), AppError> {
    let mut mails = Vec::new();
    for member in members {
        let is_author = member.person.as_ref() == Some(&about.author.id);
        let letter = match news {
            News::Quiet => None,
            News::Opened if is_author => Some(about.receipt(member)),
            _ if is_author => None,
            News::Assigned(_) if member.person.as_ref() != assignee => None,
            news => about.letter(member, news),
        };
        let Some(letter) = letter else { continue };
        mails.push(NewMail {
            once: format!("{}:{}:{}", kind(news), occasion(about.case, news), member.email),
            kind: kind(news),
            recipient: member.email.clone(),
            name: member.name.clone(),
            letter,
            case: Some(about.case.id.clone()),
        });
    }
    post_all(about.visit, tx, grant, &mails).await?;
    Ok(())
}

fn kind(news: &News<'_>) -> &'static str {
    match news {
        News::Opened => "CaseOpened",
        News::Comment(..) => "CaseCommented",
        News::Solution(..) => "SolutionProposed",
        News::Question(..) => "CustomerAsked",
        News::Refused(..) => "SolutionRefused",
        News::Closed(..) => "CaseClosed",
        News::Reopened(..) => "CaseReopened",
        News::Assigned(_) => "CaseAssigned",
        News::Quiet => "CaseChanged",
    }
}

/// What makes a mail the same as another: the event, or the case that was opened.
fn occasion<'a>(case: &'a Held<LockedCase>, news: &'a News<'_>) -> &'a str {
    match news {
        News::Opened | News::Quiet => case.id.as_str(),
        News::Comment(event, _)
        | News::Solution(event, _)
        | News::Question(event, _)
        | News::Refused(event, _)
        | News::Closed(event, _, _)
        | News::Reopened(event, _)
        | News::Assigned(event) => event.as_str(),
    }
}

impl About<'_> {
    fn receipt(&self, member: &Member) -> Letter {
        let language = language(&member.language);
        let (title, number) = (&self.case.title, self.case.number);
        let letter = Letter::new(language, t::subject_receipt(language, title, number), &member.name);
        self.end(letter.paragraph(t::receipt(language, number, title)), member.person.is_some())
    }

    fn letter(&self, member: &Member, news: &News<'_>) -> Option<Letter> {
        let l = language(&member.language);
        let (who, title, number) = (&self.author.name, &self.case.title, self.case.number);
        let begin = |subject: String, text: String| Letter::new(l, subject, &member.name).paragraph(text);
        let subject = || t::subject(l, title, number);
        let letter = match news {
            News::Opened => begin(subject(), t::opened(l, who, number, title)),
            News::Comment(_, body) => begin(subject(), t::comment(l, who, number, title)).quote(*body),
            News::Solution(_, body) => begin(t::subject_solution(l, title, number), t::solution(l, who, number, title))
                .quote(*body)
                .paragraph(t::solution_next(l)),
            News::Question(_, body) => {
                begin(t::subject_question(l, title, number), t::question(l, number, title, who)).quote(*body)
            }
            News::Refused(_, body) => begin(subject(), t::refused(l, who, number, title)).quote(*body),
            News::Closed(_, resolution, body) => {
                let text = match resolution {
                    Resolution::Confirmed => t::closed_confirmed(l, who, number, title),
                    Resolution::Obsolete => t::closed_obsolete(l, who, number, title),
                    Resolution::Duplicate => t::closed_duplicate(l, who, number, title),
                    Resolution::NotReproducible => t::closed_not_reproducible(l, who, number, title),
                    Resolution::NoAnswer => t::closed_no_answer(l, who, number, title),
                };
                let until = day(l, reopen_until(self.visit.now()), self.visit.now());
                quoted(begin(t::subject_closed(l, title, number), text), body).paragraph(t::closed_next(l, until))
            }
            News::Reopened(_, body) => quoted(begin(subject(), t::reopened(l, who, number, title)), body),
            News::Assigned(_) => begin(t::subject_assigned(l, title, number), t::assigned(l, who, number, title)),
            News::Quiet => return None,
        };
        Some(self.end(letter, member.person.is_some()))
    }

    /// People of the portal get the way in; an address from outside has none, and is told why it gets the mail.
    fn end(&self, letter: Letter, has_account: bool) -> Letter {
        let l = letter.language();
        if has_account {
            letter.link(t::link(l), format!("{}{}", self.visit.portal().origin(), route::case(self.case.number)))
        } else {
            letter.paragraph(t::outside(l))
        }
    }
}

fn quoted(letter: Letter, body: &str) -> Letter {
    if body.is_empty() { letter } else { letter.quote(body) }
}

fn language(tag: &str) -> Language {
    tag.parse().unwrap_or_default()
}

fn day(language: Language, at: Moment, now: Moment) -> String {
    date(language, &zones::zone("UTC", now), at)
}

/// The mail to a new watcher: that they watch now, or, from outside, whether they want to (CASE-13). The latter names the
/// case's number and nothing of what it is about.
pub(super) fn invitation(
    visit: &Visit,
    case: &Held<LockedCase>,
    watcher: &NewWatcher,
    token: Option<&str>,
    until: Moment,
) -> Result<NewMail, AppError> {
    let author = visit.actor().require()?;
    let l = language(&watcher.language);
    let (kind, letter) =
        match token {
            Some(token) => {
                let subject = t::confirm_subject(l, case.number);
                let letter = Letter::new(l, subject, "")
                    .paragraph(t::confirm(l, &author.name, &author.organization_name, case.number))
                    .link(t::confirm_link(l), format!("{}{}/{token}", visit.portal().origin(), route::WATCHING))
                    .paragraph(t::confirm_until(l, day(l, until, visit.now())));
                ("WatchingAsked", letter)
            }
            None => {
                let letter = Letter::new(l, t::subject(l, &case.title, case.number), &watcher.name)
                    .paragraph(t::watching(l, &author.name, case.number, &case.title));
                let about = About { visit, case, author: &author.named() };
                ("WatcherAdded", about.end(letter, true))
            }
        };
    Ok(NewMail {
        once: format!("{kind}:{}", watcher.id),
        kind,
        recipient: watcher.email.clone(),
        name: watcher.name.clone(),
        letter,
        case: Some(case.id.clone()),
    })
}
