//! `atiende routes`: every door of the portal with the right that it needs.

use crate::server::http::permissions;
use clap::Args;

#[derive(Args)]
pub(super) struct Routes {
    /// As JSON, one object per route
    #[arg(long)]
    json: bool,
}

pub(super) fn print(how: &Routes) {
    let doors = permissions::all();
    if how.json {
        println!("{}", serde_json::to_string_pretty(&doors).expect("texts are JSON"));
        return;
    }
    for door in doors {
        println!("{:<7}{:<36}{}", door.method, door.path, door.needs.join(" or "));
    }
}
