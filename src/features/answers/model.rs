use crate::{features::cases::model::ProductName, policy::codes, values::Kept};
use serde::{Deserialize, Serialize};

codes! {
    /// What stands between two braces on each side in an answer's text, and is filled in where it is used.
    Variable {
        CustomerName = "customer.name",
        CustomerFirstName = "customer.first_name",
        CaseNumber = "case.number",
        CaseTitle = "case.title",
        Product = "product",
        Organization = "organization",
        AgentName = "agent.name",
    }
}

/// An answer as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CannedAnswer {
    /// Short, unique; as it is typed behind a slash.
    pub name: String,
    pub title: String,
    /// Markdown with variables, in whatever language it is meant for.
    pub body: String,
    /// `None`: for all products.
    pub product: Option<ProductName>,
}

/// The form of an answer, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AnswerForm {
    /// The name of the answer that is changed; empty for a new one.
    pub was: String,
    pub name: String,
    pub title: String,
    /// A product's id, or empty for all products.
    pub product: String,
    pub body: String,
}

/// The operators' page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AnswersContent {
    /// By title.
    pub answers: Vec<CannedAnswer>,
    /// Those that an answer can be for, in the vendor's order.
    pub products: Vec<ProductName>,
    /// What a plain form brought last that could not be stored.
    pub kept: Option<Kept<AnswerForm>>,
}
