//! The work that the portal does by itself, each job a task that ends with the server.
//!
//! Started by `serve`. What always holds: a round that fails or panics is logged and the next one runs; a stop lets the
//! running round finish.

mod clear;

use super::{http::HttpState, live::Hub, mail::Transport};
use crate::features::{cases, forum, outbox, topics};
use std::{fmt::Display, future::Future, sync::Arc, time::Duration};

/// The outbox is also asked without being woken: for retries, and for what other instances posted.
const SEND_EVERY: Duration = Duration::from_secs(15);
const CLEAR_ACCESS_EVERY: Duration = Duration::from_secs(3600);
const CLEAR_LIVE_EVERY: Duration = Duration::from_secs(300);
const CLOSE_CHATS_EVERY: Duration = Duration::from_secs(60);
const SWEEP_FILES_EVERY: Duration = Duration::from_secs(3600);
/// A topic or a thread that came is found within two seconds, on every instance.
const FOLLOW_TOPICS_EVERY: Duration = Duration::from_secs(1);
const FOLLOW_THREADS_EVERY: Duration = Duration::from_secs(1);
/// A topic appears within a minute of its time.
const PUBLISH_TOPICS_EVERY: Duration = Duration::from_secs(15);
const FOLLOW_CASES_EVERY: Duration = Duration::from_secs(2);
/// Views and searches in vain are written, what other instances' operators set is read.
const UPKEEP_EVERY: Duration = Duration::from_secs(10);
const RANK_TOPICS_EVERY: Duration = Duration::from_secs(600);

/// Starts every job; an error is one line that names the setting which keeps one from running.
pub fn start(state: &HttpState) -> Result<(), String> {
    let transport = Arc::new(Transport::open(state.portal.settings())?);
    let portal = state.portal.clone();
    let hub = portal.hub().clone();
    keep(
        state,
        "outbox.send",
        SEND_EVERY,
        move || wake(hub.clone()),
        move || {
            let (portal, transport) = (portal.clone(), transport.clone());
            async move {
                while outbox::server::send_due(&portal, &transport).await? > 0 {}
                Ok::<(), super::db::StoreError>(())
            }
        },
    );
    let portal = state.portal.clone();
    keep(state, "access.clear", CLEAR_ACCESS_EVERY, std::future::pending, move || clear::clear_access(portal.clone()));
    let portal = state.portal.clone();
    keep(state, "live.clear", CLEAR_LIVE_EVERY, std::future::pending, move || clear::clear_live(portal.clone()));
    let portal = state.portal.clone();
    keep(state, "chat.close", CLOSE_CHATS_EVERY, std::future::pending, move || clear::close_chats(portal.clone()));
    let portal = state.portal.clone();
    keep(state, "files.sweep", SWEEP_FILES_EVERY, std::future::pending, move || clear::sweep_files(portal.clone()));
    let portal = state.portal.clone();
    keep(state, "topics.follow", FOLLOW_TOPICS_EVERY, std::future::pending, move || {
        let portal = portal.clone();
        async move {
            let changed = topics::server::search::follow(&portal).await.map_err(|error| error.to_string())?;
            if changed > 0 {
                topics::server::rank(&portal).await.map_err(|error| error.to_string())?;
            }
            Ok::<(), String>(())
        }
    });
    let portal = state.portal.clone();
    keep(state, "forum.follow", FOLLOW_THREADS_EVERY, std::future::pending, move || {
        let portal = portal.clone();
        async move { forum::server::follow(&portal).await.map(|_| ()) }
    });
    let portal = state.portal.clone();
    keep(state, "topics.publish", PUBLISH_TOPICS_EVERY, std::future::pending, move || {
        clear::publish_topics(portal.clone())
    });
    let portal = state.portal.clone();
    keep(state, "cases.follow", FOLLOW_CASES_EVERY, std::future::pending, move || {
        let portal = portal.clone();
        async move { cases::server::follow(&portal).await.map(|_| ()) }
    });
    let portal = state.portal.clone();
    keep(state, "topics.upkeep", UPKEEP_EVERY, std::future::pending, move || {
        let portal = portal.clone();
        async move {
            topics::server::load_synonyms(&portal).await?;
            topics::server::load_public(&portal).await?;
            topics::server::write_views(&portal).await?;
            topics::server::write_missed(&portal).await
        }
    });
    let portal = state.portal.clone();
    keep(state, "topics.rank", RANK_TOPICS_EVERY, std::future::pending, move || {
        let portal = portal.clone();
        async move { topics::server::rank(&portal).await }
    });
    Ok(())
}

async fn wake(hub: Hub) {
    hub.mail_due().await;
}

/// Runs a job's rounds until the server stops: at once, then when woken or after a while.
fn keep<Wake, Round, E>(
    state: &HttpState,
    name: &'static str,
    every: Duration,
    wake: impl Fn() -> Wake + Send + 'static,
    round: impl Fn() -> Round + Send + 'static,
) where
    Wake: Future<Output = ()> + Send,
    Round: Future<Output = Result<(), E>> + Send + 'static,
    E: Display + Send + 'static,
{
    let stopping = state.stopping.clone();
    state.tasks.spawn(async move {
        let mut said = String::new();
        while !stopping.is_cancelled() {
            // A task of its own: a panic ends the round, not the job.
            let failed = match tokio::spawn(round()).await {
                Ok(Ok(())) => String::new(),
                Ok(Err(error)) => error.to_string(),
                Err(panicked) => panicked.to_string(),
            };
            // what fails every second alike is said once
            if !failed.is_empty() && failed != said {
                tracing::error!(job = name, error = failed, "a round failed");
            } else if failed.is_empty() && !said.is_empty() {
                tracing::info!(job = name, "a round went well again");
            }
            said = failed;
            tokio::select! {
                () = stopping.cancelled() => {}
                () = wake() => {}
                () = tokio::time::sleep(every) => {}
            }
        }
    });
}
