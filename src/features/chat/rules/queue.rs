use super::CHATS_PER_ENGINEER;

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

/// How many more chats an engineer with so many may take.
pub fn room(open: i64) -> i64 {
    (CHATS_PER_ENGINEER - open).max(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chat_3_the_expected_wait_is_the_usual_one_for_each_who_is_before() {
        assert_eq!(expected_wait_ms(0, &[]), None);
        assert_eq!(expected_wait_ms(0, &[30_000, 600_000, 20_000]), Some(30_000));
        assert_eq!(expected_wait_ms(2, &[30_000, 600_000, 20_000]), Some(90_000));
        let old = [vec![1_000; 10], vec![900_000; 50]].concat();
        assert_eq!(expected_wait_ms(0, &old), Some(1_000), "what was long ago does not count");
    }

    #[test]
    fn an_engineer_takes_five_at_once() {
        assert_eq!([0, 4, 5, 7].map(room), [5, 1, 0, 0]);
    }
}
