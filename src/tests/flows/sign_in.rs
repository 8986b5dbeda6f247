use crate::support::{on_both, on_sqlite};
use atiende::server::demo::PASSWORD;
use axum::http::StatusCode;

#[test]
fn a_person_signs_in_with_a_plain_form_and_is_known_from_then_on() {
    on_both(async |app| {
        let nobody = app.nobody();
        let answer = nobody.get("/cases").await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/sign-in?next=/cases"));
        let carmen = app.sign_in("carmen@rio-azul.example").await;
        assert!(carmen.cookie("atiende-session").is_some());
        assert_ne!(carmen.get("/sign-in").await.status, StatusCode::INTERNAL_SERVER_ERROR);
    });
}

#[test]
fn who_signs_in_starts_at_their_place_unless_a_page_was_asked_for() {
    on_both(async |app| {
        for (email, next, start) in [
            ("nora@brujula.example", "", "/desk"),
            ("nora@brujula.example", "/cases?scope=all", "/cases?scope=all"),
            ("oscar@brujula.example", "", "/"),
            ("carmen@rio-azul.example", "", "/"),
            ("alex@consultora.example", "", "/"),
        ] {
            let fields = [("form[email]", email), ("form[password]", PASSWORD), ("form[next]", next)];
            let answer = app.nobody().post("access/sign-in", &fields).await;
            assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, start), "{email}");
        }
    });
}

#[test]
fn an_engineer_who_sets_a_password_starts_at_the_desk() {
    on_sqlite(async |app| {
        let nobody = app.nobody();
        nobody.post("access/forgotten", &[("email", "nora@brujula.example")]).await;
        let mail = app.take_one_mail().await;
        let (_, token) = mail.text.split_once("/welcome/").expect("a link");
        let token = token.split_whitespace().next().expect("a token");
        let password = "siete barcos amarillos";
        let fields = [("form[token]", token), ("form[password]", password), ("form[again]", password)];
        assert_eq!(nobody.post("access/set-password", &fields).await.location(), "/desk");
        app.take_mail().await;
    });
}
