//! `atiende admin`: accounts, by whoever may run the program.

use super::Failure;
use crate::{
    error::AppError,
    features::access::server::admin,
    policy::Role,
    server::{Portal, config::Settings},
    values::{Email, Moment},
};
use clap::{Subcommand, ValueEnum};

#[derive(Subcommand)]
pub(super) enum AdminCommand {
    /// Make an account of the vendor and print the link that sets its password
    Create {
        /// Address that signs in
        email: Email,
        /// Name as others see it
        #[arg(long)]
        name: String,
        #[arg(long, value_enum, default_value = "operator")]
        role: VendorRole,
    },
    /// Print a link that sets a new password, valid for an hour
    ResetLink {
        /// Address of the account
        email: Email,
    },
    /// List the vendor's people
    List,
    /// End all sessions of a person
    RevokeSessions {
        /// Address of the account
        email: Email,
    },
}

/// The roles that exist in the vendor's organization.
#[derive(Clone, Copy, ValueEnum)]
pub(super) enum VendorRole {
    Engineer,
    Operator,
}

pub(super) async fn run(settings: Settings, command: AdminCommand) -> Result<(), Failure> {
    let portal = super::open(settings).await?;
    let done = match command {
        AdminCommand::Create { email, name, role } => create(&portal, &email, &name, role).await,
        AdminCommand::ResetLink { email } => {
            let link = admin::reset_link(&portal, &email).await.map_err(why)?;
            link.map(|link| println!("{link}")).ok_or_else(|| nobody(&email))
        }
        AdminCommand::List => list(&portal).await,
        AdminCommand::RevokeSessions { email } => {
            let ended = admin::revoke_sessions(&portal, &email).await.map_err(why)?;
            ended.map(|ended| println!("{ended} sessions ended")).ok_or_else(|| nobody(&email))
        }
    };
    portal.db().close().await;
    Ok(done?)
}

async fn create(portal: &Portal, email: &Email, name: &str, role: VendorRole) -> Result<(), String> {
    let role = match role {
        VendorRole::Engineer => Role::Engineer,
        VendorRole::Operator => Role::Operator,
    };
    match admin::create(portal, email, name, role).await {
        Ok(link) => {
            println!("{link}");
            Ok(())
        }
        Err(AppError::Conflict) => Err(format!("{email} has an account already")),
        Err(error) => Err(why(error)),
    }
}

async fn list(portal: &Portal) -> Result<(), String> {
    for person in admin::list(portal).await.map_err(why)? {
        let seen = match (person.can_sign_in, person.seen_at) {
            (false, _) => "invited".to_owned(),
            (true, None) => "never seen".to_owned(),
            (true, Some(at)) => Moment::rfc3339(at),
        };
        println!("{:<32}{:<12}{:<24}{}", person.email, person.role.code(), seen, person.name);
    }
    Ok(())
}

fn nobody(email: &Email) -> String {
    format!("nobody has the address {email}")
}

fn why(error: AppError) -> String {
    error.to_string()
}
