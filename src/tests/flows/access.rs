use crate::support::{MailRow, Reader, TestApp, encode, instance_of, on_both, on_sqlite, request};
use atiende::{
    error::AppError,
    features::access::{
        model::{LinkKind, LinkSummary, PreferencesContent, SessionsContent},
        server::{Invitation, invite, open_link, operator_link},
    },
    server::{
        Portal, Visit,
        authz::Actor,
        clock::Ids,
        db::{Db, migrate, sql},
        demo::PASSWORD,
        http::{HttpState, Site, router},
        live::Hub,
    },
    values::{DAY_MS, Email, HOUR_MS, MINUTE_MS},
};
use axum::{
    body::Body,
    extract::ConnectInfo,
    http::{Method, StatusCode, header},
};
use std::net::SocketAddr;
use tower::ServiceExt as _;

const CARMEN: &str = "carmen@rio-azul.example";
const LIAM: &str = "liam@northwind.example";
const GOOD: &str = "siete barcos amarillos";

async fn try_to_sign_in(reader: &Reader<'_>, email: &str, password: &str) -> String {
    let fields = [("form[email]", email), ("form[password]", password), ("form[next]", "/cases?scope=mine")];
    let answer = reader.post("access/sign-in", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    assert!(!answer.location().contains(password), "a password stands in an address");
    answer.location().to_owned()
}

async fn ask_for_a_reset(reader: &Reader<'_>, email: &str) -> String {
    let answer = reader.post("access/forgotten", &[("email", email)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    answer.location().to_owned()
}

/// The path of the one-time link in a mail.
fn link(mail: &MailRow) -> String {
    let at = mail.text.find("/welcome/").expect("a link in the mail");
    mail.text[at..].split_whitespace().next().expect("a path").to_owned()
}

async fn set_password(reader: &Reader<'_>, link: &str, password: &str, again: &str) -> String {
    let token = link.strip_prefix("/welcome/").expect("a link");
    let fields = [("form[token]", token), ("form[password]", password), ("form[again]", again)];
    let answer = reader.post("access/set-password", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    answer.location().to_owned()
}

#[test]
fn an_unknown_account_answers_exactly_like_a_wrong_password() {
    on_both(async |app| {
        let nobody = app.nobody();
        let wrong = try_to_sign_in(&nobody, CARMEN, "wrong").await;
        let unknown = try_to_sign_in(&nobody, "nadie@rio-azul.example", "wrong").await;
        let without_password = try_to_sign_in(&nobody, "freja@helsingor.example", "wrong").await;
        assert_eq!(wrong, unknown.replace("nadie%40rio-azul.example", "carmen%40rio-azul.example"));
        assert_eq!(wrong, without_password.replace("freja%40helsingor.example", "carmen%40rio-azul.example"));
        let page = nobody.page(&wrong).await;
        assert_eq!(page.text("#password-error"), "Mail address and password do not match");
        assert_eq!(page.attributes("#email", "value"), [CARMEN]);
        assert_eq!(page.attributes("input[name='form[next]']", "value"), ["/cases?scope=mine"]);
        assert_eq!(page.attributes("#password", "value").concat(), "");
    });
}

#[test]
fn after_too_many_wrong_passwords_even_the_right_one_waits_and_is_told_how_long() {
    on_both(async |app| {
        let nobody = app.nobody();
        for _ in 0..10 {
            assert!(try_to_sign_in(&nobody, CARMEN, "wrong").await.contains("problem=credentials"));
        }
        app.pass_ms(5 * MINUTE_MS);
        let refused = try_to_sign_in(&nobody, CARMEN, PASSWORD).await;
        assert!(refused.contains("problem=wait&wait=600"), "{refused}");
        let page = nobody.page(&refused).await;
        assert_eq!(page.text(".summary li"), "Too many attempts. Please wait 10 minutes and try again.");

        let fields = [("form[email]", CARMEN), ("form[password]", PASSWORD), ("form[next]", "")];
        let answer = nobody.call_raw("access/sign-in", &fields).await;
        assert_eq!((answer.status, answer.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "600"));
        assert_eq!(answer.outcome::<()>(), Err(AppError::TooMany { retry_s: 600 }));
        // Others are not kept out.
        app.sign_in(LIAM).await;

        app.pass_ms(10 * MINUTE_MS);
        assert_eq!(try_to_sign_in(&nobody, CARMEN, PASSWORD).await, "/cases?scope=mine");
    });
}

#[test]
fn another_instance_knows_what_was_tried() {
    on_both(async |app| {
        for _ in 0..10 {
            try_to_sign_in(&app.nobody(), CARMEN, "wrong").await;
        }
        let other = instance_of(&app.portal, app.portal.settings().clone()).await;
        let answer = sign_in_at(&other, &[]).await;
        let location = answer.headers()[header::LOCATION].to_str().expect("an address").to_owned();
        assert!(location.contains("problem=wait"), "{location}");
        other.db().close().await;
    });
}

#[test]
fn over_https_the_sessions_cookie_is_bound_to_its_host() {
    on_sqlite(async |app| {
        let mut settings = app.portal.settings().clone();
        settings.base_url = Some("https://portal.example".to_owned());
        let https = instance_of(&app.portal, settings).await;
        let answer = sign_in_at(&https, &[]).await;
        let cookie = answer.headers()[header::SET_COOKIE].to_str().expect("a cookie").to_owned();
        assert!(cookie.starts_with("__Host-atiende-session="), "{cookie}");
        for attribute in ["Secure", "HttpOnly", "Path=/", "SameSite=Lax"] {
            assert!(cookie.split("; ").any(|found| found == attribute), "{attribute}: {cookie}");
        }
        assert!(!cookie.contains("Domain"), "{cookie}");
        https.db().close().await;
    });
}

#[test]
fn only_a_trusted_proxy_says_where_a_request_comes_from() {
    on_sqlite(async |app| {
        let mut settings = app.portal.settings().clone();
        settings.trusted_proxies = vec![[127, 0, 0, 1].into(), [10, 0, 0, 1].into()];
        let behind = instance_of(&app.portal, settings).await;
        // What a client wrote itself stands left of what the proxies add.
        sign_in_at(&behind, &[("x-forwarded-for", "203.0.113.9, 198.51.100.7, 10.0.0.1")]).await;
        behind.db().close().await;
        app.pass_ms(1);
        sign_in_at(&app.portal, &[("x-forwarded-for", "203.0.113.9")]).await;
        app.pass_ms(1);
        let carmen = app.sign_in(CARMEN).await;
        let sessions: SessionsContent = carmen.ask("access/sessions", &[]).await.expect("sessions");
        let addresses: Vec<_> = sessions.rows.iter().map(|session| session.address.as_str()).collect();
        assert_eq!(addresses, ["127.0.0.1", "127.0.0.1", "198.51.100.7"]);
    });
}

/// Signs Carmen in at an instance of its own.
async fn sign_in_at(portal: &Portal, headers: &[(&str, &str)]) -> axum::response::Response {
    let fields = [("form[email]", CARMEN), ("form[password]", PASSWORD), ("form[next]", "")];
    let mut form = request(Method::POST, "/api/access/sign-in")
        .header(header::ACCEPT, "text/html")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    for (name, value) in headers {
        form = form.header(*name, *value);
    }
    let mut form = form.body(Body::from(encode(&fields))).expect("a request");
    form.extensions_mut().insert(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 40_000))));
    let answer = router(HttpState::new(portal.clone(), Site::none())).oneshot(form).await;
    let answer = answer.expect("the router always answers");
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    answer
}

#[test]
fn an_address_that_tries_many_accounts_is_stopped_and_a_success_takes_its_attempt_back() {
    on_sqlite(async |app| {
        let nobody = app.nobody();
        for _ in 0..3 {
            try_to_sign_in(&nobody, CARMEN, "wrong").await;
            assert_eq!(try_to_sign_in(&app.nobody(), CARMEN, PASSWORD).await, "/cases?scope=mine");
        }
        for n in 0..57 {
            let location = try_to_sign_in(&nobody, &format!("n{n}@rio-azul.example"), "wrong").await;
            assert!(location.contains("problem=credentials"), "{n}: {location}");
        }
        assert!(try_to_sign_in(&nobody, LIAM, PASSWORD).await.contains("problem=wait"));
        let mut elsewhere = app.nobody();
        elsewhere.peer.set_ip([127, 0, 0, 2].into());
        assert_eq!(try_to_sign_in(&elsewhere, LIAM, PASSWORD).await, "/cases?scope=mine");
    });
}

#[test]
fn the_way_back_after_an_ended_session_leads_to_the_page_and_never_out_of_the_portal() {
    on_sqlite(async |app| {
        let carmen = app.sign_in(CARMEN).await;
        app.pass_ms(73 * HOUR_MS);
        let sent = carmen.get("/cases?scope=mine").await;
        assert_eq!((sent.status, sent.location()), (StatusCode::SEE_OTHER, "/sign-in?next=/cases%3Fscope%3Dmine"));
        let next = carmen.page(sent.location()).await.attributes("input[name='form[next]']", "value");
        assert_eq!(next, ["/cases?scope=mine"]);
        for foreign in ["https://evil.example/", "//evil.example", "/\\evil.example", "/\t/evil.example", "/ñ"] {
            let fields = [("form[email]", CARMEN), ("form[password]", PASSWORD), ("form[next]", foreign)];
            assert_eq!(app.nobody().post("access/sign-in", &fields).await.location(), "/", "{foreign}");
        }
    });
}

#[test]
fn a_forgotten_password_answers_alike_for_unknown_addresses_and_mails_only_known_ones() {
    on_both(async |app| {
        let nobody = app.nobody();
        let unknown = ask_for_a_reset(&nobody, "nadie@rio-azul.example").await;
        app.expect_no_mail().await;
        let known = ask_for_a_reset(&nobody, " Carmen@Rio-Azul.example ").await;
        assert_eq!(unknown, known);
        let mail = app.take_one_mail().await;
        assert_eq!((mail.recipient.as_str(), mail.kind.as_str()), (CARMEN, "ResetRequested"));
        assert_eq!((mail.subject.as_str(), mail.language.as_str()), ("Una contraseña nueva para Atiende", "es"));
        assert!(mail.text.starts_with("Hola, Carmen Ibáñez de la Fuente:"), "{}", mail.text);
        assert_eq!(nobody.page(&known).await.text(".notice-title"), "Look into your mail");
        assert!(ask_for_a_reset(&nobody, "not an address").await.contains("problem=email"));
    });
}

#[test]
fn reset_mail_is_limited_per_account_whether_it_exists_or_not() {
    on_sqlite(async |app| {
        let nobody = app.nobody();
        for email in [CARMEN, "nadie@rio-azul.example"] {
            for _ in 0..5 {
                assert_eq!(ask_for_a_reset(&nobody, email).await, "/forgotten?sent=1");
            }
            let refused = ask_for_a_reset(&nobody, email).await;
            assert!(refused.ends_with("problem=wait&wait=3600"), "{refused}");
        }
        assert_eq!(app.take_mail().await.len(), 5);
    });
}

#[test]
fn a_reset_link_sets_the_password_once_ends_all_sessions_and_signs_in() {
    on_both(async |app| {
        let elsewhere = app.sign_in(CARMEN).await;
        let reader = app.nobody();
        ask_for_a_reset(&reader, CARMEN).await;
        ask_for_a_reset(&reader, CARMEN).await;
        let mails = app.take_mail().await;
        let (first, second) = (link(&mails[0]), link(&mails[1]));

        let page = reader.page(&first).await;
        assert_eq!(page.text("h1"), "Choose a new password");
        assert_eq!(page.texts("main dd")[..2], ["Carmen Ibáñez de la Fuente", CARMEN]);
        assert_eq!(set_password(&reader, &first, GOOD, GOOD).await, "/");
        assert_eq!(reader.get("/account").await.status, StatusCode::OK);
        assert_eq!(elsewhere.get("/account").await.status, StatusCode::SEE_OTHER, "an old session still holds");
        assert_eq!(app.take_one_mail().await.kind, "PasswordChanged");

        for spent in [&first, &second] {
            let gone = app.nobody().get(spent).await;
            assert_eq!(gone.status, StatusCode::NOT_FOUND);
            assert_eq!(gone.page().text("h1"), "This link does not work any more");
            assert!(set_password(&app.nobody(), spent, PASSWORD, PASSWORD).await.starts_with(spent.as_str()));
        }
        assert!(try_to_sign_in(&app.nobody(), CARMEN, PASSWORD).await.contains("problem=credentials"));
        assert_eq!(try_to_sign_in(&app.nobody(), CARMEN, GOOD).await, "/cases?scope=mine");
    });
}

#[test]
fn two_people_who_use_one_link_at_once_do_not_both_get_in() {
    on_both(async |app| {
        let (one, other) = (app.nobody(), app.nobody());
        ask_for_a_reset(&one, CARMEN).await;
        let link = link(&app.take_one_mail().await);
        let both = futures::join!(set_password(&one, &link, GOOD, GOOD), set_password(&other, &link, GOOD, GOOD));
        let entered = [both.0, both.1].iter().filter(|location| *location == "/").count();
        assert_eq!(entered, 1);
        assert_eq!(app.take_one_mail().await.kind, "PasswordChanged");
    });
}

#[test]
fn a_reset_link_works_for_one_hour_and_an_unknown_one_looks_the_same() {
    on_sqlite(async |app| {
        let reader = app.nobody();
        ask_for_a_reset(&reader, LIAM).await;
        let link = link(&app.take_one_mail().await);
        app.pass_ms(HOUR_MS - 1);
        assert_eq!(reader.get(&link).await.status, StatusCode::OK);
        app.pass_ms(1);
        let expired = reader.get(&link).await;
        let unknown = reader.get("/welcome/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA").await;
        assert_eq!((expired.status, unknown.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
        assert_eq!(expired.page().text("main"), unknown.page().text("main"));
        let token = link.strip_prefix("/welcome/").expect("a link");
        assert_eq!(reader.ask::<LinkSummary>("access/link", &[("token", token)]).await, Err(AppError::NotFound));
    });
}

#[test]
fn what_is_wrong_with_a_new_password_stands_beside_its_field_and_never_in_the_address() {
    on_sqlite(async |app| {
        let mut reader = app.nobody();
        reader.language = "es".to_owned();
        ask_for_a_reset(&reader, LIAM).await;
        let link = link(&app.take_one_mail().await);
        let cases = [
            ("", "", "#password-error", "Elija una contraseña"),
            ("corta", "corta", "#password-error", "Se necesitan al menos 10 caracteres"),
            ("password1234", "password1234", "#password-error", "Fácil de adivinar; use más palabras o menos comunes"),
            (
                "liam northwind",
                "liam northwind",
                "#password-error",
                "Fácil de adivinar; use más palabras o menos comunes",
            ),
            (GOOD, "siete barcos", "#again-error", "Las dos contraseñas no coinciden"),
        ];
        for (password, again, field, text) in cases {
            let location = set_password(&reader, &link, password, again).await;
            assert!(
                password.is_empty() || !location.contains(password.split(' ').next().unwrap_or_default()),
                "{location}"
            );
            let page = reader.page(&location).await;
            assert_eq!(page.text(field), text, "{password}");
            assert_eq!(page.count(".summary"), 1);
        }
        let long = "x".repeat(257);
        assert!(set_password(&reader, &link, &long, &long).await.ends_with("problem=password-long"));
        assert_eq!(set_password(&reader, &link, GOOD, GOOD).await, "/");
        app.take_mail().await;
    });
}

/// Invites Freja in a transaction of its own.
async fn invite_freja(app: &TestApp, event: &str) -> Result<(), AppError> {
    let visit = Visit::system(&app.portal, "test.invite", app.portal.now());
    let permit = Actor::system("test.invite").maintenance();
    let email: Email = "freja@helsingor.example".parse().expect("an address");
    let invitation = Invitation {
        person: app.world.person("freja@helsingor.example"),
        name: "Freja\r\nBcc: eve@evil.example",
        email: &email,
        language: atiende::i18n::Language::En,
        organization_name: "Helsingør",
        event,
    };
    let mut tx = app.portal.db().begin().await?;
    invite(&visit, &mut tx, &permit, &invitation).await?;
    Ok(tx.commit().await?)
}

#[test]
fn user_1_an_invitation_works_for_fourteen_days_and_its_event_mails_once() {
    on_both(async |app| {
        invite_freja(app, "one").await.expect("an invitation");
        invite_freja(app, "one").await.expect("no second one");
        let mail = app.take_one_mail().await;
        assert_eq!(
            (mail.kind.as_str(), mail.recipient_name.as_str()),
            ("PersonInvited", "Freja Bcc: eve@evil.example")
        );
        assert_eq!(mail.subject, "Your access to the support of Helsingør");
        let link = link(&mail);
        app.pass_ms(14 * DAY_MS - 1);
        let reader = app.nobody();
        assert!(reader.page(&link).await.text("h1").starts_with("Welcome, "));
        let token = link.strip_prefix("/welcome/").expect("a link");
        let summary: LinkSummary = reader.ask("access/link", &[("token", token)]).await.expect("a link that works");
        assert_eq!((summary.kind, summary.email.as_str()), (LinkKind::Invitation, "freja@helsingor.example"));
        app.pass_ms(1);
        assert_eq!(reader.get(&link).await.status, StatusCode::NOT_FOUND);

        invite_freja(app, "two").await.expect("a new invitation");
        let link = self::link(&app.take_one_mail().await);
        assert_eq!(set_password(&reader, &link, GOOD, GOOD).await, "/");
        assert_eq!(reader.get("/account").await.status, StatusCode::OK);
        app.expect_no_mail().await;
    });
}

#[test]
fn one_person_gets_no_more_than_five_invitations_a_day() {
    on_sqlite(async |app| {
        for event in ["1", "2", "3", "4", "5"] {
            invite_freja(app, event).await.expect("an invitation");
        }
        assert_eq!(invite_freja(app, "6").await, Err(AppError::TooMany { retry_s: 86_400 }));
        assert_eq!(app.take_mail().await.len(), 5);
        app.pass_ms(DAY_MS);
        invite_freja(app, "6").await.expect("the next day");
        app.take_one_mail().await;
    });
}

#[test]
fn people_see_their_own_sessions_and_end_them() {
    on_both(async |app| {
        let here = app.sign_in(CARMEN).await;
        let there = app.sign_in(CARMEN).await;
        let third = app.sign_in(CARMEN).await;
        let liam = app.sign_in(LIAM).await;
        let list =
            async |reader: &Reader<'_>| reader.ask::<SessionsContent>("access/sessions", &[]).await.expect("a list");
        let all = list(&here).await.rows;
        assert_eq!((all.len(), all.iter().filter(|session| session.current).count()), (3, 1));
        assert!(all.iter().all(|session| session.address == "127.0.0.1"));
        assert_eq!(here.page("/account/sessions").await.count(".access-session form"), 2);

        let theirs = list(&there).await.rows.into_iter().find(|session| session.current).expect("the current one");
        let end = [("session", theirs.id.as_str())];
        assert_eq!(liam.call::<()>("access/end-session", &end).await, Err(AppError::NotFound));
        assert_eq!(there.get("/account").await.status, StatusCode::OK);
        assert_eq!(here.post("access/end-session", &end).await.location(), "/account/sessions?ended=1");
        assert_eq!(there.get("/account").await.status, StatusCode::SEE_OTHER);
        assert_eq!(there.call::<()>("access/end-other-sessions", &[]).await, Err(AppError::SignIn));

        assert_eq!(here.post("access/end-other-sessions", &[]).await.location(), "/account/sessions?ended=all");
        assert_eq!(third.get("/account").await.status, StatusCode::SEE_OTHER);
        assert_eq!(list(&here).await.rows.len(), 1);
        assert_eq!(liam.get("/account").await.status, StatusCode::OK);

        let own = list(&here).await.rows.remove(0);
        assert_eq!(here.post("access/end-session", &[("session", own.id.as_str())]).await.location(), "/sign-in");
        assert_eq!(here.cookie("atiende-session"), None);
    });
}

#[test]
fn a_person_works_in_one_of_their_organizations_and_in_no_other() {
    on_both(async |app| {
        let alex = app.sign_in("alex@consultora.example").await;
        let name = async |reader: &Reader<'_>| reader.page("/account").await.texts("main dd").pop().expect("a name");
        let before = name(&alex).await;
        let (rio_azul, northwind) = (app.world.organization("rio-azul"), app.world.organization("northwind"));
        for organization in [northwind, rio_azul] {
            let answer = alex.post("access/switch-organization", &[("organization", organization.as_str())]).await;
            assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/"));
        }
        let after = name(&alex).await;
        assert_ne!(before, after);
        for foreign in [app.world.organization("talleres-munoz").as_str(), "nonsense"] {
            let refused = alex.call::<()>("access/switch-organization", &[("organization", foreign)]).await;
            assert_eq!(refused, Err(AppError::NotFound), "{foreign}");
        }
        assert_eq!(name(&alex).await, after);
        // The next session begins where the last one was.
        app.pass_ms(MINUTE_MS);
        assert_eq!(name(&app.sign_in("alex@consultora.example").await).await, after);
    });
}

#[test]
fn ux_2_language_and_theme_are_kept_by_cookies_until_the_profile_knows_better() {
    on_both(async |app| {
        let mut reader = app.nobody();
        reader.language = "en".to_owned();
        assert_eq!(reader.page("/sign-in").await.attributes("html", "lang"), ["en"]);
        let answer = reader.post("access/language", &[("language", "es"), ("next", "/sign-in?next=/cases")]).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/sign-in?next=/cases"));
        reader.post("access/theme", &[("theme", "dark"), ("next", "//evil.example")]).await;
        let page = reader.page("/sign-in").await;
        assert_eq!(page.attributes("html", "lang"), ["es"]);
        assert_eq!(page.attributes("html", "data-theme"), ["dark"]);
        assert_eq!(page.text("h1"), "Iniciar sesión");

        // Liam's profile is English and follows the system.
        reader.sign_in(LIAM, PASSWORD).await;
        let page = reader.page("/account").await;
        assert_eq!(
            (page.attributes("html", "lang"), page.attributes("html", "data-theme").len()),
            (vec!["en".into()], 0)
        );
        reader.post("access/language", &[("language", "es"), ("next", "/account")]).await;
        reader.post("access/theme", &[("theme", "contrast"), ("next", "/account")]).await;
        let elsewhere = app.sign_in(LIAM).await.page("/account").await;
        assert_eq!(elsewhere.attributes("html", "lang"), ["es"]);
        assert_eq!(elsewhere.attributes("html", "data-theme"), ["contrast"]);

        let wrong = reader.call::<()>("access/theme", &[("theme", "pink"), ("next", "/")]).await;
        assert!(matches!(wrong, Err(AppError::Invalid(_))), "{wrong:?}");
    });
}

#[test]
fn preferences_are_saved_and_a_bad_phone_number_is_kept_to_be_corrected() {
    on_both(async |app| {
        let liam = app.sign_in(LIAM).await;
        let save = async |zone: &str, phone: &str| {
            let fields =
                [("form[language]", "es"), ("form[theme]", "light"), ("form[zone]", zone), ("form[phone]", phone)];
            liam.post("access/preferences", &fields).await.location().to_owned()
        };
        let refused = save("Europe/Madrid", "12 ab").await;
        let page = liam.page(&refused).await;
        assert!(page.text("#phone-error").starts_with("Not a phone number"));
        assert_eq!(page.attributes("#phone", "value"), ["12 ab"]);
        assert!(save("Mars/Olympus", "").await.contains("problem=zone"));

        assert_eq!(save("Europe/Madrid", "+44 1632 960311").await, "/account?saved=1");
        let page = liam.page("/account?saved=1").await;
        assert_eq!(page.text(".notice"), "Las preferencias se han guardado.");
        let stored: PreferencesContent = liam.ask("access/open-preferences", &[]).await.expect("preferences");
        assert_eq!((stored.form.zone.as_str(), stored.form.phone.as_str()), ("Europe/Madrid", "+441632960311"));
        assert!(stored.zones.iter().any(|zone| zone == "America/Bogota"));
    });
}

#[test]
fn chat_3_who_answers_chats_sets_how_many_and_a_wrong_number_loses_nothing_of_the_form() {
    on_both(async |app| {
        let (nora, liam) = (app.sign_in("nora@brujula.example").await, app.sign_in(LIAM).await);
        let save = async |reader: &Reader<'_>, most: &str| {
            let fields = [
                ("form[language]", "es"),
                ("form[theme]", "dark"),
                ("form[zone]", "Europe/Madrid"),
                ("form[phone]", "+44 1632 960311"),
                ("form[shows_marks]", "true"),
                ("form[chats_most]", most),
            ];
            reader.post("access/preferences", &fields).await.location().to_owned()
        };
        let page = nora.page(&save(&nora, "eleven").await).await;
        assert_eq!(page.text("#chats-most-error"), "Not a whole number from 1 to 10");
        assert_eq!(page.attributes("#summary a", "href"), ["#chats-most"]);
        for (field, typed) in [("#chats-most", "eleven"), ("#phone", "+44 1632 960311")] {
            assert_eq!(page.attributes(field, "value"), [typed]);
        }
        for (field, chosen) in [("language", "es"), ("theme", "dark")] {
            let checked = format!("[name='form[{field}]'][checked]");
            assert_eq!(page.attributes(&checked, "value"), [chosen], "{field}");
        }
        assert_eq!(page.attributes("#zone option[selected]", "value"), ["Europe/Madrid"]);
        assert_eq!((page.count("#shows-typing[checked]"), page.count("#shows-marks[checked]")), (0, 1));

        assert_eq!(save(&nora, " 7 ").await, "/account?saved=1");
        assert_eq!(nora.page("/account").await.attributes("#chats-most", "value"), ["7"]);
        assert_eq!(save(&nora, "").await, "/account?saved=1");
        assert_eq!(nora.page("/account").await.attributes("#chats-most", "value"), [""]);

        assert_eq!(liam.page("/account").await.count("#chats-most"), 0, "customers answer no chats");
        assert_eq!(save(&liam, "7").await, "/account?saved=1");
        let stored: PreferencesContent = liam.ask("access/open-preferences", &[]).await.expect("preferences");
        assert_eq!(stored.form.chats_most, "");
    });
}

#[test]
fn nothing_of_an_account_is_open_without_a_session() {
    on_sqlite(async |app| {
        let nobody = app.nobody();
        for path in ["/account", "/account/sessions"] {
            assert_eq!(nobody.get(path).await.status, StatusCode::SEE_OTHER);
        }
        assert_eq!(nobody.ask::<SessionsContent>("access/sessions", &[]).await, Err(AppError::SignIn));
        assert_eq!(nobody.ask::<PreferencesContent>("access/open-preferences", &[]).await, Err(AppError::SignIn));
        let organization = app.world.organization("rio-azul").as_str();
        let switched = nobody.call::<()>("access/switch-organization", &[("organization", organization)]).await;
        assert_eq!(switched, Err(AppError::SignIn));
    });
}

#[test]
fn while_no_operator_can_sign_in_each_start_gives_a_link_that_replaces_the_last() {
    on_both(async |app| {
        assert_eq!(operator_link(&app.portal).await, Ok(None), "the world has operators");
        forget_the_operators(app).await;
        let first = operator_link(&app.portal).await.expect("an answer").expect("nobody can sign in");
        let second = operator_link(&app.portal).await.expect("an answer").expect("nobody can sign in");
        let path = |link: &str| link.strip_prefix(app.portal.origin()).expect("this portal's").to_owned();
        assert_eq!(app.nobody().get(&path(&first)).await.status, StatusCode::NOT_FOUND);

        let reader = app.nobody();
        let page = reader.page(&path(&second)).await;
        assert_eq!((page.text("h1").as_str(), page.count("#name"), page.count("#email")), ("The first operator", 1, 1));
        let token = second.rsplit('/').next().expect("a token");
        let send = async |name: &str, email: &str| {
            let fields = [
                ("form[token]", token),
                ("form[name]", name),
                ("form[email]", email),
                ("form[password]", GOOD),
                ("form[again]", GOOD),
            ];
            reader.post("access/set-password", &fields).await.location().to_owned()
        };
        assert!(send("", "eva@vendor.example").await.ends_with("problem=name"));
        let refused = send("Eva Brandt", "eva").await;
        assert_eq!(reader.page(&refused).await.attributes("#name", "value"), ["Eva Brandt"]);
        assert!(send("Eva Brandt", CARMEN).await.ends_with("problem=email-taken"));
        assert_eq!(send("Eva Brandt", "eva@vendor.example").await, "/");
        assert_eq!(reader.get("/operate/outbox").await.status, StatusCode::OK);
        assert_eq!(operator_link(&app.portal).await, Ok(None));
        assert_eq!(try_to_sign_in(&app.nobody(), "eva@vendor.example", GOOD).await, "/cases?scope=mine");
    });
}

async fn forget_the_operators(app: &TestApp) {
    let grant = Actor::system("test.operators").maintenance();
    let statement = sql("UPDATE person SET password_hash = NULL WHERE id IN
                           (SELECT person_id FROM membership WHERE role = 'Operator')");
    let mut tx = app.portal.db().begin().await.expect("a transaction");
    tx.run(&grant, statement).await.expect("a write");
    tx.commit().await.expect("a commit");
}

#[test]
fn the_first_start_on_an_empty_database_makes_the_vendor_and_its_operator() {
    on_sqlite(async |app| {
        let portal = empty(app).await;
        let link = operator_link(&portal).await.expect("an answer").expect("nobody can sign in");
        let again = operator_link(&portal).await.expect("an answer").expect("nobody can sign in");
        let visit = Visit::system(&portal, "test.first-start", portal.now());
        let token = |link: &str| link.rsplit('/').next().unwrap_or_default().to_owned();
        assert_eq!(open_link(&visit, &token(&link)).await, Err(AppError::NotFound));
        let summary = open_link(&visit, &token(&again)).await.expect("a link that works");
        assert_eq!((summary.kind, summary.organization.as_deref()), (LinkKind::Operator, Some("Atiende")));
        app.pass_ms(DAY_MS);
        let visit = Visit::system(&portal, "test.first-start", portal.now());
        assert_eq!(open_link(&visit, &token(&again)).await, Err(AppError::NotFound));
        portal.db().close().await;
    });
}

/// A portal on an empty database in the test's folder.
async fn empty(app: &TestApp) -> Portal {
    let mut settings = app.portal.settings().clone();
    settings.data_dir = app.data_dir.join("empty");
    settings.database_url = None;
    std::fs::create_dir_all(&settings.data_dir).expect("a folder");
    let clock = app.portal.clock().clone();
    let hub = Hub::new(clock.clone());
    migrate(None, &settings.data_dir).await.expect("a migrated database");
    let db = Db::open(None, &settings.data_dir, hub.clone()).await.expect("an open database");
    Portal::new(db, hub, clock, Ids::seeded(2), settings)
}
