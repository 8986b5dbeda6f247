use super::case_steps::*;
use crate::support::{on_both, on_sqlite, socket::frame};
use atiende::{
    error::AppError,
    features::{cases::model::*, desk::model::DeskFilter},
    live::{ServerFrame, Topic},
    policy::{Refusal, RolloutState},
    server::db::sql,
    values::{DAY_MS, Problem},
};
use axum::http::StatusCode;

const CARMEN: &str = "carmen@rio-azul.example";
const MATEO: &str = "mateo@rio-azul.example";
const NORA: &str = "nora@brujula.example";
const INES: &str = "ines@brujula.example";

#[test]
fn case_1_the_wizard_leads_from_step_to_step_without_scripting_and_keeps_what_was_typed() {
    on_both(async |app| {
        let carmen = app.sign_in(CARMEN).await;
        let product = app.world.product("pulso").as_str();
        let save = [("form[product]", product), ("step", "product"), ("go", "problem")];
        let answer = carmen.post("cases/save-draft", &save).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/cases/new?step=problem"));
        let save = [("form[title]", "Faltan visitas"), ("step", "problem"), ("go", "environment")];
        let answer = carmen.post("cases/save-draft", &save).await;
        assert_eq!(answer.location(), "/cases/new?step=problem&check=1", "the description is missing");
        let save = [("form[title]", "Faltan visitas"), ("step", "problem"), ("go", "product")];
        let answer = carmen.post("cases/save-draft", &save).await;
        assert_eq!(answer.location(), "/cases/new?step=product", "backwards it always goes");
        let content: OpenPageContent = carmen.ask("cases/new", &[]).await.expect("the wizard");
        let form = content.draft.expect("a draft").form;
        assert_eq!((form.product.as_str(), form.title.as_str()), (product, "Faltan visitas"));
        let names: Vec<_> = content.products.iter().map(|product| product.name.as_str()).collect();
        assert_eq!(names, ["Pulso", "Faro"]);
        assert!(!content.phone_lines.is_empty(), "CASE-4: the numbers of the region");
    });
}

#[test]
fn a_case_opens_with_a_receipt_and_its_page() {
    on_both(async |app| {
        let carmen = app.sign_in(CARMEN).await;
        let draft = draft(app, &carmen, "Faltan visitas").await;
        let answer = carmen.post("cases/create", &[("draft", draft.id.as_str())]).await;
        let cases = list(&carmen, "").await;
        let case = &cases.rows[0];
        assert_eq!(answer.location(), format!("/cases/{}", case.number));
        assert_eq!((cases.rows.len(), cases.draft), (1, false));
        assert_eq!((case.title.as_str(), case.product.as_str()), ("Faltan visitas", "Pulso"));
        assert_eq!((case.status, case.priority, case.assignee.as_deref()), (Status::New, Priority::P3, None));
        let receipt = app.take_one_mail().await;
        assert_eq!((receipt.recipient.as_str(), receipt.language.as_str()), (CARMEN, "es"));
        assert!(receipt.subject.contains(&case.number.to_string()) && receipt.text.contains("/cases/"));

        let page = look(&carmen, case).await;
        assert_eq!(page.case.identifiers, [("Identificador de la propiedad".to_owned(), "PU-4821-7".to_owned())]);
        assert_eq!(page.events.iter().map(|event| &event.detail).collect::<Vec<_>>(), [&EventDetail::Opened]);
        assert!(page.case.description_html.contains("Monday") && page.engineers.is_empty());
        assert_eq!(page.case.last_seq, 1);
    });
}

#[test]
fn roll_1_before_the_launch_the_server_refuses_a_case_and_names_the_state() {
    on_both(async |app| {
        let ramiro = app.sign_in("ramiro@banco-sur.example").await;
        let refused = ramiro.ask::<OpenPageContent>("cases/new", &[]).await;
        let Err(AppError::Refused(Refusal::NotYet { state, planned })) = refused else { panic!("{refused:?}") };
        assert!(state == RolloutState::Enablement && planned.is_some());
    });
}

#[test]
fn case_2_a_product_of_others_cannot_be_chosen() {
    on_both(async |app| {
        let carmen = app.sign_in(CARMEN).await;
        let draft = draft(app, &carmen, "Faltan visitas").await;
        let mosaico = app.world.product("mosaico").as_str();
        let save = [("form[product]", mosaico), ("step", "product"), ("go", "stay")];
        carmen.call::<CaseDraft>("cases/save-draft", &save).await.expect("a saved step");
        let answer: Outcome<CaseSummary> =
            carmen.call("cases/create", &[("draft", draft.id.as_str())]).await.expect("an answer");
        let Outcome::Problems(problems) = answer else { panic!("a case on a product of others") };
        assert_eq!(problems.of("product"), Some(&Problem::NotAChoice));
        let answer = carmen.post("cases/create", &[("draft", draft.id.as_str())]).await;
        assert_eq!(answer.location(), "/cases/new?step=product&check=1");
    });
}

#[test]
fn case_5_a_draft_belongs_to_its_person_outlives_the_session_and_can_be_deleted() {
    on_both(async |app| {
        let carmen = app.sign_in(CARMEN).await;
        let draft = draft(app, &carmen, "Borrador").await;
        let mateo = app.sign_in(MATEO).await;
        let stolen = mateo.call::<Outcome<CaseSummary>>("cases/create", &[("draft", draft.id.as_str())]).await;
        assert_eq!(stolen.err(), Some(AppError::NotFound));
        carmen.post("access/sign-out", &[]).await;
        let carmen = app.sign_in(CARMEN).await;
        assert!(list(&carmen, "").await.draft);
        let content: OpenPageContent = carmen.ask("cases/new", &[]).await.expect("the wizard");
        assert_eq!(content.draft.map(|draft| draft.form.title).as_deref(), Some("Borrador"));
        carmen.call::<()>("cases/delete-draft", &[]).await.expect("deleted");
        assert!(!list(&carmen, "").await.draft);
    });
}

#[test]
fn case_6_submitting_twice_makes_one_case() {
    on_both(async |app| {
        let carmen = app.sign_in(CARMEN).await;
        let draft = draft(app, &carmen, "Doble").await;
        let id = draft.id.as_str();
        let (first, second, third) = tokio::join!(create(&carmen, id), create(&carmen, id), create(&carmen, id));
        assert_eq!((first.number, first.number), (second.number, third.number));
        assert_eq!(create(&carmen, id).await.number, first.number, "a retry after a timeout");
        assert_eq!(list(&carmen, "").await.rows.len(), 1);
        app.take_one_mail().await;
    });
}

#[test]
fn case_7_cases_opened_at_once_have_numbers_of_their_own() {
    on_both(async |app| {
        let (carmen, liam) = (app.sign_in(CARMEN).await, app.sign_in("liam@northwind.example").await);
        let (one, two) = (draft(app, &carmen, "Número uno").await, draft(app, &liam, "Number two").await);
        let (one, two) = tokio::join!(create(&carmen, one.id.as_str()), create(&liam, two.id.as_str()));
        assert_ne!(one.number, two.number);
        assert_eq!(app.take_mail().await.len(), 2);
    });
}

#[test]
fn case_8_a_case_goes_from_opening_to_closing() {
    on_both(async |app| {
        let (carmen, nora) = (app.sign_in(CARMEN).await, app.sign_in(NORA).await);
        let case = open_case(app, &carmen, "Faltan visitas").await;
        let status = async || look(&carmen, &case).await.case.status;

        assert_eq!(reply(&nora, &case, "comment", "I am **looking** into it.").await, Sent::Done);
        assert_eq!(status().await, Status::InProgress);
        let answer = app.take_one_mail().await;
        assert_eq!((answer.recipient.as_str(), answer.kind.as_str()), (CARMEN, "CaseCommented"));
        assert!(answer.text.contains("I am **looking** into it."));

        reply(&nora, &case, "waiting", "Which browser do you use?").await;
        assert_eq!(status().await, Status::WaitingForCustomer);
        assert_eq!(app.take_one_mail().await.kind, "CustomerAsked");

        reply(&carmen, &case, "comment", "Firefox").await;
        assert_eq!(status().await, Status::InProgress);
        assert_eq!(app.take_one_mail().await.recipient, NORA, "whoever answered first has the case");

        reply(&nora, &case, "solution", "Please update the tag.").await;
        assert_eq!(status().await, Status::SolutionProposed);
        assert_eq!(app.take_one_mail().await.kind, "SolutionProposed");

        let number = case.number.to_string();
        let refuse = [("case", number.as_str()), ("intent", "refuse"), ("reason", "")];
        let Ok(Outcome::Problems(problems)) = carmen.call::<Outcome<()>>("cases/settle", &refuse).await else {
            panic!("a refusal without a reason")
        };
        assert_eq!(problems.of("reason"), Some(&Problem::Missing));

        let confirm = [("case", number.as_str()), ("intent", "confirm"), ("reason", "")];
        for _ in 0..2 {
            let settled = carmen.call::<Outcome<()>>("cases/settle", &confirm).await;
            assert_eq!(settled, Ok(Outcome::Done(())), "twice is once");
        }
        assert_eq!(app.take_one_mail().await.kind, "CaseClosed");
        let page = look(&carmen, &case).await;
        assert_eq!((page.case.status, page.case.resolution), (Status::Closed, Some(Resolution::Confirmed)));
        let seqs: Vec<_> = page.events.iter().map(|event| event.seq).collect();
        assert_eq!(seqs, (1..=page.case.last_seq).collect::<Vec<_>>(), "the log has no gap");
    });
}

#[test]
fn case_10_a_closed_case_reopens_for_14_days_and_is_followed_up_later() {
    on_both(async |app| {
        let carmen = app.sign_in(CARMEN).await;
        let case = open_case(app, &carmen, "Obsoleto").await;
        let number = case.number.to_string();
        let settle = async |intent| {
            let fields = [("case", number.as_str()), ("intent", intent), ("reason", "")];
            carmen.call::<Outcome<()>>("cases/settle", &fields).await
        };
        settle("obsolete").await.expect("closed");
        app.pass_ms(3 * DAY_MS - 1);
        let carmen = app.sign_in(CARMEN).await;
        reply(&carmen, &case, "comment", "Todavía pasa").await;
        let page = look(&carmen, &case).await;
        assert_eq!((page.case.status, page.case.closed_at), (Status::New, None));
        assert_eq!(page.events.last().map(|event| &event.detail), Some(&EventDetail::Reopened));

        let fields = [("case", number.as_str()), ("intent", "obsolete"), ("reason", "")];
        carmen.call::<Outcome<()>>("cases/settle", &fields).await.expect("closed again");
        app.pass_ms(14 * DAY_MS + 1);
        let carmen = app.sign_in(CARMEN).await;
        let fields = [("case", number.as_str()), ("intent", "reopen"), ("reason", "")];
        assert_eq!(carmen.call::<Outcome<()>>("cases/settle", &fields).await, Err(AppError::Conflict));
        let comment = [("form[case]", number.as_str()), ("form[body]", "¿Hola?"), ("form[seen]", "99")];
        assert_eq!(carmen.call::<Sent>("cases/comment", &comment).await, Err(AppError::Conflict));
        assert_eq!(look(&carmen, &case).await.comment_draft.map(|draft| draft.body).as_deref(), Some("¿Hola?"));

        let answer = carmen.post("cases/follow-up", &[("case", &number)]).await;
        assert_eq!(answer.location(), "/cases/new?step=problem");
        let next = open_case(app, &carmen, "Sigue pasando").await;
        assert_eq!(look(&carmen, &next).await.case.follow_up_of, Some(case.number));
        let page = look(&carmen, &case).await;
        assert_eq!(page.follow_ups, [next.number]);
        assert_eq!(page.events.last().map(|e| &e.detail), Some(&EventDetail::FollowedUp { number: next.number }));
    });
}

#[test]
fn case_10_a_follow_up_does_not_overwrite_another_draft() {
    on_sqlite(async |app| {
        let carmen = app.sign_in(CARMEN).await;
        let case = open_case(app, &carmen, "Primero").await;
        draft(app, &carmen, "A medias").await;
        let number = case.number.to_string();
        let answer = carmen.post("cases/follow-up", &[("case", &number)]).await;
        assert_eq!(answer.location(), format!("/cases/new?kept={number}"));
        let content: OpenPageContent = carmen.ask("cases/new", &[]).await.expect("the wizard");
        assert_eq!(content.draft.map(|draft| draft.form.title).as_deref(), Some("A medias"));
    });
}

#[test]
fn case_11_the_list_filters_sorts_searches_and_pages() {
    on_both(async |app| {
        let carmen = app.sign_in(CARMEN).await;
        let mut numbers = Vec::new();
        for n in 0..27 {
            let title = if n == 3 { "Medición al 50% de Águilas".to_owned() } else { format!("Caso número {n}") };
            numbers.push(open_case(app, &carmen, &title).await.number);
            app.pass_ms(1_000);
        }
        let first = list(&carmen, "").await;
        assert_eq!((first.rows.len(), first.rows[0].number), (25, numbers[26]));
        let next = first.next.expect("more").to_string();
        let second = list(&carmen, &format!("after={next}")).await;
        let rest: Vec<_> = second.rows.iter().map(|case| case.number).collect();
        assert_eq!((rest, second.next), (vec![numbers[1], numbers[0]], None));

        for query in ["q=águilas", "q=ÁGUILAS+50%25", "q=50%25", "q=medición"] {
            let found: Vec<_> = list(&carmen, query).await.rows.iter().map(|case| case.number).collect();
            assert_eq!(found, [numbers[3]], "{query}");
        }
        assert_eq!(list(&carmen, "q=50_").await.rows.len(), 0, "no sign of a pattern");
        let found = list(&carmen, &format!("q={}", numbers[5])).await;
        assert_eq!(found.rows[0].number, numbers[5]);
        assert_eq!(list(&carmen, "priority=P1").await.rows.len(), 0);
        assert_eq!(list(&carmen, "status=new&status=assigned&priority=P3").await.rows.len(), 25);
        for sort in ["opened", "priority"] {
            let first = list(&carmen, &format!("sort={sort}")).await;
            let next = first.next.expect("more").to_string();
            let second = list(&carmen, &format!("sort={sort}&after={next}")).await;
            let mut all: Vec<_> = first.rows.iter().chain(&second.rows).map(|case| case.number).collect();
            all.reverse();
            assert_eq!(all, numbers, "every case once, the newest first, sorted by {sort}");
        }
        let pulso = app.world.product("pulso");
        let faro = app.world.product("faro");
        assert_eq!(list(&carmen, &format!("product={pulso}&product={faro}")).await.rows.len(), 25);
        assert_eq!(list(&carmen, &format!("product={faro}")).await.rows.len(), 0);
    });
}

#[test]
fn case_11_of_cases_of_one_instant_each_stands_once_in_the_order_of_the_numbers() {
    on_both(async |app| {
        let (carmen, nora) = (app.sign_in(CARMEN).await, app.sign_in(NORA).await);
        let mut numbers = Vec::new();
        for n in 0..27 {
            numbers.push(open_case(app, &carmen, &format!("Caso número {n}")).await.number);
        }
        for sort in ["changed", "opened", "priority"] {
            let first = list(&carmen, &format!("sort={sort}")).await;
            let next = first.next.expect("more");
            assert_eq!(next.id, numbers[2], "the last one shown");
            let second = list(&carmen, &format!("sort={sort}&after={next}")).await;
            let mut all: Vec<_> = first.rows.iter().chain(&second.rows).map(|case| case.number).collect();
            all.reverse();
            assert_eq!(all, numbers, "{sort}");
        }
        let first = queue(&nora, &DeskFilter::default()).await;
        let second = queue(&nora, &DeskFilter::default().behind(first.next.clone())).await;
        let all: Vec<_> = first.rows.iter().chain(&second.rows).map(|case| case.number).collect();
        assert_eq!(all, numbers, "who waits longest comes first");
    });
}

#[test]
fn case_11_open_cases_are_never_hidden_by_a_period() {
    on_both(async |app| {
        let carmen = app.sign_in(CARMEN).await;
        let (open, closed) = (open_case(app, &carmen, "Abierto").await, open_case(app, &carmen, "Cerrado").await);
        let number = closed.number.to_string();
        let fields = [("case", number.as_str()), ("intent", "obsolete"), ("reason", "")];
        carmen.call::<Outcome<()>>("cases/settle", &fields).await.expect("closed");
        app.pass_ms(31 * DAY_MS);
        let carmen = app.sign_in(CARMEN).await;
        let shown = |content: CaseListContent| content.rows.iter().map(|case| case.number).collect::<Vec<_>>();
        assert_eq!(shown(list(&carmen, "period=30d").await), [open.number]);
        assert_eq!(shown(list(&carmen, "period=90d").await).len(), 2);
    });
}

#[test]
fn case_11_views_are_saved_under_a_name_and_belong_to_their_person() {
    on_both(async |app| {
        let (carmen, mateo) = (app.sign_in(CARMEN).await, app.sign_in(MATEO).await);
        let save = [("name", "Urgentes"), ("query", "?priority=P1&after=1~x&color=red")];
        let Ok(Outcome::Done(view)) = carmen.call::<Outcome<SavedView>>("cases/save-view", &save).await else {
            panic!("not saved")
        };
        assert_eq!(view.query, "priority=P1");
        let Ok(Outcome::Problems(problems)) = carmen.call::<Outcome<SavedView>>("cases/save-view", &save).await else {
            panic!("saved twice")
        };
        assert_eq!(problems.of("name"), Some(&Problem::Duplicate));
        assert_eq!(list(&carmen, "").await.views, std::slice::from_ref(&view));
        assert!(list(&mateo, "").await.views.is_empty());
        let stolen = mateo.call::<()>("cases/delete-view", &[("view", view.id.as_str())]).await;
        assert_eq!(stolen, Err(AppError::NotFound));
        carmen.call::<()>("cases/delete-view", &[("view", view.id.as_str())]).await.expect("deleted");
        assert!(list(&carmen, "").await.views.is_empty());
    });
}

#[test]
fn case_12_the_visibility_of_the_organization_says_whose_cases_a_person_sees() {
    on_both(async |app| {
        let (liam, grace) = (app.sign_in("liam@northwind.example").await, app.sign_in("grace@northwind.example").await);
        let (of_liam, of_grace) = (open_case(app, &liam, "By Liam").await, open_case(app, &grace, "By Grace").await);
        let shown = |content: CaseListContent| {
            let mut numbers: Vec<_> = content.rows.iter().map(|case| case.number).collect();
            numbers.sort();
            numbers
        };
        assert_eq!(
            shown(list(&liam, "").await),
            [of_liam.number],
            "by role: an administrator of support sees own cases"
        );
        assert_eq!(shown(list(&grace, "").await), [of_liam.number, of_grace.number]);
        assert_eq!(shown(list(&grace, "scope=mine").await), [of_grace.number]);
        assert_eq!(shown(list(&app.sign_in(NORA).await, "").await).len(), 2, "engineers see every organization's");
    });
}

#[test]
fn case_12_every_mode_of_visibility_holds_from_the_next_request_on() {
    on_both(async |app| {
        let (liam, grace) = (app.sign_in("liam@northwind.example").await, app.sign_in("grace@northwind.example").await);
        let (of_liam, of_grace) = (open_case(app, &liam, "By Liam").await, open_case(app, &grace, "By Grace").await);
        let (northwind, person) = (app.world.organization("northwind"), app.world.person("liam@northwind.example"));
        let name = sql("INSERT INTO case_viewer (organization_id, person_id) VALUES ($1, $2)");
        // The mode, how many cases Liam and Grace see in it, and whether Liam reaches Grace's.
        for (mode, liams, graces, reached) in [
            ("own", 1, 1, false),
            ("role", 1, 2, false),
            ("named", 1, 1, false),
            ("named", 2, 1, true),
            ("everyone", 2, 2, true),
        ] {
            if reached && mode == "named" {
                app.change(name.clone().bind(northwind).bind(person)).await;
            }
            app.change(sql("UPDATE organization SET visibility = $1 WHERE id = $2").bind(mode).bind(northwind)).await;
            let seen = (list(&liam, "").await.rows.len(), list(&grace, "").await.rows.len());
            assert_eq!(seen, (liams, graces), "{mode}");
            let number = of_grace.number.to_string();
            assert_eq!(
                liam.ask::<CasePageContent>("cases/open", &[("number", &number)]).await.is_ok(),
                reached,
                "{mode}"
            );
            assert_eq!(liam.get("/cases.csv").await.text().contains(&number), reached, "{mode}");
        }
        assert_eq!(look(&liam, &of_liam).await.case.number, of_liam.number);
    });
}

#[test]
fn a_suspended_organization_is_told_so_and_keeps_its_account() {
    on_both(async |app| {
        let carmen = app.sign_in(CARMEN).await;
        let case = open_case(app, &carmen, "Before").await;
        let suspend = sql("UPDATE organization SET suspended_at = 1 WHERE id = $1");
        app.change(suspend.bind(app.world.organization("rio-azul"))).await;
        let refused = Some(AppError::Refused(Refusal::Suspended));
        assert_eq!(carmen.ask::<CaseListContent>("cases/list", &[("query", "")]).await.err(), refused);
        let number = case.number.to_string();
        assert_eq!(carmen.ask::<CasePageContent>("cases/open", &[("number", &number)]).await.err(), refused);
        let page = carmen.get("/cases").await;
        assert_eq!(page.status, StatusCode::FORBIDDEN);
        assert!(page.page().text("main").contains("Su organización está suspendida"));
        assert_eq!(carmen.get("/account").await.status, StatusCode::OK);
    });
}

#[test]
fn a_foreign_a_random_and_a_wrong_number_are_not_found_alike() {
    on_both(async |app| {
        let (carmen, liam) = (app.sign_in(CARMEN).await, app.sign_in("liam@northwind.example").await);
        let case = open_case(app, &carmen, "Solo nuestro").await;
        let foreign = case.number.to_string();
        let random = atiende::values::CaseNumber::from_count(999_999).to_string();
        let mut answers = Vec::new();
        for number in [foreign.as_str(), random.as_str(), "1", "ñ"] {
            let answer = liam.ask_raw("cases/open", &[("number", number)]).await;
            answers.push((answer.status, answer.text()));
            let comment = [("form[case]", number), ("form[body]", "Hello"), ("form[seen]", "9")];
            assert_eq!(liam.call::<Sent>("cases/comment", &comment).await, Err(AppError::NotFound));
            let settle = [("case", number), ("intent", "obsolete"), ("reason", "")];
            assert_eq!(liam.call::<Outcome<()>>("cases/settle", &settle).await, Err(AppError::NotFound));
            let watch = [("case", number), ("email", "liam@northwind.example")];
            assert_eq!(liam.call::<Outcome<()>>("cases/watch", &watch).await, Err(AppError::NotFound));
            let save = [("case", number), ("scope", "comment"), ("body", "x")];
            assert_eq!(liam.call::<ReplyDraft>("cases/save-reply", &save).await.err(), Some(AppError::NotFound));
            assert_eq!(liam.call::<()>("cases/follow-up", &[("case", number)]).await, Err(AppError::NotFound));
        }
        assert_eq!(answers[0].0, StatusCode::NOT_FOUND);
        assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    });
}

#[test]
fn case_13_an_address_from_outside_confirms_before_it_gets_content_and_removal_stops_mail_at_once() {
    on_both(async |app| {
        let (carmen, nora) = (app.sign_in(CARMEN).await, app.sign_in(NORA).await);
        let case = open_case(app, &carmen, "Secreto industrial").await;
        let number = case.number.to_string();
        let watch = [("case", number.as_str()), ("email", "Pat@Outside.example")];
        assert_eq!(carmen.call::<Outcome<()>>("cases/watch", &watch).await, Ok(Outcome::Done(())));
        let invitation = app.take_one_mail().await;
        assert_eq!(invitation.recipient, "pat@outside.example");
        assert!(!invitation.text.contains("Secreto") && !invitation.subject.contains("Secreto"));

        reply(&nora, &case, "comment", "One").await;
        let recipients = |mail: Vec<crate::support::MailRow>| -> Vec<String> {
            let mut recipients: Vec<_> = mail.into_iter().map(|mail| mail.recipient).collect();
            recipients.sort();
            recipients
        };
        assert_eq!(recipients(app.take_mail().await), [CARMEN], "not confirmed yet");

        let (_, token) = invitation.text.split_once("/watching/").expect("a link");
        let token = token.split_whitespace().next().expect("a token");
        for _ in 0..2 {
            app.nobody().call::<()>("cases/confirm-watching", &[("token", token)]).await.expect("confirmed");
        }
        let wrong = app.nobody().call::<()>("cases/confirm-watching", &[("token", "x")]).await;
        assert_eq!(wrong, Err(AppError::field("token", Problem::SpentLink)));
        reply(&nora, &case, "comment", "Two").await;
        let mail = app.take_mail().await;
        assert!(mail.iter().all(|mail| mail.text.contains("Two")));
        assert!(mail.iter().any(|mail| mail.recipient.starts_with("pat@") && !mail.text.contains("/cases/")));
        assert_eq!(recipients(mail), [CARMEN, "pat@outside.example"]);

        let page = look(&carmen, &case).await;
        let watcher = &page.watchers[0];
        assert!(watcher.confirmed);
        let unwatch = [("case", number.as_str()), ("watcher", watcher.id.as_str())];
        carmen.call::<()>("cases/unwatch", &unwatch).await.expect("removed");
        reply(&nora, &case, "comment", "Three").await;
        assert_eq!(recipients(app.take_mail().await), [CARMEN]);
        let again = app.nobody().call::<()>("cases/confirm-watching", &[("token", token)]).await;
        assert!(again.is_err(), "the link of a removed watcher opens nothing");
    });
}

#[test]
fn case_13_people_of_the_organization_watch_at_once_and_there_are_at_most_ten_watchers() {
    on_both(async |app| {
        let (liam, grace) = (app.sign_in("liam@northwind.example").await, app.sign_in("grace@northwind.example").await);
        let case = open_case(app, &grace, "Watched").await;
        let number = case.number.to_string();
        let watch = async |email: &str| {
            grace.call::<Outcome<()>>("cases/watch", &[("case", &number), ("email", email)]).await.expect("an answer")
        };
        assert_eq!(list(&liam, "").await.rows.len(), 0);
        assert_eq!(watch("liam@northwind.example").await, Outcome::Done(()));
        assert_eq!(app.take_one_mail().await.kind, "WatcherAdded");
        assert_eq!(list(&liam, "").await.rows.len(), 1, "a watcher of the organization sees the case");
        let Outcome::Problems(problems) = watch("liam@northwind.example").await else { panic!("twice") };
        assert_eq!(problems.of("email"), Some(&Problem::Duplicate));
        for n in 1..10 {
            assert_eq!(watch(&format!("p{n}@outside.example")).await, Outcome::Done(()));
        }
        let Outcome::Problems(problems) = watch("p10@outside.example").await else { panic!("an 11th watcher") };
        assert_eq!(problems.of("email"), Some(&Problem::TooMany { most: 10 }));
        assert_eq!(app.take_mail().await.len(), 9);

        let watcher = look(&grace, &case).await.watchers.into_iter().find(|w| w.name.is_some()).expect("liam");
        let unwatch = [("case", number.as_str()), ("watcher", watcher.id.as_str())];
        grace.call::<()>("cases/unwatch", &unwatch).await.expect("removed");
        let gone = liam.ask::<CasePageContent>("cases/open", &[("number", &number)]).await;
        assert_eq!(gone.err(), Some(AppError::NotFound), "and no longer");
    });
}

#[test]
fn case_17_an_internal_note_reaches_no_customer() {
    on_both(async |app| {
        let (carmen, nora, ines) = (app.sign_in(CARMEN).await, app.sign_in(NORA).await, app.sign_in(INES).await);
        let case = open_case(app, &carmen, "Faltan visitas").await;
        let before = look(&carmen, &case).await;
        let number = case.number.to_string();
        let (mut socket, mut heard) = app.portal.hub().subscriber();
        socket.subscribe(Topic::Case(case.id.clone()));
        socket.subscribe(Topic::Organization(app.world.organization("rio-azul").clone()));
        socket.subscribe(Topic::Person(app.world.person(CARMEN).clone()));
        socket.subscribe(Topic::Notes(case.id.clone()));

        app.pass_ms(1_000);
        let note = [("form[case]", number.as_str()), ("form[body]", "Their *contract* ends"), ("form[key]", "k")];
        for _ in 0..2 {
            assert_eq!(nora.call::<Sent>("cases/note", &note).await, Ok(Sent::Done));
        }
        let frames: Vec<_> = std::iter::from_fn(|| heard.try_recv().ok()).map(|text| frame(&text)).collect();
        let only_notes = |frame: &ServerFrame| matches!(frame, ServerFrame::Event { topic: Topic::Notes(_), .. });
        assert!(frames.len() == 1 && frames.iter().all(only_notes), "{frames:?}");
        assert_eq!(look(&ines, &case).await.notes.len(), 1, "a repeat is one");

        let save = [("case", number.as_str()), ("scope", "note"), ("body", "contract again")];
        nora.call::<ReplyDraft>("cases/save-reply", &save).await.expect("a draft");
        for path in [format!("cases/open?number={number}"), "cases/list?query=q%3Dcontract".to_owned()] {
            let answer = carmen.get(&format!("/api/{path}")).await;
            assert!(!answer.text().contains("contract\"") && !answer.text().contains("contract "), "{path}");
        }
        let after = look(&carmen, &case).await;
        assert!(after.notes.is_empty() && after.note_draft.is_none());
        assert_eq!((after.case.changed_at, after.case.last_seq), (before.case.changed_at, before.case.last_seq));
        assert_eq!(after.events, before.events);
        app.expect_no_mail().await;

        let refused = carmen.call::<Sent>("cases/note", &note).await;
        assert_eq!(refused, Err(AppError::Refused(Refusal::NotYours)));
        let refused = carmen.call::<ReplyDraft>("cases/save-reply", &save).await;
        assert_eq!(refused.err(), Some(AppError::Refused(Refusal::NotYours)));
        let oscar = app.sign_in("oscar@brujula.example").await;
        assert!(look(&oscar, &case).await.notes.is_empty(), "an operator reads the case and not its notes");
    });
}

#[test]
fn case_18_comments_that_came_meanwhile_are_shown_before_sending() {
    on_both(async |app| {
        let (carmen, mateo) = (app.sign_in(CARMEN).await, app.sign_in(MATEO).await);
        let case = open_case(app, &carmen, "Faltan visitas").await;
        reply(&mateo, &case, "comment", "Yo también lo veo").await;
        app.take_mail().await;
        let newer = send(&carmen, &case, "comment", "¿Hay novedades?", "k", "1").await;
        assert_eq!(newer, Sent::NewerComments { last_seq: 2 });
        let page = look(&carmen, &case).await;
        assert_eq!(page.comment_draft.map(|draft| draft.body).as_deref(), Some("¿Hay novedades?"), "nothing is lost");
        assert_eq!(send(&carmen, &case, "comment", "¿Hay novedades?", "k", "2").await, Sent::Done);
        assert_eq!(send(&carmen, &case, "comment", "¿Hay novedades?", "k", "2").await, Sent::Done, "a retry");
        let page = look(&carmen, &case).await;
        assert_eq!((page.case.last_seq, page.comment_draft), (3, None));
        assert_eq!(send(&carmen, &case, "comment", "Y otra cosa", "k2", "2").await, Sent::Done, "one's own is no news");

        let number = case.number.to_string();
        let fields =
            [("form[case]", number.as_str()), ("form[body]", "Sin guiones"), ("form[key]", "p"), ("form[seen]", "1")];
        let answer = carmen.post("cases/comment", &fields).await;
        assert_eq!(answer.location(), format!("/cases/{number}?newer=1#reply"));
        app.expect_no_mail().await;
    });
}

#[test]
fn a_comment_with_problems_is_kept_and_not_sent() {
    on_both(async |app| {
        let carmen = app.sign_in(CARMEN).await;
        let case = open_case(app, &carmen, "Faltan visitas").await;
        let long = "ñ".repeat(60_001);
        let Sent::Problems(problems) = send(&carmen, &case, "comment", &long, "k", "1").await else { panic!("sent") };
        assert_eq!(problems.of("body"), Some(&Problem::TooLong { most: 60_000, now: 60_001 }));
        let page = look(&carmen, &case).await;
        assert_eq!(page.comment_draft.map(|draft| draft.body.chars().count()), Some(60_001));
        assert_eq!(page.case.last_seq, 1);
        for intent in ["solution", "waiting"] {
            let Sent::Problems(problems) = send(&carmen, &case, intent, "x", "k", "1").await else {
                panic!("{intent}")
            };
            assert_eq!(problems.of("intent"), Some(&Problem::NotAChoice), "only engineers do that");
        }
    });
}

#[test]
fn what_happens_is_heard_by_whom_it_concerns_after_the_commit() {
    on_both(async |app| {
        let (carmen, nora) = (app.sign_in(CARMEN).await, app.sign_in(NORA).await);
        let (mut socket, mut heard) = app.portal.hub().subscriber();
        let topics = [
            Topic::Organization(app.world.organization("rio-azul").clone()),
            Topic::Person(app.world.person(CARMEN).clone()),
            Topic::Desk,
        ];
        topics.iter().for_each(|topic| socket.subscribe(topic.clone()));
        socket.subscribe(Topic::Organization(app.world.organization("northwind").clone()));
        let case = open_case(app, &carmen, "Faltan visitas").await;
        let mut take = || {
            let mut topics: Vec<String> = std::iter::from_fn(|| heard.try_recv().ok())
                .filter_map(|text| match frame(&text) {
                    ServerFrame::Event { topic, .. } => Some(topic.to_string()),
                    ServerFrame::Subscribed { .. } | ServerFrame::Refused { .. } => None,
                })
                .collect();
            topics.sort();
            topics
        };
        let mut expected: Vec<String> = topics.iter().map(Topic::to_string).collect();
        expected.sort();
        assert_eq!(take(), expected);
        reply(&nora, &case, "comment", "Hello").await;
        assert_eq!(take(), expected);
        app.take_mail().await;
    });
}
