//! A chat begins: from home, from a case, from a topic (CHAT-1), or a case is filed instead (CHAT-4).

use super::{append, log_of, message, store};
use crate::{
    error::AppError,
    features::{
        cases::{
            model::*,
            rules::{self as case_rules, Intent, Side},
            server::{
                Entry, News,
                store::{self as cases, Insertion, LockedCase},
                tell,
            },
        },
        chat::{
            model::*,
            rules::{self, About, NewChat},
        },
        topics::server as topics,
    },
    live::{Frame, Topic},
    policy::{Act, Place, Refusal, act},
    route,
    server::{
        Visit,
        authz::{Held, Permit},
        db::Tx,
        http, markdown,
    },
    values::{CaseId, CaseNumber, ChatId, EventId, Problem, Problems, ProductId},
};
use std::collections::BTreeMap;

/// The page on which a chat begins; `case` and `topic` as they stand in the address, or empty.
pub async fn new_chat(visit: &Visit, case: &str, topic: &str) -> Result<NewChatContent, AppError> {
    let permit = visit.permit::<act::OpenCase>(Place::Anywhere)?;
    let db = visit.portal().db();
    let page = store::new_page(db, &permit, visit.now()).await?;
    let mut products = Vec::new();
    for product in cases::wizard(db, &permit, visit.language()).await?.products {
        if visit.permit::<act::OpenCase>(Place::Product(product.id.clone())).is_ok() {
            let no_chat = no_chat(visit, &page, &product.id).err();
            products.push(ChatProduct { id: product.id, name: product.name, no_chat });
        }
    }
    let about = match case.parse::<CaseNumber>() {
        Ok(number) => {
            let read = visit.permit::<act::ReadCases>(Place::Anywhere)?;
            Some(cases::find_case(db, &read, number, visit.language()).await?.ok_or(AppError::NotFound)?.into_inner())
        }
        Err(_) if case.is_empty() => None,
        Err(_) => return Err(AppError::NotFound),
    };
    let topic = match topic {
        "" => None,
        id => Some(topics::brief(visit, id).await?),
    };
    Ok(NewChatContent {
        products,
        topic,
        about: about.map(|case| AboutCase {
            number: case.number,
            title: case.title,
            product: case.product,
            product_name: case.product_name,
            is_closed: case.status == Status::Closed,
        }),
        running: page.running,
        wait_ms: rules::expected_wait_ms(page.waiting, &page.waited_ms),
        key: visit.id::<EventId>().to_string(),
        now: visit.now(),
    })
}

/// Can a chat on this product begin now?
fn no_chat(visit: &Visit, page: &store::NewPage, product: &ProductId) -> Result<(), NoChat> {
    match visit.permit::<act::Chat>(Place::Product(product.clone())) {
        Ok(_) => {}
        Err(AppError::Refused(refusal)) => return Err(NoChat::NotOffered(refusal)),
        Err(_) => return Err(NoChat::NotOffered(Refusal::NotYours)),
    }
    if let Some(hours) = page.hours.get(product)
        && !hours.is_open(visit.now())
    {
        return Err(NoChat::Closed { opens_at: hours.opens_at(visit.now()) });
    }
    if !visit.portal().hub().is_anybody_available() {
        return Err(NoChat::NobodyThere);
    }
    if page.waiting >= rules::QUEUE_MOST {
        return Err(NoChat::Full);
    }
    Ok(())
}

/// Begins a chat with its first message, which creates or continues a case (CHAT-2). Whether it is a chat is decided here and
/// now, not when the page was shown (CHAT-4). Sent twice it is begun once.
pub async fn begin(visit: &Visit, form: ChatForm) -> Result<Outcome<Begun>, AppError> {
    let permit = visit.permit::<act::OpenCase>(Place::Anywhere)?;
    let new = match rules::check(&form) {
        Ok(new) => new,
        Err(problems) => {
            http::lead_plain_form(&route::new_chat(&form.case, true));
            return Ok(Outcome::Problems(problems));
        }
    };
    // read before the writer is held; what changes meanwhile is at most one more in the queue
    let page = store::new_page(visit.portal().db(), &permit, visit.now()).await?;
    let mut tx = visit.portal().db().begin().await?;
    let begun = match begun_before(&mut tx, &permit, &new).await? {
        Some(begun) => begun,
        None => match &new.about {
            About::New { product, subject } => on_new_case(visit, &mut tx, &page, &new, product, subject).await?,
            About::Case(number) => on_case(visit, &mut tx, &page, &new, *number).await?,
        },
    };
    tx.commit().await?;
    http::lead_plain_form(&match &begun.chat {
        Ok(chat) => route::chat(chat),
        Err(_) => route::case(begun.case),
    });
    Ok(Outcome::Done(begun))
}

/// What a form with this key began before: a chat, or a case.
async fn begun_before(tx: &mut Tx, permit: &Permit<act::OpenCase>, new: &NewChat) -> Result<Option<Begun>, AppError> {
    let person = permit.author()?;
    if let Some((chat, case)) = store::find_begun(tx, permit, person, &new.key).await? {
        return Ok(Some(Begun { case, chat: Ok(chat) }));
    }
    let filed = cases::find_submitted(tx, permit, person, &new.key).await?;
    Ok(filed.map(|case| Begun { case: case.number, chat: Err(NoChat::NobodyThere) }))
}

/// The first message is the description of a new case.
async fn on_new_case(
    visit: &Visit,
    tx: &mut Tx,
    page: &store::NewPage,
    new: &NewChat,
    product: &ProductId,
    subject: &str,
) -> Result<Begun, AppError> {
    let permit = visit.permit::<act::OpenCase>(Place::Product(product.clone()));
    let permit = permit.map_err(|_| AppError::field("product", Problem::NotAChoice))?;
    let (person, organization) = (permit.author()?, permit.organization()?);
    let may_chat = no_chat(visit, page, product);
    if may_chat.is_ok() && store::is_running(tx, &permit, person, None).await? {
        return Err(already());
    }
    let number = cases::count(tx, &permit).await?;
    let id: CaseId = visit.id();
    let insertion = Insertion {
        id: &id,
        number,
        organization,
        requester: person,
        case: &case_of(new, product, subject),
        description_marks: &markdown::marks(&new.body),
        follow_up_of: None,
        key: &new.key,
        opened: &Entry::bare(visit, EventDetail::Opened),
        channel: Channel::Chat,
        now: visit.now(),
    };
    let case = cases::insert(tx, &permit, &insertion).await?;
    match may_chat {
        Ok(()) => {
            let mut log = log_of(&case, visit);
            log.record(EventDetail::ChatAsked);
            let chat = queue(visit, tx, &permit, &case, new, case.last_seq).await?;
            append(visit, tx, &permit, &chat, &case, &log).await?;
            Ok(Begun { case: number, chat: Ok(chat) })
        }
        Err(why) => {
            tell(visit, tx, &permit, &case, None, &News::Opened).await?;
            Ok(Begun { case: number, chat: Err(why) })
        }
    }
}

/// What a chat asks of a case: less than the form, for an engineer asks the rest.
fn case_of(new: &NewChat, product: &ProductId, subject: &str) -> NewCase {
    NewCase {
        product: product.clone(),
        title: subject.to_owned(),
        description: new.body.clone(),
        reproducible: false,
        steps: String::new(),
        environment: String::new(),
        changes: String::new(),
        identifiers: BTreeMap::new(),
        priority: Priority::P3,
        impact: String::new(),
        phone: None,
        watchers: Vec::new(),
    }
}

/// The first message continues a case.
async fn on_case(
    visit: &Visit,
    tx: &mut Tx,
    page: &store::NewPage,
    new: &NewChat,
    number: CaseNumber,
) -> Result<Begun, AppError> {
    let permit = visit.permit::<act::CommentCase>(Place::Anywhere)?;
    let person = permit.author()?;
    let case = cases::lock(tx, &permit, number).await?.ok_or(AppError::NotFound)?;
    if cases::message_state(tx, &permit, &case, person, &new.key).await?.sent.is_some() {
        return Ok(Begun { case: number, chat: Err(NoChat::NobodyThere) });
    }
    let to = case_rules::reply_moves_to(&case.position, Side::Customer, Intent::Comment, visit.now());
    let to = to.map_err(|_| AppError::Conflict)?;
    let may_chat = no_chat(visit, page, &case.product);
    if may_chat.is_ok() && store::is_running(tx, &permit, person, Some(&case.id)).await? {
        return Err(already());
    }
    let entry = message(visit, &new.body, new.key.clone());
    let event = entry.id.clone();
    let mut log = log_of(&case, visit);
    if case.position.status == Status::Closed {
        log.record(EventDetail::Reopened);
    }
    match may_chat {
        Ok(()) => {
            let first = case.last_seq + 1;
            log.record(EventDetail::ChatAsked);
            log.add(entry);
            log.move_to(to);
            let chat = queue(visit, tx, &permit, &case, new, first).await?;
            append(visit, tx, &permit, &chat, &case, &log).await?;
            Ok(Begun { case: number, chat: Ok(chat) })
        }
        Err(why) => {
            log.add(Entry { detail: EventDetail::Commented, ..entry });
            log.move_to(to);
            cases::append(tx, &permit, &case, &log, person, visit.now()).await?;
            let news = News::Comment(&event, &new.body);
            tell(visit, tx, &permit, &case, case.assignee.as_ref(), &news).await?;
            Ok(Begun { case: number, chat: Err(why) })
        }
    }
}

/// One chat at a time on a case, and one for a person.
fn already() -> AppError {
    AppError::Invalid(Problems::one("chat", Problem::Duplicate))
}

/// The chat waits in the queue.
async fn queue<A: Act>(
    visit: &Visit,
    tx: &mut Tx,
    permit: &Permit<A>,
    case: &Held<LockedCase>,
    new: &NewChat,
    first_seq: i64,
) -> Result<ChatId, AppError> {
    let id: ChatId = visit.id();
    let person = permit.author()?;
    let row = store::NewRow { id: &id, case: &case.id, customer: person, first_seq, key: &new.key, now: visit.now() };
    store::insert(tx, permit, &row).await?;
    for topic in [Topic::Desk, Topic::Organization(permit.organization()?.clone()), Topic::Person(person.clone())] {
        tx.announce(topic, Frame::Changed);
    }
    Ok(id)
}
