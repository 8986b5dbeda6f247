//! Topics are written in the portal: what is in work, what it was before, what is published when, and which translation
//! fell behind (HELP-5, HELP-6).
//!
//! Used by the operators' pages and by the job that publishes what is due. What always holds: nothing is overwritten that
//! its writer has not seen, neither another's draft nor what was published meanwhile; what is overwritten is kept as a
//! version; a form that is sent twice is done once (P4); what a plain form brought is shown again beside what was wrong.

mod difference;
mod discard;
mod open;
mod publish;
mod render;
mod save;
mod versions;
mod withdraw;

pub use discard::discard;
pub use open::open_edit;
pub use publish::publish_due;
pub use render::preview;
pub use save::save;
pub use versions::open_versions;
pub use withdraw::withdraw;

use crate::{
    error::AppError, features::cases::server::store::DraftOf, policy::act, server::authz::Permit, values::TopicId,
};

/// The scope of the draft that keeps an operator's form.
const SCOPE: &str = "topic";

fn form_of(permit: &Permit<act::WriteTopics>) -> Result<DraftOf<'_>, AppError> {
    Ok(DraftOf { person: permit.author()?, organization: permit.organization()?, scope: SCOPE })
}

fn id_of(topic: &str) -> Result<TopicId, AppError> {
    topic.parse().map_err(|_| AppError::NotFound)
}
