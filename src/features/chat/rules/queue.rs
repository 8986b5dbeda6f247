use super::{CHATS_MOST, CHATS_PER_ENGINEER, Hours, NOBODY_MOST_MS};
use crate::values::{Moment, Problem};

/// Waits further back than this say nothing of now.
const LOOKED_AT: usize = 10;

/// How long one may wait for an engineer with so many before, from how long the last ones waited each (newest first, in
/// milliseconds) for their turn (CHAT-3): the median, once for each who is before. `None`: nobody has waited yet.
pub fn expected_wait_ms(before: i64, waited_ms: &[i64]) -> Option<i64> {
    let mut last: Vec<i64> = waited_ms.iter().take(LOOKED_AT).copied().collect();
    last.sort_unstable();
    let median = *last.get(last.len() / 2)?;
    Some(median.saturating_mul(before.saturating_add(1)))
}

/// Why a chat that waits is answered in writing instead (CHAT-4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InWriting {
    HoursEnded,
    NobodyThere,
}

/// Is a chat that waits since `asked_at` to be answered in writing now? `hours` are those of its product, if it has any;
/// `nobody_since` tells since when there has been no engineer who is available or busy, unless there may be one.
pub fn in_writing(
    hours: Option<&Hours>,
    asked_at: Moment,
    nobody_since: Option<Moment>,
    now: Moment,
) -> Option<InWriting> {
    if hours.is_some_and(|hours| !hours.is_open(now)) {
        return Some(InWriting::HoursEnded);
    }
    let alone_since = nobody_since?.max(asked_at);
    (now.since_ms(alone_since) >= NOBODY_MOST_MS).then_some(InWriting::NobodyThere)
}

/// What an engineer answers now, and may at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Load {
    /// Open chats that are the engineer's.
    pub open: i64,
    /// The engineer's own limit, if one was set.
    pub own_most: Option<i64>,
}

impl Load {
    /// Chats that the engineer answers at once.
    pub fn most(self) -> i64 {
        self.own_most.unwrap_or(CHATS_PER_ENGINEER)
    }
}

/// How many more chats an engineer may take. Whoever lowers the limit keeps the chats that there are.
pub fn room(load: Load) -> i64 {
    (load.most() - load.open).max(0)
}

/// Checks the limit that an engineer sets: a whole number from 1 to [`CHATS_MOST`]; nothing for the usual one.
pub fn check_chats_most(typed: &str) -> Result<Option<i64>, Problem> {
    match typed.trim() {
        "" => Ok(None),
        number => match number.parse() {
            Ok(most) if (1..=CHATS_MOST).contains(&most) => Ok(Some(most)),
            Ok(_) | Err(_) => Err(Problem::NotAChoice),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::{MINUTE_MS, Zone};

    #[test]
    fn chat_3_the_expected_wait_is_the_usual_one_for_each_who_is_before() {
        assert_eq!(expected_wait_ms(0, &[]), None);
        assert_eq!(expected_wait_ms(0, &[30_000, 600_000, 20_000]), Some(30_000));
        assert_eq!(expected_wait_ms(2, &[30_000, 600_000, 20_000]), Some(90_000));
        let old = [vec![1_000; 10], vec![900_000; 50]].concat();
        assert_eq!(expected_wait_ms(0, &old), Some(1_000), "what was long ago does not count");
    }

    #[test]
    fn chat_4_who_waits_is_answered_in_writing_when_the_hours_end_or_nobody_has_been_there_for_five_minutes() {
        let at = |minutes: i64| Moment(minutes * MINUTE_MS);
        let never = Hours { zone: Zone::default(), week: Vec::new(), holidays: Vec::new() };
        assert_eq!(in_writing(Some(&never), at(0), None, at(1)), Some(InWriting::HoursEnded));
        assert_eq!(in_writing(None, at(0), None, at(900)), None, "there is, or may be, somebody");
        assert_eq!(in_writing(None, at(0), Some(at(20)), at(24)), None);
        assert_eq!(in_writing(None, at(0), Some(at(20)), at(25)), Some(InWriting::NobodyThere));
        assert_eq!(in_writing(None, at(23), Some(at(20)), at(27)), None, "its own wait counts");
        assert_eq!(in_writing(None, at(23), Some(at(20)), at(28)), Some(InWriting::NobodyThere));
    }

    #[test]
    fn chat_3_an_engineer_takes_five_at_once_or_as_many_as_were_set() {
        assert_eq!([0, 4, 5, 7].map(|open| room(Load { open, own_most: None })), [5, 1, 0, 0]);
        assert_eq!([0, 1, 2, 7].map(|open| room(Load { open, own_most: Some(2) })), [2, 1, 0, 0]);
        assert_eq!(room(Load { open: 5, own_most: Some(CHATS_MOST) }), 5);
    }

    #[test]
    fn chat_3_the_limit_of_an_engineer_is_a_whole_number_from_one_to_ten_or_nothing() {
        assert_eq!(["", " ", "1", " 10 "].map(check_chats_most), [Ok(None), Ok(None), Ok(Some(1)), Ok(Some(10))]);
        for wrong in ["0", "11", "-1", "2.5", "five", "99999999999999999999"] {
            assert_eq!(check_chats_most(wrong), Err(Problem::NotAChoice), "{wrong}");
        }
    }
}
