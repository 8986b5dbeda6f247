//! Ids: small where they are kept, the same texts wherever they are read.

use crate::support::{Backend, TestApp, on_both};
use atiende::server::db::{Statement, sql};

fn found(app: &TestApp, statement: Statement) -> Statement {
    statement.bind(app.world.person("carmen@rio-azul.example")).bind(app.world.organization("rio-azul"))
}

#[test]
fn an_id_is_found_by_itself_and_read_as_the_text_that_it_was() {
    on_both(async |app| {
        let by = sql("SELECT person_id FROM membership WHERE person_id = $1 AND organization_id = $2");
        let ids = app.texts(found(app, by)).await;
        assert!(!ids.is_empty());
        assert!(ids.iter().all(|id| id == app.world.person("carmen@rio-azul.example").as_str()), "{ids:?}");
        let kept = sql(match app.backend {
            Backend::Sqlite => "SELECT DISTINCT typeof(person_id) || ' ' || length(person_id) FROM membership",
            Backend::Postgres => {
                "SELECT DISTINCT pg_typeof(person_id)::text || ' ' || length(person_id) FROM membership"
            }
        });
        let expected = match app.backend {
            Backend::Sqlite => "blob 16",
            Backend::Postgres => "text 36",
        };
        assert_eq!(app.texts(kept).await, [expected]);
    });
}
