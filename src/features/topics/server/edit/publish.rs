//! A draft becomes what readers see: at once, or when its time has come.

use super::render::render;
use crate::{
    error::AppError,
    features::topics::{
        model::{DraftState, Published},
        server::{
            dialect::Rendered,
            store::{self, NewTopic, StoredDraft, StoredTopic},
        },
    },
    policy::act,
    server::{
        Portal,
        authz::{Actor, Grant, Held, Permit},
        db::Tx,
    },
    values::{Moment, Problem},
};

/// Drafts that a round publishes.
const AT_ONCE: i64 = 20;

/// What a published topic is made of.
pub(super) struct Ready<'a> {
    pub draft: &'a Held<StoredDraft>,
    /// Its text, rendered.
    pub rendered: Rendered,
    /// What its writer has seen of what is published, see [`Published::stand`].
    pub seen: &'a str,
}

/// Publishes a draft, which is gone then. A problem: what is published has changed since its writer looked; the transaction
/// is then to be rolled back.
pub(super) async fn publish(
    tx: &mut Tx,
    grant: &impl Grant,
    ready: Ready<'_>,
    now: Moment,
) -> Result<Result<(), Problem>, AppError> {
    let Ready { draft, rendered, seen } = ready;
    let number = store::numbers(tx, grant, 1).await?;
    let before = store::read_stored(tx, grant, &draft.id).await?;
    if Published::stand(before.as_ref().map(|before| &before.published)) != seen {
        return Ok(Err(Problem::Duplicate));
    }
    let is_new = before.is_none();
    let topic = topic(tx, grant, draft, before, rendered).await?;
    let changed = store::keep_versions(tx, grant, &[&topic]).await?;
    let behind = match draft.is_wording {
        true => Vec::new(),
        false => store::counterparts(tx, grant, &changed).await?,
    };
    if is_new {
        store::put_shelf_of_product(tx, grant, &topic.product).await?;
    }
    store::put(tx, grant, &[topic], number, now).await?;
    store::set_edited(tx, grant, draft, now).await?;
    if !draft.is_wording {
        store::mark_stale(tx, grant, &behind, now).await?;
        store::clear_stale(tx, grant, std::slice::from_ref(&draft.id)).await?;
    }
    store::delete_topic_draft(tx, grant, draft).await?;
    Ok(Ok(()))
}

/// The topic with the draft's text; its place and what its file said stay.
async fn topic(
    tx: &mut Tx,
    grant: &impl Grant,
    draft: &StoredDraft,
    before: Option<StoredTopic>,
    rendered: Rendered,
) -> Result<NewTopic, AppError> {
    let (guide, position, hash) = match before {
        Some(StoredTopic { guide, position, hash, .. }) => (guide, position, hash),
        None => (store::guide_above(tx, grant, draft.language, &folders(&draft.path)).await?, None, String::new()),
    };
    Ok(NewTopic {
        id: draft.id.clone(),
        language: draft.language,
        product: draft.path.split('/').next().unwrap_or_default().to_owned(),
        path: draft.path.clone(),
        source: draft.source.clone(),
        title: draft.text.title.clone(),
        heading: rendered.heading.unwrap_or_default(),
        description: draft.text.description.clone(),
        keywords: draft.text.keywords.clone(),
        guide,
        position,
        body: draft.text.body.clone(),
        html: rendered.html,
        headings: rendered.headings,
        hash,
    })
}

/// The folders above a path.
fn folders(path: &str) -> Vec<&str> {
    path.match_indices('/').map(|(at, _)| &path[..at]).collect()
}

/// Publishes what is due. Answers how many topics it was. Each is published once, by whichever instance has its lock first;
/// where what is published has changed since it was scheduled, it is stopped, and its writer sees why.
pub async fn publish_due(portal: &Portal) -> Result<u64, AppError> {
    let permit = Actor::system("topics.publish").maintenance();
    let mut published = 0;
    for draft in store::due(portal.db(), &permit, portal.now(), AT_ONCE).await? {
        match publish_one(portal, &permit, &draft).await {
            Ok(is_published) => published += u64::from(is_published),
            // the others are due too
            Err(error) => tracing::error!(topic.id = %draft.id, %error, "not published"),
        }
    }
    Ok(published)
}

async fn publish_one(portal: &Portal, permit: &Permit<act::Maintain>, due: &StoredDraft) -> Result<bool, AppError> {
    let rendered = render(portal, permit, due.language, &due.path, &due.text.body).await?;
    let mut tx = portal.db().begin().await?;
    let Some(draft) = lock_due(&mut tx, permit, due).await? else { return Ok(false) };
    let ready = Ready { draft: &draft, rendered, seen: &draft.base };
    let published = publish(&mut tx, permit, ready, portal.now()).await?.is_ok();
    if published {
        tx.commit().await?;
        return Ok(true);
    }
    drop(tx);
    let mut tx = portal.db().begin().await?;
    if let Some(draft) = lock_due(&mut tx, permit, due).await? {
        let stopped = StoredDraft { state: DraftState::Stopped, number: draft.number + 1, ..(*draft).clone() };
        store::update_topic_draft(&mut tx, permit, &draft, &stopped).await?;
        tx.commit().await?;
    }
    Ok(false)
}

/// A draft as it was when it was due; `None`: it was published or changed meanwhile.
async fn lock_due(
    tx: &mut Tx,
    permit: &Permit<act::Maintain>,
    due: &StoredDraft,
) -> Result<Option<Held<StoredDraft>>, AppError> {
    let draft = store::lock_topic_draft(tx, permit, &due.id).await?;
    Ok(draft.filter(|draft| draft.number == due.number))
}
