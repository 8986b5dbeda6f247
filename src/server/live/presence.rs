//! Which engineers take chats now. Said by their sockets, heard from other instances, never stored: a process that dies
//! takes with it what it knew, and what it said elsewhere runs out.

use crate::{
    features::chat::model::{Presence, Present},
    values::{Moment, PersonId},
};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// What another instance said holds so long; it says it again three times meanwhile.
const HOLDS_MS: i64 = 30_000;

/// Everybody's presence as this process knows it.
pub struct Presences {
    /// By socket of this process.
    here: HashMap<u64, Present>,
    /// By instance: what it said, and when.
    elsewhere: HashMap<String, (Moment, Vec<Present>)>,
    /// When what this process said came back to it.
    echo_at: Option<Moment>,
    /// When somebody was there last who could take a chat, as far as this process knows.
    there_at: Moment,
}

/// Engineers whom one instance tells of: a notification takes no more.
const ROLL_MOST: usize = 80;

/// What an instance says of all its sockets.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Roll(pub Vec<Present>);

impl Presences {
    /// Of a process that starts: whoever is there has yet to come back to it.
    pub fn starting(now: Moment) -> Presences {
        Presences { here: HashMap::new(), elsewhere: HashMap::new(), echo_at: None, there_at: now }
    }

    /// A socket says how its person is. Did that change anything?
    pub fn say(&mut self, socket: u64, present: Present, now: Moment) -> bool {
        self.look(now);
        let before = self.here.insert(socket, present.clone());
        before.as_ref() != Some(&present)
    }

    /// A socket is gone. Did it say anything before?
    pub fn forget(&mut self, socket: u64, now: Moment) -> bool {
        self.look(now);
        self.here.remove(&socket).is_some()
    }

    /// What the other instances are told.
    pub fn roll(&self) -> Roll {
        Roll(self.here.values().take(ROLL_MOST).cloned().collect())
    }

    /// What another instance tells. Did that change anything?
    pub fn hear(&mut self, instance: &str, Roll(roll): Roll, now: Moment) -> bool {
        self.look(now);
        let before = self.elsewhere.insert(instance.to_owned(), (now, roll.clone()));
        let held = before.filter(|(at, _)| now.since_ms(*at) < HOLDS_MS);
        let before = held.map(|(_, roll)| roll).unwrap_or_default();
        before.len() != roll.len() || !roll.iter().all(|one| before.contains(one))
    }

    /// What this process said came back to it: it hears what the others say.
    pub fn hear_itself(&mut self, now: Moment) {
        self.echo_at = Some(now);
    }

    /// Does this process hear the others?
    pub fn hears_others(&self, now: Moment) -> bool {
        self.echo_at.is_some_and(|at| now.since_ms(at) < HOLDS_MS)
    }

    /// Somebody may be there of whom this process does not know.
    pub fn suppose_somebody(&mut self, now: Moment) {
        self.there_at = now;
    }

    /// Since when nobody has been there who could take a chat; `None`: somebody is.
    pub fn nobody_since(&mut self, now: Moment) -> Option<Moment> {
        self.look(now);
        (self.there_at < now).then_some(self.there_at)
    }

    /// Notes whether somebody is there, before that changes. Who is busy will be available again, who is away may not.
    fn look(&mut self, now: Moment) {
        if self.all(now).iter().any(|present| present.presence != Presence::Away) {
            self.there_at = now;
        }
    }

    /// Everybody who is there, each once: available in one tab is available.
    pub fn all(&self, now: Moment) -> Vec<Present> {
        let fresh = self.elsewhere.values().filter(|(at, _)| now.since_ms(*at) < HOLDS_MS);
        let mut all: HashMap<&PersonId, &Present> = HashMap::new();
        for present in self.here.values().chain(fresh.flat_map(|(_, roll)| roll)) {
            let best = all.entry(&present.person).or_insert(present);
            if rank(present.presence) < rank(best.presence) {
                *best = present;
            }
        }
        let mut all: Vec<Present> = all.into_values().cloned().collect();
        all.sort_by(|a, b| a.person.cmp(&b.person));
        all
    }
}

fn rank(presence: Presence) -> u8 {
    match presence {
        Presence::Available => 0,
        Presence::Busy => 1,
        Presence::Away => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nora(presence: Presence) -> Present {
        let person = "00000000-0000-7000-8000-000000000001".parse().expect("an id");
        Present { person, presence }
    }

    fn presence(all: &Presences, now: Moment) -> Option<Presence> {
        all.all(now).first().map(|present| present.presence)
    }

    #[test]
    fn available_in_one_tab_is_available_until_that_tab_is_gone() {
        let mut all = Presences::starting(Moment(0));
        assert!(all.say(1, nora(Presence::Away), Moment(0)) && all.say(2, nora(Presence::Available), Moment(0)));
        assert!(!all.say(2, nora(Presence::Available), Moment(0)), "nothing new");
        assert_eq!(presence(&all, Moment(0)), Some(Presence::Available));
        assert!(all.forget(2, Moment(0)));
        assert_eq!(presence(&all, Moment(0)), Some(Presence::Away));
        assert!(all.forget(1, Moment(0)) && !all.forget(1, Moment(0)));
        assert_eq!(presence(&all, Moment(0)), None);
    }

    #[test]
    fn what_another_instance_said_runs_out_when_it_says_no_more() {
        let mut all = Presences::starting(Moment(0));
        assert!(all.hear("b", Roll(vec![nora(Presence::Busy)]), Moment(0)));
        assert!(!all.hear("b", Roll(vec![nora(Presence::Busy)]), Moment(10_000)));
        assert_eq!(presence(&all, Moment(39_999)), Some(Presence::Busy));
        assert_eq!(presence(&all, Moment(40_000)), None);
        assert!(all.hear("b", Roll(Vec::new()), Moment(20_000)));
        assert_eq!(presence(&all, Moment(20_000)), None);
        assert!(!all.hear("c", Roll(Vec::new()), Moment(20_000)), "an instance where nobody is");
        assert!(all.hear("c", Roll(vec![nora(Presence::Busy)]), Moment(20_000)));
        assert!(all.hear("c", Roll(vec![nora(Presence::Busy)]), Moment(50_000)), "it had run out meanwhile");
    }

    #[test]
    fn chat_4_nobody_is_there_since_the_last_one_left_went_away_or_was_heard_of() {
        let mut all = Presences::starting(Moment(1_000));
        assert_eq!(all.nobody_since(Moment(9_000)), Some(Moment(1_000)), "since the start");
        all.say(1, nora(Presence::Busy), Moment(10_000));
        assert_eq!(all.nobody_since(Moment(90_000)), None, "who is busy is there");
        all.say(1, nora(Presence::Away), Moment(95_000));
        assert_eq!(all.nobody_since(Moment(99_000)), Some(Moment(95_000)));
        all.say(1, nora(Presence::Available), Moment(100_000));
        all.forget(1, Moment(110_000));
        assert_eq!(all.nobody_since(Moment(120_000)), Some(Moment(110_000)));
        all.hear("b", Roll(vec![nora(Presence::Available)]), Moment(130_000));
        assert_eq!(all.nobody_since(Moment(150_000)), None);
        assert_eq!(all.nobody_since(Moment(170_000)), Some(Moment(150_000)), "what was said runs out");
    }

    #[test]
    fn chat_4_who_does_not_hear_the_others_supposes_that_somebody_is_there() {
        let mut all = Presences::starting(Moment(0));
        assert!(!all.hears_others(Moment(0)));
        all.hear_itself(Moment(1_000));
        assert!(all.hears_others(Moment(30_999)) && !all.hears_others(Moment(31_000)));
        all.suppose_somebody(Moment(31_000));
        assert_eq!(all.nobody_since(Moment(40_000)), Some(Moment(31_000)));
    }
}
