use crate::{
    features::{
        cases::model::{CaseSummary, ProductNotYet},
        topics::model::PopularTopic,
    },
    policy::codes,
    values::Moment,
};
use serde::{Deserialize, Serialize};

codes! {
    /// An organization's plan; response targets follow from it (PRODUCT.md, section 5).
    Plan {
        Esencial = "esencial",
        Negocio = "negocio",
        Empresa = "empresa",
        Elite = "elite",
    }
}

impl Plan {
    /// What the plan is called, in every language.
    pub fn name(self) -> &'static str {
        match self {
            Plan::Esencial => "Esencial",
            Plan::Negocio => "Negocio",
            Plan::Empresa => "Empresa",
            Plan::Elite => "Élite",
        }
    }
}

/// The start page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HomeContent {
    /// Open cases in the reader's reach, the last changed first, at most five.
    pub open_cases: Vec<CaseSummary>,
    /// Products that take cases now.
    pub launched: Vec<String>,
    /// Products that do not yet, with the reason (ROLL-2).
    pub not_yet: Vec<ProductNotYet>,
    /// Help topics that are read most in the organization's products (HELP-1).
    pub popular: Vec<PopularTopic>,
    /// Is there a draft of a case to go on with?
    pub draft: bool,
    pub now: Moment,
}
