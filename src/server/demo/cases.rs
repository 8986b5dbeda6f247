//! Sixty cases of the last six weeks, opened and answered through the use cases, in the names of the world's people.

use super::{
    awkward, files,
    phrases::{Phrases, Replies, phrases, replies},
    topics::{TOPICS, Topic},
    world::World,
};
use crate::{
    error::AppError,
    features::{
        cases::{
            model::{CaseForm, CaseSummary, Outcome, Priority, ReplyForm, Resolution, Sent, Status, Step},
            server as cases,
        },
        desk::server as desk,
    },
    i18n::Language,
    server::{Portal, Visit},
    values::{CaseNumber, HOUR_MS, MINUTE_MS, Moment},
};
use std::collections::BTreeMap;

/// The oldest case is `TOPICS.len() - 1` squared times this old: many young cases, few old ones.
const SPREAD_MS: i64 = 17 * MINUTE_MS;
/// The youngest case.
const YOUNGEST_MS: i64 = 25 * MINUTE_MS;

/// What happens to a case after it was opened; each move so many hours after the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Move {
    Take,
    Answer,
    Question,
    Note,
    Solution,
    Comment,
    Confirm,
    Refuse,
    Obsolete,
    Reopen,
    Close(Resolution),
    Raise,
}
use Move::{Answer, Close, Comment, Confirm, Note, Obsolete, Question, Raise, Refuse, Reopen, Solution, Take};

type Story = &'static [(i64, Move)];

const NEW: Story = &[];
const ASSIGNED: Story = &[(1, Take)];
const BEGUN: Story = &[(1, Take), (2, Answer)];
const RAISED: Story = &[(1, Take), (2, Answer), (1, Note), (1, Raise)];
const ASKED: Story = &[(1, Take), (3, Question)];
const ANSWERED: Story = &[(1, Take), (3, Question), (3, Comment)];
const PROPOSED: Story = &[(1, Take), (2, Answer), (1, Note), (5, Solution)];
const REFUSED: Story = &[(1, Take), (4, Solution), (6, Refuse), (2, Note)];
const CONFIRMED: Story = &[(1, Take), (2, Answer), (1, Note), (9, Solution), (15, Confirm)];
const LONG: Story = &[
    (2, Take),
    (3, Question),
    (16, Comment),
    (5, Answer),
    (20, Note),
    (4, Solution),
    (22, Comment),
    (20, Solution),
    (3, Confirm),
];
const WITHDRAWN: Story = &[(1, Take), (3, Question), (20, Obsolete)];
const REOPENED: Story = &[(1, Take), (6, Solution), (5, Confirm), (60, Reopen), (2, Answer)];
const DUPLICATE: Story = &[(2, Take), (1, Note), (1, Close(Resolution::Duplicate))];
const NOT_SEEN: Story = &[(2, Take), (3, Question), (20, Comment), (30, Close(Resolution::NotReproducible))];
const SILENT: Story = &[(1, Take), (2, Question), (144, Close(Resolution::NoAnswer))];

/// The stories from the youngest case to the oldest; each is shorter than its case is old. Three old ones are still open,
/// so that the list shows that no period hides an open case (CASE-11).
const STORIES: [Story; 60] = [
    NEW, NEW, NEW, ASSIGNED, NEW, BEGUN, ASSIGNED, BEGUN, ASKED, RAISED, // today
    PROPOSED, ANSWERED, NEW, ASKED, PROPOSED, REFUSED, BEGUN, ANSWERED, CONFIRMED, PROPOSED, // this week
    CONFIRMED, ASKED, CONFIRMED, WITHDRAWN, BEGUN, CONFIRMED, REOPENED, LONG, CONFIRMED, DUPLICATE, // last week
    CONFIRMED, SILENT, ANSWERED, CONFIRMED, LONG, NOT_SEEN, CONFIRMED, CONFIRMED, WITHDRAWN, CONFIRMED, LONG,
    CONFIRMED, SILENT, CONFIRMED, CONFIRMED, DUPLICATE, LONG, CONFIRMED, NOT_SEEN, CONFIRMED, CONFIRMED, WITHDRAWN,
    RAISED, CONFIRMED, LONG, CONFIRMED, SILENT, CONFIRMED, CONFIRMED, BEGUN,
];

/// Opens every case and lets its story happen. Answers how many there are.
pub(super) async fn seed(portal: &Portal, world: &World) -> Result<usize, AppError> {
    for (index, topic) in TOPICS.iter().enumerate() {
        let from_youngest = TOPICS.len() - 1 - index;
        let n = from_youngest as i64;
        let opened_at = world.now.plus_ms(-(YOUNGEST_MS + n * n * SPREAD_MS));
        let mut play = Play { portal, world, topic, index, now: opened_at, number: None };
        play.open().await?;
        for (hours, next) in STORIES[from_youngest] {
            play.now = play.now.plus_ms(hours * HOUR_MS);
            debug_assert!(play.now <= world.now, "{} plays in the future", topic.title);
            play.step(*next).await?;
        }
    }
    leave_behind(portal, world).await?;
    Ok(TOPICS.len())
}

/// One case on its way.
struct Play<'a> {
    portal: &'a Portal,
    world: &'a World,
    topic: &'a Topic,
    index: usize,
    now: Moment,
    number: Option<CaseNumber>,
}

impl Play<'_> {
    fn language(&self) -> Language {
        self.world.language(self.topic.requester)
    }
    fn phrases(&self) -> Phrases {
        phrases(self.topic.trouble, self.language())
    }
    fn replies(&self) -> Replies {
        replies(self.language())
    }
    fn customer(&self) -> Visit {
        let actor = self.world.actor_in(self.topic.requester, self.topic.organization);
        Visit::system(self.portal, "demo.seed", self.now).acting_as(actor, self.now)
    }
    /// English cases go to Nora, Spanish ones to Inés and Tomás by turns.
    fn engineer(&self) -> Visit {
        let email = match self.language() {
            Language::En => "nora@brujula.example",
            Language::Es if self.index.is_multiple_of(3) => "tomas@brujula.example",
            Language::Es => "ines@brujula.example",
        };
        Visit::system(self.portal, "demo.seed", self.now).acting_as(self.world.actor(email), self.now)
    }
    fn case(&self) -> String {
        self.number.map(|number| number.to_string()).unwrap_or_default()
    }

    async fn open(&mut self) -> Result<(), AppError> {
        let case = open(&self.customer(), self.form(), files::of_case(self.index)).await?;
        self.number = Some(case.number);
        Ok(())
    }

    async fn step(&mut self, next: Move) -> Result<(), AppError> {
        let (phrases, replies, case) = (self.phrases(), self.replies(), self.case());
        match next {
            Take => desk::take(&self.engineer(), &case).await,
            Answer => self.reply(&self.engineer(), "comment", phrases.answer).await,
            Question => self.reply(&self.engineer(), "waiting", phrases.question).await,
            Solution => self.reply(&self.engineer(), "solution", phrases.solution).await,
            Comment => self.reply(&self.customer(), "comment", replies.comment).await,
            Note => self.note(phrases.note).await,
            Confirm => self.settle("confirm", replies.thanks).await,
            Refuse => self.settle("refuse", replies.refusal).await,
            Obsolete => self.settle("obsolete", "").await,
            Reopen => self.settle("reopen", replies.reopening).await,
            Close(resolution) => {
                desk::set_status(&self.engineer(), &case, Status::Closed.code(), resolution.code()).await
            }
            Raise => desk::set_priority(&self.engineer(), &case, Priority::P1.code()).await,
        }
    }

    async fn reply(&self, visit: &Visit, intent: &str, body: &str) -> Result<(), AppError> {
        // Everybody has read all that was written before: the newest event of the page.
        let seen = cases::open(visit, &self.case()).await?.case.last_seq;
        let form =
            ReplyForm { case: self.case(), body: body.to_owned(), key: String::new(), seen, intent: intent.to_owned() };
        done(cases::comment(visit, form).await?)
    }

    async fn note(&self, body: &str) -> Result<(), AppError> {
        if let Some((name, bytes)) = files::of_note(self.index) {
            cases::attachments::attach(&self.engineer(), &format!("note:{}", self.case()), name, bytes).await?;
        }
        let form = ReplyForm { case: self.case(), body: body.to_owned(), ..ReplyForm::default() };
        done(cases::notes::write(&self.engineer(), form).await?)
    }

    async fn settle(&self, intent: &str, reason: &str) -> Result<(), AppError> {
        match cases::settle(&self.customer(), &self.case(), intent, reason).await? {
            Outcome::Done(()) => Ok(()),
            Outcome::Problems(problems) => Err(AppError::Invalid(problems)),
        }
    }

    fn form(&self) -> CaseForm {
        let (topic, replies) = (self.topic, self.replies());
        let priority = priority(self.index);
        let is_p1 = priority == Priority::P1;
        let changed = self.index.is_multiple_of(3);
        let reproducible = !self.index.is_multiple_of(5);
        let watchers = awkward::watchers(self.index).unwrap_or_default().to_owned();
        CaseForm {
            product: self.world.product(topic.product).to_string(),
            title: topic.title.to_owned(),
            description: format!("{}\n\n{}{}", topic.what, replies.expected, awkward::addition(self.index)),
            reproducible: yes(reproducible),
            steps: if reproducible { replies.steps.to_owned() } else { String::new() },
            environment: replies.environment.to_owned(),
            changed: yes(changed),
            changes: if changed { replies.changes.to_owned() } else { String::new() },
            identifiers: self.world.identifiers(topic.product),
            priority: priority.code().to_owned(),
            impact: if is_p1 { replies.impact.to_owned() } else { String::new() },
            phone: if is_p1 { "+441632960399".to_owned() } else { String::new() },
            watchers,
        }
    }
}

fn yes(is_so: bool) -> String {
    if is_so { "yes" } else { "no" }.to_owned()
}

fn priority(index: usize) -> Priority {
    match index % 10 {
        4 if index > 40 => Priority::P1,
        1 | 4 | 6 => Priority::P2,
        3 | 8 => Priority::P4,
        _ => Priority::P3,
    }
}

/// Fills the wizard step by step, attaches files and sends it.
async fn open(visit: &Visit, form: CaseForm, files: Vec<(&str, Vec<u8>)>) -> Result<CaseSummary, AppError> {
    let mut draft = None;
    for step in [Step::Product, Step::Problem, Step::Environment, Step::Priority, Step::Contact] {
        draft = Some(cases::save_draft(visit, form.clone(), step.code(), "stay").await?.id);
    }
    for (name, bytes) in files {
        cases::attachments::attach(visit, "case", name, bytes).await?;
    }
    let draft = draft.map(String::from).unwrap_or_default();
    match cases::create(visit, &draft).await? {
        Outcome::Done(case) => Ok(case),
        Outcome::Problems(problems) => Err(AppError::Invalid(problems)),
    }
}

fn done(sent: Sent) -> Result<(), AppError> {
    match sent {
        Sent::Done => Ok(()),
        Sent::Problems(problems) => Err(AppError::Invalid(problems)),
        Sent::NewerComments { .. } => Err(AppError::Conflict),
    }
}

/// What people have begun and not sent, and a saved view.
async fn leave_behind(portal: &Portal, world: &World) -> Result<(), AppError> {
    let visit = |email: &str| Visit::system(portal, "demo.seed", world.now).acting_as(world.actor(email), world.now);
    let carmen = visit("carmen@rio-azul.example");
    let begun = CaseForm {
        title: "Comparar las reservas con el año anterior".to_owned(),
        description: "Querríamos comparar las reservas de esta Navidad con".to_owned(),
        product: world.product("pulso").to_string(),
        identifiers: BTreeMap::new(),
        ..CaseForm::default()
    };
    cases::save_draft(&carmen, begun.clone(), Step::Product.code(), "stay").await?;
    cases::save_draft(&carmen, begun, Step::Problem.code(), "stay").await?;
    let liam = visit("liam@northwind.example");
    cases::views::save(&liam, "Urgent and open", "priority=P1,P2&status=new,assigned,in_progress").await?;
    Ok(())
}
