use crate::{
    error::AppError,
    features::{access, cases, chat, topics},
    server::{
        Portal,
        authz::Actor,
        db::StoreError,
        live::{RETENTION_MS, delete_before},
    },
};

/// Deletes sessions, links and throttles that have lost their use.
pub async fn clear_access(portal: Portal) -> Result<(), StoreError> {
    access::server::clear(&portal).await
}

/// Deletes what instances told each other and all have heard.
pub async fn clear_live(portal: Portal) -> Result<(), StoreError> {
    let permit = Actor::system("live.clear").maintenance();
    let mut tx = portal.db().begin().await?;
    delete_before(&mut tx, &permit, portal.now().plus_ms(-RETENTION_MS)).await?;
    tx.commit().await
}

/// Ends the chats that wait in vain.
pub async fn close_chats(portal: Portal) -> Result<(), AppError> {
    let closed = chat::server::close_queues(&portal).await?;
    if closed > 0 {
        tracing::info!(chats.closed = closed, "closed");
    }
    Ok(())
}

/// Removes files that belong to no row.
pub async fn sweep_files(portal: Portal) -> Result<(), AppError> {
    let removed = cases::server::attachments::sweep(&portal).await?;
    if removed > 0 {
        tracing::info!(files.removed = removed, "swept");
    }
    Ok(())
}

/// Publishes the topics whose time has come.
pub async fn publish_topics(portal: Portal) -> Result<(), AppError> {
    let published = topics::server::publish_due(&portal).await?;
    if published > 0 {
        tracing::info!(topics.published = published, "published");
    }
    Ok(())
}
