use atiende::{
    policy::{Action, Entitlement, Place, Reach, Refusal, Role, RolloutState, Standing, Visibility, decide},
    values::Moment,
};
use std::fmt::Write as _;

/// Width of a state's column.
const COLUMN: usize = 14;

#[test]
fn sec_2_the_policy_is_the_one_that_was_agreed() {
    super::same_as_file("policy.txt", &table());
}

/// Role × action × state, and how far a look at cases reaches under each visibility.
fn table() -> String {
    let mut out = String::from(
        "Who may do what, in which state of the roll-out (src/policy.rs).\n\
         own: what the person asked for or follows; organization: all of it; everywhere: every organization;\n\
         not yet: the reason names state and date; -: not this role's. The organization's visibility is `everyone`.\n",
    );
    let _ = writeln!(out, "\nNobody signed in\n");
    for action in Action::ALL {
        let _ = writeln!(out, "  {:<18}{}", action.name(), cell(decide(None, *action, &Place::Anywhere)));
    }
    let _ = writeln!(out, "\nNobody signed in, among what the vendor shows to everybody\n");
    for action in Action::ALL {
        let _ = writeln!(out, "  {:<18}{}", action.name(), cell(decide(None, *action, &Place::Public)));
    }
    for role in Role::ALL {
        let _ = write!(out, "\n{role}\n\n  {:<18}", "");
        for state in RolloutState::ALL {
            let _ = write!(out, "{:<COLUMN$}", state.code());
        }
        for action in Action::ALL {
            let _ = write!(out, "\n  {:<18}", action.name());
            for state in RolloutState::ALL {
                let who = standing(*role, *state, Visibility::Everyone);
                let _ = write!(out, "{:<COLUMN$}", cell(decide(Some(&who), *action, &Place::Anywhere)));
            }
        }
        out.push('\n');
    }
    let _ = write!(out, "\nReadCases by the organization's visibility (CASE-12)\n\n  {:<22}", "");
    for visibility in Visibility::ALL {
        let _ = write!(out, "{:<COLUMN$}", visibility.code());
    }
    for role in Role::ALL {
        let _ = write!(out, "\n  {:<22}", role.code());
        for visibility in Visibility::ALL {
            let who = standing(*role, RolloutState::Launched, *visibility);
            let _ = write!(out, "{:<COLUMN$}", cell(decide(Some(&who), Action::ReadCases, &Place::Anywhere)));
        }
    }
    out.push('\n');
    out.lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

fn cell(decided: Result<Reach, Refusal>) -> &'static str {
    match decided {
        Ok(Reach::Public) => "public",
        Ok(Reach::Own) => "own",
        Ok(Reach::Organization) => "organization",
        Ok(Reach::Everywhere) => "everywhere",
        Err(Refusal::SignIn) => "sign in",
        Err(Refusal::NotYours) => "-",
        Err(Refusal::NotYet { .. }) => "not yet",
        Err(Refusal::Suspended) => "suspended",
    }
}

fn standing(role: Role, state: RolloutState, visibility: Visibility) -> Standing {
    let id = |n: u8| format!("00000000-0000-7000-8000-0000000000{n:02}");
    let product = id(3).parse().expect("an id");
    let vendor = matches!(role, Role::Engineer | Role::Operator);
    let entitlement = Entitlement { product, state, planned: Some(Moment(1)), chat: true };
    Standing {
        person: id(1).parse().expect("an id"),
        organization: id(2).parse().expect("an id"),
        roles: vec![role],
        suspended: false,
        visibility,
        named: false,
        products: if vendor { Vec::new() } else { vec![entitlement] },
    }
}
