//! The editor's form: it is kept as a draft, and goes on to review, to its time, or to its readers.

use super::{
    form_of, id_of,
    open::other_language,
    publish::{Ready, publish},
    render::render,
};
use crate::{
    error::AppError,
    features::{
        cases::{model::Outcome, server::store as cases},
        topics::{
            model::{Deed, DraftState, EditForm, Edited, Published},
            rules::{self, NewDraft, Target},
            server::{
                dialect::Rendered,
                store::{self, StoredDraft, StoredTopic},
                topic_id,
            },
        },
    },
    i18n::Language,
    policy::{Place as Where, act},
    route,
    server::{
        Visit,
        authz::{Held, Permit},
        db::Tx,
        http, zones,
    },
    values::{Kept, Moment, PersonId, Problem, Problems, TopicId},
};

/// Does what the form's button says, after its text was kept.
pub async fn save(visit: &Visit, form: EditForm) -> Result<Outcome<Edited>, AppError> {
    let permit = visit.permit::<act::WriteTopics>(Where::Anywhere)?;
    if form.deed == Deed::Preview.code() {
        return show_again(visit, &permit, form, Problems::default()).await;
    }
    match write(visit, &permit, &form).await? {
        Ok((edited, path, language)) => {
            http::lead_plain_form(&next(&edited, language, &path));
            Ok(Outcome::Done(edited))
        }
        Err(problems) => show_again(visit, &permit, form, problems).await,
    }
}

/// Where a plain form leads.
fn next(edited: &Edited, language: Language, path: &str) -> String {
    match edited.deed {
        Deed::Publish => route::topic(language, path),
        Deed::Schedule => format!("{}?saved=1", route::OPERATE_TOPICS),
        Deed::Save | Deed::Review | Deed::SendBack | Deed::Preview => {
            format!("{}&saved={}", route::edit_topic(&edited.topic), edited.deed)
        }
    }
}

/// A plain form is shown again with what was typed; a page with scripting has it still.
async fn show_again(
    visit: &Visit,
    permit: &Permit<act::WriteTopics>,
    form: EditForm,
    problems: Problems,
) -> Result<Outcome<Edited>, AppError> {
    if http::is_plain_form() {
        let query = match form.target() {
            Target::Known(topic) => format!("id={}&", route::encode(topic)),
            Target::Translation(topic) => format!("translate={}&", route::encode(topic)),
            Target::New => String::new(),
        };
        let to = route::with_query(route::EDIT_TOPIC, &format!("{query}check=1"));
        let kept = Kept { form, problems: problems.clone() };
        let mut tx = visit.portal().db().begin().await?;
        cases::put_form(&mut tx, permit, form_of(permit)?, &visit.id(), &kept, visit.now()).await?;
        tx.commit().await?;
        http::lead_plain_form(&to);
    }
    Ok(Outcome::Problems(problems))
}

/// Where a topic stands.
struct Place {
    id: TopicId,
    language: Language,
    path: String,
    source: String,
    stored: Option<StoredTopic>,
}

type Written = (Edited, String, Language);

async fn write(
    visit: &Visit,
    permit: &Permit<act::WriteTopics>,
    form: &EditForm,
) -> Result<Result<Written, Problems>, AppError> {
    let new = match rules::check_topic(form) {
        Ok(new) => new,
        Err(problems) => return Ok(Err(problems)),
    };
    let publish_at = match when(visit, form, new.deed)? {
        Ok(at) => at,
        Err(problem) => return Ok(Err(Problems::one("publish_at", problem))),
    };
    let place = match place(visit, permit, form).await? {
        Ok(place) => place,
        Err(problems) => return Ok(Err(problems)),
    };
    let author = permit.author()?;
    let edited = |number| Edited { topic: place.id.clone(), deed: new.deed, number };
    if is_done(&place, &new, form, author) {
        return Ok(Ok((edited(0), place.path, place.language)));
    }
    if place.stored.is_some() && form.target() == Target::New {
        return Ok(Err(Problems::one("path", Problem::Duplicate)));
    }
    let rendered = match new.deed {
        Deed::Publish => Some(render(visit.portal(), permit, place.language, &place.path, &new.text.body).await?),
        Deed::Save | Deed::Review | Deed::SendBack | Deed::Schedule | Deed::Preview => None,
    };
    let mut draft = draft(&place, &new, form, (author, publish_at, visit.now()));
    let is_seen = Published::stand(place.stored.as_ref().map(|stored| &stored.published)) == form.seen;
    if draft.state == DraftState::Scheduled && !is_seen {
        return keep_only(visit, permit, form, draft).await;
    }
    let mut tx = visit.portal().db().begin().await?;
    let mut number = match keep(&mut tx, permit, form, &mut draft).await? {
        Ok(()) => draft.number,
        Err(problems) => return Ok(Err(problems)),
    };
    if let Some(rendered) = rendered {
        if release(&mut tx, permit, &place.id, rendered, form, visit.now()).await?.is_err() {
            drop(tx);
            return keep_only(visit, permit, form, draft).await;
        }
        number = 0;
    }
    if http::is_plain_form() {
        cases::delete_draft(&mut tx, permit, form_of(permit)?).await?;
    }
    tx.commit().await?;
    Ok(Ok((edited(number), place.path, place.language)))
}

/// When it is to be published, by the clock of whoever says so.
fn when(visit: &Visit, form: &EditForm, deed: Deed) -> Result<Result<Option<Moment>, Problem>, AppError> {
    if deed != Deed::Schedule {
        return Ok(Ok(None));
    }
    let zone = &visit.actor().require()?.zone;
    Ok(match zones::instant(zone, &form.publish_at) {
        None => Err(Problem::NotUnderstood { what: form.publish_at.clone() }),
        Some(at) if at <= visit.now() => Err(Problem::NotAChoice),
        Some(at) => Ok(Some(at)),
    })
}

async fn place(
    visit: &Visit,
    permit: &Permit<act::WriteTopics>,
    form: &EditForm,
) -> Result<Result<Place, Problems>, AppError> {
    let db = visit.portal().db();
    let (id, language, path, source) = match form.target() {
        Target::Known(topic) => return known(visit, permit, id_of(topic)?).await.map(Ok),
        Target::Translation(topic) => {
            let source = store::find_stored(db, permit, &id_of(topic)?).await?;
            let source = source.filter(|source| !source.published.is_withdrawn).ok_or(AppError::NotFound)?;
            let language = other_language(source.language);
            (topic_id(language, &source.path), language, source.path, source.source)
        }
        Target::New => {
            let language = form.language.parse().map_err(|()| AppError::field("language", Problem::NotAChoice))?;
            let path = form.whole_path();
            if !store::places(db, permit).await?.iter().any(|shelf| shelf.name == form.shelf) {
                return Ok(Err(Problems::one("shelf", Problem::NotAChoice)));
            }
            (topic_id(language, &path), language, path.clone(), path)
        }
    };
    let stored = store::find_stored(db, permit, &id).await?;
    Ok(Ok(Place { id, language, path, source, stored }))
}

async fn known(visit: &Visit, permit: &Permit<act::WriteTopics>, id: TopicId) -> Result<Place, AppError> {
    let db = visit.portal().db();
    let stored = store::find_stored(db, permit, &id).await?;
    if let Some(stored) = stored {
        let (language, path, source) = (stored.language, stored.path.clone(), stored.source.clone());
        return Ok(Place { id, language, path, source, stored: Some(stored) });
    }
    let draft = store::find_topic_draft(db, permit, &id).await?.ok_or(AppError::NotFound)?;
    Ok(Place { id, language: draft.language, path: draft.path, source: draft.source, stored: None })
}

/// Was the very same published before by the same form?
fn is_done(place: &Place, new: &NewDraft, form: &EditForm, author: &PersonId) -> bool {
    place.stored.as_ref().is_some_and(|stored| {
        new.deed == Deed::Publish
            && !stored.published.is_withdrawn
            && Published::stand(Some(&stored.published)) != form.seen
            && stored.text == new.text
            && stored.is_unlisted == new.is_unlisted
            && stored.editor.as_ref() == Some(author)
    })
}

/// What the form makes of a draft.
fn draft(
    place: &Place,
    new: &NewDraft,
    form: &EditForm,
    (author, publish_at, now): (&PersonId, Option<Moment>, Moment),
) -> StoredDraft {
    let state = match new.deed {
        Deed::Review => DraftState::Review,
        Deed::Schedule => DraftState::Scheduled,
        Deed::Save | Deed::SendBack | Deed::Publish | Deed::Preview => DraftState::Draft,
    };
    StoredDraft {
        id: place.id.clone(),
        language: place.language,
        path: place.path.clone(),
        source: place.source.clone(),
        text: new.text.clone(),
        is_unlisted: new.is_unlisted,
        is_wording: new.is_wording,
        state,
        publish_at,
        note: new.note.clone(),
        base: form.seen.clone(),
        number: 1,
        author: author.clone(),
        author_name: String::new(),
        changed_at: now,
    }
}

/// What is published has changed since the form was shown: its text is kept, and what has changed is looked at first.
async fn keep_only(
    visit: &Visit,
    permit: &Permit<act::WriteTopics>,
    form: &EditForm,
    mut draft: StoredDraft,
) -> Result<Result<Written, Problems>, AppError> {
    (draft.state, draft.publish_at) = (DraftState::Draft, None);
    let mut tx = visit.portal().db().begin().await?;
    if let Err(problems) = keep(&mut tx, permit, form, &mut draft).await? {
        return Ok(Err(problems));
    }
    tx.commit().await?;
    Ok(Err(Problems::one("seen", Problem::Duplicate)))
}

/// Writes the draft, new or in the place of the one that the form began from; it then has its number.
async fn keep(
    tx: &mut Tx,
    permit: &Permit<act::WriteTopics>,
    form: &EditForm,
    draft: &mut StoredDraft,
) -> Result<Result<(), Problems>, AppError> {
    let taken = || match form.target() {
        Target::New => Problems::one("path", Problem::Duplicate),
        Target::Known(_) | Target::Translation(_) => Problems::one("number", Problem::Duplicate),
    };
    let Some(held) = store::lock_topic_draft(tx, permit, &draft.id).await? else {
        draft.number = 1;
        return match form.number {
            0 if store::insert_topic_draft(tx, permit, draft).await? => Ok(Ok(())),
            0 => Ok(Err(taken())),
            _ => Ok(Err(Problems::one("number", Problem::NotAChoice))),
        };
    };
    let is_repeated = held.author == draft.author && held.text == draft.text;
    if held.number != form.number && !is_repeated {
        return Ok(Err(taken()));
    }
    draft.number = held.number + 1;
    if draft.state == DraftState::Draft && draft.note.is_empty() {
        draft.note.clone_from(&held.note);
    }
    if draft.state != DraftState::Scheduled {
        // Until it is published, what has changed since it began is shown.
        draft.base.clone_from(&held.base);
    }
    store::update_topic_draft(tx, permit, &held, draft).await?;
    Ok(Ok(()))
}

/// Publishes the draft that was just kept.
async fn release(
    tx: &mut Tx,
    permit: &Permit<act::WriteTopics>,
    topic: &TopicId,
    rendered: Rendered,
    form: &EditForm,
    now: Moment,
) -> Result<Result<(), Problem>, AppError> {
    let draft: Held<StoredDraft> = store::lock_topic_draft(tx, permit, topic).await?.ok_or(AppError::NotFound)?;
    publish(tx, permit, Ready { draft: &draft, rendered, seen: &form.seen }, now).await
}
