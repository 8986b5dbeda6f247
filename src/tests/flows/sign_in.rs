use crate::support::on_both;
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
