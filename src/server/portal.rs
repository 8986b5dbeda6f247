//! The running portal: what every request shares.

use super::{
    clock::{Clock, Ids},
    config::Settings,
    db::Db,
    files::Files,
    live::Hub,
    pace::Pace,
    passwords::Passwords,
    search::{Search, synonyms::Synonyms},
};
use crate::{
    features::{
        access::server::Known,
        cases::server::CaseSearch,
        chat::rules,
        forum::server::Paces,
        topics::server::{Missed, Popular, PublicShelves, Views},
    },
    values::Moment,
};
use std::sync::{Arc, OnceLock};

/// Cheap to clone.
#[derive(Clone)]
pub struct Portal(Arc<Parts>);

struct Parts {
    db: Db,
    hub: Hub,
    clock: Clock,
    ids: Ids,
    passwords: Passwords,
    files: Files,
    messages: Pace,
    known: Known,
    forum: Paces,
    topics: Search,
    cases: CaseSearch,
    threads: Search,
    synonyms: Synonyms,
    views: Views,
    popular: Popular,
    missed: Missed,
    public_shelves: PublicShelves,
    settings: Settings,
    origin: OnceLock<String>,
}

impl Portal {
    pub fn new(db: Db, hub: Hub, clock: Clock, ids: Ids, settings: Settings) -> Portal {
        let files = Files::new(&settings.data_dir);
        let synonyms = Synonyms::default();
        let topics = Search::new(&settings.data_dir, "topics", synonyms.clone());
        let cases = CaseSearch::new(&settings.data_dir, synonyms.clone());
        let threads = Search::new(&settings.data_dir, "threads", synonyms.clone());
        Portal(Arc::new(Parts {
            db,
            hub,
            clock,
            ids,
            passwords: Passwords::start(),
            files,
            messages: Pace::new(rules::MESSAGES_MOST, rules::MESSAGES_WITHIN_MS),
            known: Known::default(),
            forum: Paces::new(),
            topics,
            cases,
            threads,
            synonyms,
            views: Views::default(),
            popular: Popular::default(),
            missed: Missed::default(),
            public_shelves: PublicShelves::default(),
            settings,
            origin: OnceLock::new(),
        }))
    }
    pub fn db(&self) -> &Db {
        &self.0.db
    }
    pub fn hub(&self) -> &Hub {
        &self.0.hub
    }
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }
    pub fn now(&self) -> Moment {
        self.0.clock.now()
    }
    pub fn ids(&self) -> &Ids {
        &self.0.ids
    }
    pub fn passwords(&self) -> &Passwords {
        &self.0.passwords
    }
    pub fn files(&self) -> &Files {
        &self.0.files
    }
    /// How often somebody may send a message in a chat.
    pub fn messages(&self) -> &Pace {
        &self.0.messages
    }
    /// Who stands behind the sessions that were seen lately.
    pub fn known(&self) -> &Known {
        &self.0.known
    }
    /// How often somebody may write in the forum.
    pub fn forum(&self) -> &Paces {
        &self.0.forum
    }
    /// The search in help topics.
    pub fn topics(&self) -> &Search {
        &self.0.topics
    }
    /// The search in cases.
    pub fn cases(&self) -> &CaseSearch {
        &self.0.cases
    }
    /// The search in threads of the forum.
    pub fn threads(&self) -> &Search {
        &self.0.threads
    }
    /// Which words all searches take for each other.
    pub fn synonyms(&self) -> &Synonyms {
        &self.0.synonyms
    }
    /// How often topics were opened, as far as it is not yet written.
    pub fn views(&self) -> &Views {
        &self.0.views
    }
    /// What was looked for in vain, as far as it is not yet written.
    pub fn missed(&self) -> &Missed {
        &self.0.missed
    }
    /// The topics that are read most.
    pub fn popular(&self) -> &Popular {
        &self.0.popular
    }
    /// The shelves of topics that everybody reads.
    pub fn public_shelves(&self) -> &PublicShelves {
        &self.0.public_shelves
    }
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// The address that people use, without a slash at its end; known once the port is.
    pub fn origin(&self) -> &str {
        self.0.origin.get_or_init(|| self.0.settings.public_origin(self.0.settings.listen))
    }
    /// Sets the address when the listener is bound; before that, the settings' word counts.
    pub fn bound(&self, address: std::net::SocketAddr) {
        let _ = self.0.origin.set(self.0.settings.public_origin(address));
    }
    pub fn is_https(&self) -> bool {
        self.origin().starts_with("https://")
    }
}
