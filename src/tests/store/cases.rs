use crate::support::{NOW, TestApp, on_both};
use atiende::{
    features::cases::{
        model::*,
        server::{
            self, Log,
            store::{self, DraftContent, DraftOf},
        },
    },
    live::Topic,
    policy::{Place, act},
    server::{Visit, db::StoreError},
    values::{CaseNumber, Email},
};
use std::collections::BTreeMap;

const CARMEN: &str = "carmen@rio-azul.example";
const LIAM: &str = "liam@northwind.example";

fn visit(app: &TestApp, email: &str) -> Visit {
    Visit::system(&app.portal, "test", NOW).acting_as(app.world.actor(email), NOW)
}

/// A case of Carmen's.
async fn open_case(app: &TestApp) -> CaseNumber {
    let visit = visit(app, CARMEN);
    let form = CaseForm {
        product: app.world.product("pulso").to_string(),
        title: "Faltan visitas".into(),
        description: "Desde el lunes faltan las visitas en todos los informes que hemos visto.".into(),
        reproducible: "no".into(),
        environment: "Producción".into(),
        changed: "no".into(),
        identifiers: BTreeMap::from([("property".into(), "PU-1".into())]),
        priority: "P2".into(),
        ..CaseForm::default()
    };
    let mut id = String::new();
    for step in Step::ALL {
        let draft = server::save_draft(&visit, form.clone(), step.code(), "stay").await.expect("a saved step");
        id = draft.id.to_string();
    }
    let created = server::create(&visit, &id).await.expect("an answer");
    app.take_mail().await;
    match created {
        Outcome::Done(case) => case.number,
        Outcome::Problems(problems) => panic!("{problems:?}"),
    }
}

#[test]
fn a_draft_written_again_keeps_its_id() {
    on_both(async |app| {
        let visit = visit(app, CARMEN);
        let permit = visit.permit::<act::OpenCase>(Place::Anywhere).expect("a permit");
        let (person, organization) = (permit.author().expect("a person"), permit.organization().expect("theirs"));
        let of = DraftOf { person, organization, scope: "case" };
        let mut ids = Vec::new();
        for title in ["One", "Two"] {
            let form = CaseForm { title: title.into(), ..CaseForm::default() };
            let content = DraftContent { form, follow_up_of: None, thread: None };
            let mut tx = app.portal.db().begin().await.expect("a transaction");
            ids.push(store::put_draft(&mut tx, &permit, of, &visit.id(), &content, NOW).await.expect("written"));
            tx.commit().await.expect("committed");
        }
        assert_eq!(ids[0], ids[1]);
        let mut tx = app.portal.db().begin().await.expect("a transaction");
        let found = store::find_draft(&mut tx, &permit, person, organization).await.expect("read");
        assert_eq!(found.map(|draft| draft.content.form.title).as_deref(), Some("Two"));
        assert_eq!(store::delete_draft(&mut tx, &permit, of).await.expect("deleted"), Some(ids[0].clone()));
        assert_eq!(store::delete_draft(&mut tx, &permit, of).await.expect("deleted"), None);
    });
}

#[test]
fn whoever_locks_a_case_second_sees_what_the_first_did() {
    on_both(async |app| {
        let number = open_case(app).await;
        let visit = visit(app, CARMEN);
        let permit = visit.permit::<act::CommentCase>(Place::Anywhere).expect("a permit");
        let mut first = app.portal.db().begin().await.expect("a transaction");
        let case = store::lock(&mut first, &permit, number).await.expect("read").expect("the case");
        let (db, second_permit) = (app.portal.db().clone(), permit.clone());
        let second = tokio::spawn(async move {
            let mut tx = db.begin().await.expect("a transaction");
            store::lock(&mut tx, &second_permit, number).await.expect("read").expect("the case").last_seq
        });
        tokio::task::yield_now().await;
        let mut log = Log::of(&case, &visit);
        log.record(EventDetail::Commented);
        let author = permit.author().expect("a person");
        store::append(&mut first, &permit, &case, &log, author, NOW).await.expect("appended");
        first.commit().await.expect("committed");
        assert_eq!(second.await.expect("no panic"), 2);
    });
}

#[test]
fn the_log_has_no_number_twice() {
    on_both(async |app| {
        let number = open_case(app).await;
        let visit = visit(app, CARMEN);
        let permit = visit.permit::<act::CommentCase>(Place::Anywhere).expect("a permit");
        let author = permit.author().expect("a person");
        let mut tx = app.portal.db().begin().await.expect("a transaction");
        let case = store::lock(&mut tx, &permit, number).await.expect("read").expect("the case");
        let mut log = Log::of(&case, &visit);
        log.record(EventDetail::Commented);
        store::append(&mut tx, &permit, &case, &log, author, NOW).await.expect("appended");
        let mut stale = Log::of(&case, &visit);
        stale.record(EventDetail::Commented);
        let refused = store::append(&mut tx, &permit, &case, &stale, author, NOW).await;
        assert!(matches!(refused, Err(StoreError::Conflict(_))), "{refused:?}");
    });
}

#[test]
fn a_case_out_of_reach_is_not_locked() {
    on_both(async |app| {
        let number = open_case(app).await;
        let permit = visit(app, LIAM).permit::<act::CommentCase>(Place::Anywhere).expect("a permit");
        let mut tx = app.portal.db().begin().await.expect("a transaction");
        assert!(store::lock(&mut tx, &permit, number).await.expect("read").is_none());
        let own = visit(app, CARMEN).permit::<act::CommentCase>(Place::Anywhere).expect("a permit");
        assert!(store::lock(&mut tx, &own, number).await.expect("read").is_some());
    });
}

#[test]
fn what_was_rolled_back_is_not_heard_and_not_kept() {
    on_both(async |app| {
        let number = open_case(app).await;
        let visit = visit(app, CARMEN);
        let permit = visit.permit::<act::CommentCase>(Place::Anywhere).expect("a permit");
        let (mut socket, mut heard) = app.portal.hub().subscriber();
        socket.subscribe(Topic::Desk);
        {
            let mut tx = app.portal.db().begin().await.expect("a transaction");
            let case = store::lock(&mut tx, &permit, number).await.expect("read").expect("the case");
            let mut log = Log::of(&case, &visit);
            log.record(EventDetail::Commented);
            let author = permit.author().expect("a person");
            store::append(&mut tx, &permit, &case, &log, author, NOW).await.expect("appended");
            server::tell(&visit, &mut tx, &permit, &case, None, &server::News::Quiet).await.expect("told");
        }
        assert!(heard.try_recv().is_err());
        let mut tx = app.portal.db().begin().await.expect("a transaction");
        let case = store::lock(&mut tx, &permit, number).await.expect("read").expect("the case");
        assert_eq!(case.last_seq, 1);
    });
}

#[test]
fn only_members_of_the_organization_are_inside() {
    on_both(async |app| {
        let permit = visit(app, CARMEN).permit::<act::WatchCase>(Place::Anywhere).expect("a permit");
        let emails: Vec<Email> = [CARMEN, LIAM, "alex@consultora.example", "nobody@outside.example"]
            .iter()
            .map(|email| email.parse().expect("an address"))
            .collect();
        let mut tx = app.portal.db().begin().await.expect("a transaction");
        let organization = app.world.organization("rio-azul");
        let inside = store::find_inside(&mut tx, &permit, organization, &emails).await.expect("read");
        let mut inside: Vec<_> = inside.iter().map(|person| person.email.as_str()).collect();
        inside.sort_unstable();
        assert_eq!(inside, ["alex@consultora.example", CARMEN]);
        assert!(store::find_inside(&mut tx, &permit, organization, &[]).await.expect("read").is_empty());
    });
}
