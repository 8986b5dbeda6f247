//! What the editor shows.

use super::{
    difference::difference,
    form_of, id_of,
    render::{apart, render, shown},
};
use crate::{
    error::AppError,
    features::{
        cases::server::store as cases,
        topics::{
            model::{Difference, DraftInfo, EditContent, EditForm, OtherSide, Preview},
            rules::{Target, TopicText},
            server::{
                store::{self, StoredDraft, StoredTopic},
                topic_id,
            },
        },
    },
    i18n::Language,
    policy::{Place, act},
    route,
    server::{Visit, authz::Permit, zones},
    values::{Kept, Moment, TopicId},
};

/// What the editor's address asks for.
#[derive(Default)]
struct Asked {
    id: String,
    /// The id of the topic that is translated.
    translate: String,
    /// An earlier version, whose text takes the place of the newest.
    version: Option<i64>,
    /// Shows again what a plain form brought.
    check: bool,
}

impl Asked {
    fn parse(query: &str) -> Asked {
        let mut asked = Asked::default();
        for (name, value) in route::pairs(query) {
            match name.as_str() {
                "id" => asked.id = value,
                "translate" => asked.translate = value,
                "version" => asked.version = Some(value.parse().unwrap_or_default()),
                "check" => asked.check = true,
                _ => {}
            }
        }
        asked
    }
}

/// What there is of a topic.
struct Found {
    id: Option<TopicId>,
    language: Language,
    path: String,
    /// Pairs it with its translation.
    source: String,
    draft: Option<StoredDraft>,
    stored: Option<StoredTopic>,
    form: EditForm,
}

/// The editor: of a topic, of a new one, or of the translation of one.
pub async fn open_edit(visit: &Visit, query: &str) -> Result<EditContent, AppError> {
    let permit = visit.permit::<act::WriteTopics>(Place::Anywhere)?;
    let asked = Asked::parse(query);
    let db = visit.portal().db();
    let kept: Option<Kept<EditForm>> = match asked.check {
        true => cases::find_form(db, &permit, form_of(&permit)?).await?,
        false => None,
    };
    let mut found = find(visit, &permit, &asked).await?;
    let mut stored = None;
    if let (Some(version), Some(topic)) = (asked.version, &found.id) {
        let text = store::find_version(db, &permit, topic, version).await?.ok_or(AppError::NotFound)?;
        stored = Some(Box::new(found.form.clone()));
        say(&mut found.form, text);
    }
    let mut content = EditContent {
        restores: asked.version.filter(|_| found.id.is_some()),
        now: visit.now(),
        language: found.language,
        ..EditContent::default()
    };
    let kept = kept.filter(|kept| kept.form.target() == found.form.target());
    if let Some(Kept { form, problems }) = kept {
        let shown = std::mem::replace(&mut found.form, form);
        stored.get_or_insert(Box::new(shown));
        content.problems = problems;
    }
    if found.form.target() == Target::New {
        content.shelves = store::places(db, &permit).await?;
    }
    content.preview = preview(visit, &permit, &found).await?;
    if let (Some(draft), Some(stored)) = (&found.draft, &found.stored) {
        content.moved = moved(visit, &permit, draft, stored).await?;
    }
    if !found.source.is_empty() {
        let other = store::find_other(db, &permit, &found.source, found.language).await?;
        content.other = other.map(other_side);
    }
    content.stored = stored;
    content.topic = found.id;
    content.path = found.path;
    content.form = found.form;
    content.draft = found.draft.map(draft_info);
    content.published = found.stored.map(|stored| stored.published);
    Ok(content)
}

async fn find(visit: &Visit, permit: &Permit<act::WriteTopics>, asked: &Asked) -> Result<Found, AppError> {
    match (asked.id.as_str(), asked.translate.as_str()) {
        ("", "") => Ok(new(visit.language())),
        ("", translate) => translation(visit, permit, &id_of(translate)?).await,
        (id, _) => known(visit, permit, id_of(id)?).await?.ok_or(AppError::NotFound),
    }
}

fn new(language: Language) -> Found {
    let form = EditForm { language: language.tag().to_owned(), ..EditForm::default() };
    Found { id: None, language, path: String::new(), source: String::new(), draft: None, stored: None, form }
}

async fn known(visit: &Visit, permit: &Permit<act::WriteTopics>, id: TopicId) -> Result<Option<Found>, AppError> {
    let db = visit.portal().db();
    let draft = store::find_topic_draft(db, permit, &id).await?;
    let stored = store::find_stored(db, permit, &id).await?;
    let (language, path, source) = match (&draft, &stored) {
        (Some(draft), _) => (draft.language, draft.path.clone(), draft.source.clone()),
        (None, Some(stored)) => (stored.language, stored.path.clone(), stored.source.clone()),
        (None, None) => return Ok(None),
    };
    let mut form = EditForm { topic: id.to_string(), ..EditForm::default() };
    if let Some(draft) = &draft {
        (form.is_unlisted, form.is_wording) = (draft.is_unlisted, draft.is_wording);
        let zone = &visit.actor().require()?.zone;
        form.publish_at = draft.publish_at.map(|at| local(zone, at, visit.now())).unwrap_or_default();
        say(&mut form, draft.text.clone());
    } else if let Some(stored) = &stored {
        form.is_unlisted = stored.is_unlisted;
        say(&mut form, stored.text.clone());
    }
    Ok(Some(Found { id: Some(id), language, path, source, draft, stored, form }))
}

/// A translation that was begun or is there already; else the source's text, to write over.
async fn translation(visit: &Visit, permit: &Permit<act::WriteTopics>, of: &TopicId) -> Result<Found, AppError> {
    let db = visit.portal().db();
    let source = store::find_stored(db, permit, of).await?.filter(|source| !source.published.is_withdrawn);
    let source = source.ok_or(AppError::NotFound)?;
    let there = store::find_other(db, permit, &source.source, source.language).await?;
    let language = other_language(source.language);
    let id = there.map_or_else(|| topic_id(language, &source.path), |there| there.id);
    if let Some(found) = known(visit, permit, id).await? {
        return Ok(found);
    }
    let mut form = EditForm { translates: of.to_string(), ..EditForm::default() };
    say(&mut form, source.text);
    Ok(Found { id: None, language, path: source.path, source: source.source, draft: None, stored: None, form })
}

pub(super) fn other_language(language: Language) -> Language {
    Language::ALL.into_iter().find(|other| *other != language).unwrap_or(language)
}

fn say(form: &mut EditForm, text: TopicText) {
    let TopicText { title, description, keywords, body } = text;
    (form.title, form.description, form.keywords, form.body) = (title, description, keywords, body);
}

/// An instant as a field for date and time has it, by the clock of the person.
fn local(zone: &str, at: Moment, now: Moment) -> String {
    let at = zones::zone(zone, now).civil(at);
    format!("{:04}-{:02}-{:02}T{:02}:{:02}", at.year, at.month, at.day, at.hour, at.minute)
}

async fn preview(visit: &Visit, permit: &Permit<act::WriteTopics>, found: &Found) -> Result<Preview, AppError> {
    if found.form.body.trim().is_empty() {
        return Ok(Preview::default());
    }
    let typed = found.form.whole_path();
    let path = if found.path.is_empty() { &typed } else { &found.path };
    let language = match found.form.target() {
        Target::New => found.form.language.parse().unwrap_or(found.language),
        Target::Known(_) | Target::Translation(_) => found.language,
    };
    Ok(shown(render(visit.portal(), permit, language, path, &found.form.body).await?))
}

/// What was published since a draft began.
async fn moved(
    visit: &Visit,
    permit: &Permit<act::WriteTopics>,
    draft: &StoredDraft,
    stored: &StoredTopic,
) -> Result<Option<Difference>, AppError> {
    let base: i64 = draft.base.split('-').next().unwrap_or_default().parse().unwrap_or_default();
    if base == stored.published.version {
        return Ok(None);
    }
    let before = store::find_version(visit.portal().db(), permit, &stored.id, base).await?.unwrap_or_default();
    Ok(Some(difference(before, stored.text.clone()).await?))
}

fn draft_info(draft: StoredDraft) -> DraftInfo {
    let StoredDraft { state, publish_at, note, number, author_name: author, changed_at, .. } = draft;
    DraftInfo { state, publish_at, note, number, author, changed_at }
}

fn other_side(other: StoredTopic) -> OtherSide {
    OtherSide {
        address: route::topic(other.language, &other.path),
        topic: other.id,
        language: other.language,
        title: other.text.title,
        body: other.text.body,
        html: apart(&other.html),
        changed_at: other.changed_at,
    }
}
