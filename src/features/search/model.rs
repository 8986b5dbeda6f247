use crate::features::{
    cases::model::CaseHit,
    topics::model::{Hits, PopularTopic},
};
use serde::{Deserialize, Serialize};

/// What was found, by kind.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Everything {
    /// The best first.
    pub cases: Vec<CaseHit>,
    pub topics: Hits,
    /// What is read most, while nothing was asked for.
    pub popular: Vec<PopularTopic>,
}
