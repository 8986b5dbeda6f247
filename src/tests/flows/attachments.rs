//! Attachments, from their first byte to who may read them.

use super::case_steps::{create, draft, look, open_case, reply};
use crate::support::{Answer, Reader, TestApp, on_both, on_sqlite, request};
use atiende::features::cases::{
    model::{AttachmentSummary, NewFile, OpenPageContent, Sent},
    server::attachments::sweep,
};
use axum::{
    body::Body,
    http::{Method, StatusCode, header},
};

const CUSTOMER: &str = "liam@northwind.example";
const STRANGER: &str = "carmen@rio-azul.example";
const ENGINEER: &str = "nora@brujula.example";
/// The begin of every PNG (W3C PNG, section 5.2), and of its first chunk.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0";

async fn announce(reader: &Reader<'_>, name: &str, size_bytes: i64, scope: &str) -> Answer {
    let new = NewFile { name: name.to_owned(), size_bytes, scope: scope.to_owned() };
    let request = request(Method::POST, "/files").header(header::CONTENT_TYPE, "application/json");
    reader.send(request, serde_json::to_vec(&new).expect("JSON")).await
}

pub(super) async fn place(reader: &Reader<'_>, name: &str, size_bytes: i64, scope: &str) -> AttachmentSummary {
    let answer = announce(reader, name, size_bytes, scope).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    let file: AttachmentSummary = serde_json::from_slice(&answer.body).expect("a file");
    assert_eq!(answer.location(), format!("/files/{}", file.id));
    file
}

pub(super) async fn append(
    reader: &Reader<'_>,
    file: &AttachmentSummary,
    offset: i64,
    bytes: impl Into<Body>,
) -> Answer {
    let request = request(Method::PATCH, &format!("/files/{}", file.id)).header("upload-offset", offset.to_string());
    reader.send(request, bytes).await
}

pub(super) async fn offset(reader: &Reader<'_>, file: &AttachmentSummary) -> Answer {
    reader.send(request(Method::HEAD, &format!("/files/{}", file.id)), Body::empty()).await
}

pub(super) async fn upload(reader: &Reader<'_>, name: &str, bytes: &'static [u8], scope: &str) -> AttachmentSummary {
    let file = place(reader, name, bytes.len() as i64, scope).await;
    assert_eq!(append(reader, &file, 0, bytes).await.status, StatusCode::NO_CONTENT);
    file
}

async fn drafted(reader: &Reader<'_>) -> Vec<AttachmentSummary> {
    let page: OpenPageContent = reader.ask("cases/new", &[]).await.expect("the wizard");
    page.draft.map(|draft| draft.attachments).unwrap_or_default()
}

#[test]
fn case_20_a_broken_upload_goes_on_where_it_was() {
    on_both(async |app: &TestApp| {
        let customer = app.sign_in(CUSTOMER).await;
        let file = place(&customer, "C:\\logs\\año.log", 10, "case").await;
        assert_eq!(file.name, "año.log");
        let sent = append(&customer, &file, 0, "01234").await;
        assert_eq!((sent.status, sent.header("upload-offset")), (StatusCode::NO_CONTENT, "5"));

        // The line breaks after two more bytes: they are kept.
        let broken = futures::stream::iter([Ok("56".to_owned()), Err(std::io::Error::other("gone"))]);
        let answer = append(&customer, &file, 5, Body::from_stream(broken)).await;
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(append(&customer, &file, 5, "56789").await.status, StatusCode::CONFLICT);
        let asked = offset(&customer, &file).await;
        assert_eq!((asked.header("upload-offset"), asked.header("upload-length")), ("7", "10"));
        let last = append(&customer, &file, 7, "789").await;
        assert_eq!((last.status, last.header("upload-offset")), (StatusCode::NO_CONTENT, "10"));

        let files = drafted(&customer).await;
        assert_eq!(files.len(), 1);
        assert!(files[0].is_complete());
        assert_eq!(customer.get(&format!("/files/{}", file.id)).await.text(), "0123456789");
    });
}

#[test]
fn case_20_only_who_may_see_the_case_reads_its_files() {
    on_both(async |app: &TestApp| {
        let customer = app.sign_in(CUSTOMER).await;
        let (stranger, engineer) = (app.sign_in(STRANGER).await, app.sign_in(ENGINEER).await);
        let draft = draft(app, &customer, "Visits are missing since Monday").await;
        let file = upload(&customer, "screen.png", PNG, "case").await;
        let address = format!("/files/{}", file.id);

        // Until it is sent it is its owner's alone.
        assert_eq!(customer.get(&address).await.status, StatusCode::OK);
        assert_eq!(engineer.get(&address).await.status, StatusCode::NOT_FOUND);
        assert_eq!(offset(&engineer, &file).await.status, StatusCode::NOT_FOUND);
        assert_eq!(append(&engineer, &file, 0, "x").await.status, StatusCode::NOT_FOUND);

        create(&customer, draft.id.as_str()).await;
        app.take_mail().await;
        assert_eq!(engineer.get(&address).await.body, PNG);
        let random = "/files/01890000-0000-7000-8000-00000000ffff";
        let (foreign, unknown) = (stranger.get(&address).await, stranger.get(random).await);
        assert_eq!((foreign.status, &foreign.body), (StatusCode::NOT_FOUND, &unknown.body));
        assert_eq!(unknown.status, StatusCode::NOT_FOUND);
        let nobody = app.nobody().get(&address).await;
        assert!(nobody.location().starts_with("/sign-in"), "{}", nobody.status);
    });
}

#[test]
fn case_20_a_download_is_never_active_content() {
    on_sqlite(async |app: &TestApp| {
        let customer = app.sign_in(CUSTOMER).await;
        let page = upload(&customer, "screen.png", b"<!DOCTYPE html><script>alert(1)</script>", "case").await;
        let answer = customer.get(&format!("/files/{}", page.id)).await;
        assert_eq!(answer.header("content-type"), "application/octet-stream");
        assert!(answer.header("content-disposition").starts_with("attachment; filename=\"screen.png\""));
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert!(answer.header("content-security-policy").contains("sandbox"));
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin");
        assert_eq!(customer.get(&format!("/files/{}/picture", page.id)).await.status, StatusCode::NOT_FOUND);

        // A file is what its bytes say, whatever it is called.
        let picture = upload(&customer, "notes.txt", PNG, "case").await;
        let answer = customer.get(&format!("/files/{}/picture", picture.id)).await;
        assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, "image/png"));
        let kinds: Vec<String> = drafted(&customer).await.into_iter().map(|file| file.media_type).collect();
        assert_eq!(kinds, ["text/html", "image/png"]);
    });
}

#[test]
fn case_20_a_151_mb_file_and_an_11th_are_refused_with_the_reason() {
    on_sqlite(async |app: &TestApp| {
        let customer = app.sign_in(CUSTOMER).await;
        let answer = announce(&customer, "big.log", 151_000_000, "case").await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text().contains("TooLarge"), "{}", answer.text());

        // More than was announced is refused while it arrives, and what belongs to it stays.
        let small = place(&customer, "small.log", 4, "case").await;
        let more = append(&customer, &small, 0, "12345").await;
        assert_eq!(more.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(offset(&customer, &small).await.header("upload-offset"), "0");

        for at in 1..10 {
            assert!(place(&customer, &format!("{at}.log"), 0, "case").await.is_complete());
        }
        let eleventh = announce(&customer, "11.log", 1, "case").await;
        assert_eq!(eleventh.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(eleventh.text().contains("TooMany"), "{}", eleventh.text());

        let form = send_form(&customer, "case", "/cases/new?step=problem#attachments", &[("a.log", "a")]).await;
        assert_eq!(form.location(), "/cases/new?step=problem&problem=file-too-many#attachments");
    });
}

#[test]
fn case_20_a_plain_form_attaches_files_and_comes_back() {
    on_both(async |app: &TestApp| {
        let customer = app.sign_in(CUSTOMER).await;
        let case = open_case(app, &customer, "Visits are missing since Monday").await;
        let scope = format!("comment:{}", case.number);
        let next = format!("/cases/{}#reply", case.number);
        let files = [("a.log", "first"), ("", ""), ("empty.log", "")];
        let answer = send_form(&customer, &scope, &next, &files).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, next.as_str()));
        let outside = send_form(&customer, &scope, "https://evil.example/", &[]).await;
        assert_eq!(outside.location(), "/");

        assert_eq!(reply(&customer, &case, "comment", "Here are the logs").await, Sent::Done);
        app.take_mail().await;
        let engineer = app.sign_in(ENGINEER).await;
        let content = look(&engineer, &case).await;
        let attached: Vec<_> = content.events.iter().flat_map(|event| &event.attachments).collect();
        let names: Vec<_> = attached.iter().map(|file| (file.name.as_str(), file.size_bytes)).collect();
        assert_eq!(names, [("a.log", 5), ("empty.log", 0)]);
        assert_eq!(engineer.get(&format!("/files/{}", attached[0].id)).await.text(), "first");

        // A foreign case is not found, whoever asks.
        let stranger = app.sign_in(STRANGER).await;
        assert_eq!(announce(&stranger, "a", 1, &scope).await.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn case_17_a_notes_files_are_as_internal_as_the_note() {
    on_both(async |app: &TestApp| {
        let (customer, engineer) = (app.sign_in(CUSTOMER).await, app.sign_in(ENGINEER).await);
        let case = open_case(app, &customer, "Visits are missing since Monday").await;
        let scope = format!("note:{}", case.number);
        assert_eq!(announce(&customer, "a", 1, &scope).await.status, StatusCode::FORBIDDEN);
        let file = upload(&engineer, "internal.log", b"secret", &scope).await;
        let number = case.number.to_string();
        let fields = [("form[case]", number.as_str()), ("form[body]", "Look at this"), ("form[seen]", "1")];
        let sent: Sent = engineer.call("cases/note", &fields).await.expect("an answer");
        assert_eq!(sent, Sent::Done);

        let address = format!("/files/{}", file.id);
        assert_eq!(engineer.get(&address).await.text(), "secret");
        assert_eq!(customer.get(&address).await.status, StatusCode::NOT_FOUND);
        assert!(!serde_json::to_string(&look(&customer, &case).await).expect("JSON").contains("internal.log"));
        let operator = app.sign_in("oscar@brujula.example").await;
        assert_eq!(operator.get(&address).await.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn what_nothing_belongs_to_is_swept() {
    on_both(async |app: &TestApp| {
        let customer = app.sign_in(CUSTOMER).await;
        let removed = upload(&customer, "removed.log", b"x", "case").await;
        let id = removed.id.to_string();
        let _: atiende::values::Problems =
            customer.call("cases/drop-attachment", &[("attachment", &id)]).await.expect("removed");
        assert!(app.portal.files().open(&removed.id).await.is_err());

        let kept = upload(&customer, "kept.log", b"x", "case").await;
        let case = {
            let draft = draft(app, &customer, "Visits are missing since Monday").await;
            create(&customer, draft.id.as_str()).await
        };
        app.take_mail().await;
        let orphan = upload(&customer, "orphan.log", b"x", "case").await;
        customer.call::<()>("cases/delete-draft", &[]).await.expect("deleted");
        assert_eq!(sweep(&app.portal).await.expect("a sweep"), 0, "nothing is old enough");
        app.pass_ms(2 * atiende::values::DAY_MS);
        sweep(&app.portal).await.expect("a sweep");
        assert!(app.portal.files().open(&orphan.id).await.is_err());
        assert!(app.portal.files().open(&kept.id).await.is_ok(), "{}", case.number);
    });
}

pub(super) async fn send_form(reader: &Reader<'_>, scope: &str, next: &str, files: &[(&str, &str)]) -> Answer {
    let mut body = String::new();
    for (name, value) in [("scope", scope), ("next", next)] {
        body.push_str(&format!("--line\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"));
    }
    for (name, content) in files {
        body.push_str(&format!(
            "--line\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n{content}\r\n"
        ));
    }
    body.push_str("--line--\r\n");
    let request = request(Method::POST, "/files/form")
        .header(header::ACCEPT, "text/html")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=line");
    reader.send(request, body).await
}
