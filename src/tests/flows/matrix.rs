//! SEC-2: every door, as everybody, with what is theirs, what is somebody else's and what does not exist.
//!
//! What is expected follows from two declarations alone: `http::permissions` says which right a door needs, the policy
//! says who has it. A new server function without arguments below fails; so does one that is not declared.

use super::{
    case_steps::{draft, look, open_case},
    forum,
};
use crate::support::{Answer, Reader, TestApp, encode, on_both, request};
use atiende::{
    features::{
        access::model::SessionsContent,
        cases::model::{AttachmentSummary, CaseSummary, NewFile, Outcome, SavedView},
        chat::model::{Begun, NewChatContent, Presence},
    },
    policy::{Action, Place, Refusal, Standing, decide},
    route,
    server::{
        authz::Actor,
        demo::PASSWORD,
        http::permissions::{FUNCTIONS, PAGES},
    },
    values::CaseNumber,
};
use axum::{
    body::Body,
    http::{Method, StatusCode, header},
};
use std::net::SocketAddr;

/// Who asks: a name for messages, an address, and the organization of the session. None for nobody.
const CAST: [(&str, Option<(&str, &str)>); 9] = [
    ("nobody", None),
    ("the requester", Some((LIAM, "northwind"))),
    ("the requester's system administrator", Some(("grace@northwind.example", "northwind"))),
    ("a colleague who sees own cases only", Some(("alex@consultora.example", "northwind"))),
    ("another organization's system administrator", Some((CARMEN, "rio-azul"))),
    ("a designated contact", Some(("pilar@banco-sur.example", "banco-sur"))),
    ("a system administrator before the launch", Some(("ramiro@banco-sur.example", "banco-sur"))),
    ("an engineer", Some(("nora@brujula.example", "brujula"))),
    ("an operator", Some(("oscar@brujula.example", "brujula"))),
];
const LIAM: &str = "liam@northwind.example";
const CARMEN: &str = "carmen@rio-azul.example";

/// What a door is called with.
#[derive(Clone)]
struct Things {
    case: String,
    watcher: String,
    draft: String,
    view: String,
    session: String,
    organization: String,
    mail: String,
    attachment: String,
    chat: String,
    thread: String,
    post: String,
    product: String,
    /// The number of the case's newest event.
    last_seq: i64,
}

/// What the id among a door's arguments names.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    /// No id: there is nothing of somebody else's to name.
    None,
    /// A case: whoever sees it reaches it.
    Case,
    /// Something that only its owner reaches.
    Personal,
    /// An organization, which its people reach.
    Membership,
    /// A mail, which every operator reaches.
    Mail,
    /// A chat, which its customer and every engineer reach, and an operator as a reader.
    Chat,
    /// A thread or a post of the forum, which everybody reaches.
    Forum,
    /// A question, whose answer its author and every engineer accept.
    Question,
    /// What only those reach who look after the forum.
    Moderation,
    /// A secret, which nobody guesses.
    Token,
}

/// The arguments of a server function.
fn arguments(endpoint: &str, things: &Things) -> (Scope, Vec<(&'static str, String)>) {
    let case = || ("case", things.case.clone());
    let chat = || ("chat", things.chat.clone());
    let thread = || ("thread", things.thread.clone());
    let post = || ("post", things.post.clone());
    let reply = |intent: &str| {
        let form = [("form[case]", things.case.as_str()), ("form[body]", "Hello"), ("form[intent]", intent)];
        form.map(|(name, value)| (name, value.to_owned()))
            .into_iter()
            .chain([("form[seen]", "999999".to_owned())])
            .collect()
    };
    let text =
        |fields: &[(&'static str, &str)]| fields.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    match endpoint {
        "access/sign-in" => {
            (Scope::None, text(&[("form[email]", "who@nowhere.example"), ("form[password]", "x"), ("form[next]", "")]))
        }
        "access/sign-out" | "access/sessions" | "access/end-other-sessions" | "access/open-preferences" => {
            (Scope::None, vec![])
        }
        "access/forgotten" => (Scope::None, text(&[("email", "who@nowhere.example")])),
        "access/link" | "cases/confirm-watching" => (Scope::Token, text(&[("token", "guessed")])),
        "access/set-password" => (
            Scope::Token,
            text(&[
                ("form[token]", "guessed"),
                ("form[password]", "long enough 4 that"),
                ("form[again]", "long enough 4 that"),
            ]),
        ),
        "access/language" => (Scope::None, text(&[("language", "en"), ("next", "/")])),
        "access/theme" => (Scope::None, text(&[("theme", "dark"), ("next", "/")])),
        "access/end-session" => (Scope::Personal, vec![("session", things.session.clone())]),
        "access/switch-organization" => (Scope::Membership, vec![("organization", things.organization.clone())]),
        "access/preferences" => (
            Scope::None,
            text(&[("form[language]", "en"), ("form[theme]", ""), ("form[zone]", ""), ("form[phone]", "")]),
        ),
        "answers/list" => (Scope::None, vec![("product", things.product.clone())]),
        "answers/open" => (Scope::None, text(&[("check", "1")])),
        "answers/save" => {
            (Scope::None, text(&[("form[name]", "matrix"), ("form[title]", "Matrix"), ("form[body]", "{{product}}")]))
        }
        "answers/delete" => (Scope::Token, text(&[("name", "guessed")])),
        "cases/list" | "desk/queue" => (Scope::None, text(&[("query", "")])),
        "cases/open" => (Scope::Case, vec![("number", things.case.clone())]),
        "cases/new" | "cases/delete-draft" | "organizations/home" => (Scope::None, vec![]),
        "cases/save-draft" => {
            let fields = [("form[product]", things.product.as_str()), ("step", "product"), ("go", "stay")];
            (Scope::None, text(&fields))
        }
        "cases/create" => (Scope::Personal, vec![("draft", things.draft.clone())]),
        "cases/preview" => (Scope::None, text(&[("source", "*a*")])),
        "cases/comment" => (Scope::Case, reply("comment")),
        "cases/note" => (Scope::Case, reply("")),
        "cases/save-reply" => (Scope::Case, vec![case(), ("scope", "comment".into()), ("body", "x".into())]),
        "cases/settle" => (Scope::Case, vec![case(), ("intent", "reopen".into()), ("reason", "Again".into())]),
        "cases/follow-up" => (Scope::Case, vec![case()]),
        "cases/watch" => (Scope::Case, vec![case(), ("email", "grace@northwind.example".into())]),
        "cases/unwatch" => (Scope::Case, vec![case(), ("watcher", things.watcher.clone())]),
        "cases/save-view" => (Scope::None, text(&[("name", "Mine"), ("query", "")])),
        "cases/delete-view" => (Scope::Personal, vec![("view", things.view.clone())]),
        "cases/drop-attachment" => (Scope::Personal, vec![("attachment", things.attachment.clone())]),
        "chat/new" => (Scope::Case, vec![case(), ("topic", String::new())]),
        "chat/begin" => {
            let key = format!("matrix-{}", things.case);
            let fields = [("form[case]", things.case.as_str()), ("form[body]", "Hello"), ("form[key]", key.as_str())];
            (Scope::Case, text(&fields))
        }
        "chat/open" => (Scope::Chat, vec![chat()]),
        "chat/since" => (Scope::Chat, vec![chat(), ("after", "0".into())]),
        "chat/send" => {
            let fields = [("form[chat]", things.chat.as_str()), ("form[body]", "Hello"), ("form[key]", "matrix")];
            (Scope::Chat, text(&fields))
        }
        "chat/mark" => (Scope::Chat, vec![chat(), ("delivered", "1".into()), ("read", "1".into())]),
        "chat/end" | "chat/transcript" | "chat/take" | "chat/join" => (Scope::Chat, vec![chat()]),
        "chat/rate" => (Scope::Chat, vec![chat(), ("rating", "good".into())]),
        "chat/hand-over" => (Scope::Chat, vec![chat(), ("engineer", unknown_id())]),
        "chat/desk" => (Scope::None, vec![]),
        "chat/hours" => (Scope::None, vec![("product", things.product.clone()), ("check", "1".into())]),
        "chat/set-hours" => {
            (Scope::None, vec![("form[product]", things.product.clone()), ("form[mode]", "always".into())])
        }
        "forum/list" => (Scope::None, text(&[("query", "")])),
        "forum/new" => (Scope::None, text(&[("case", ""), ("check", "1")])),
        "forum/similar" => (Scope::None, text(&[("title", "reports and exports")])),
        "forum/ask" => {
            let key = format!("matrix-{}", things.thread);
            let fields = [("form[place]", things.product.as_str()), ("form[key]", key.as_str())];
            let typed =
                [("form[kind]", "question"), ("form[title]", "Matrix of rights"), ("form[body]", "Who may do what?")];
            (Scope::None, text(&[fields.as_slice(), typed.as_slice()].concat()))
        }
        "forum/open" => (Scope::Forum, vec![thread(), ("after", "0".into()), ("check", String::new())]),
        "forum/answer" => (Scope::Forum, vec![thread(), ("body", "Hello, everybody".into()), ("key", String::new())]),
        "forum/edit" => (Scope::Personal, vec![post(), ("body", "Something of mine".into()), ("after", "0".into())]),
        "forum/vote" => (Scope::Forum, vec![post(), ("helpful", "1".into()), ("after", "0".into())]),
        "forum/accept" => (Scope::Question, vec![thread(), ("post", String::new())]),
        "forum/report" => (Scope::Forum, vec![post(), ("reason", "Look at this".into())]),
        "forum/to-case" => (Scope::Personal, vec![thread()]),
        "forum/categories" => (Scope::None, text(&[("check", "1")])),
        "forum/save-category" => {
            let names = [("form[names][en]", "Matrix"), ("form[names][es]", "Matriz")];
            let named =
                [("form[id]", "00000000-0000-7000-8000-0000000000ca"), ("form[product]", things.product.as_str())];
            (Scope::None, text(&[named, names].concat()))
        }
        "forum/queue" => (Scope::None, text(&[("after", "")])),
        "forum/dismiss" | "forum/restore" => (Scope::Moderation, vec![post()]),
        "forum/hide" => (Scope::Moderation, vec![post(), ("reason", "For a moment".into())]),
        "forum/lock" => (Scope::Moderation, vec![thread(), ("locked", "0".into())]),
        "forum/move" => (Scope::Moderation, vec![thread(), ("place", things.product.clone())]),
        "forum/merge" => (Scope::Moderation, vec![thread(), ("into", things.thread.clone())]),
        "desk/take" => (Scope::Case, vec![case()]),
        "desk/assign" => (Scope::Case, vec![case(), ("engineer", String::new())]),
        "desk/set-status" => {
            (Scope::Case, vec![case(), ("status", "in_progress".into()), ("resolution", String::new())])
        }
        "desk/set-priority" => (Scope::Case, vec![case(), ("priority", "P2".into())]),
        "search/find" => (Scope::None, text(&[("text", "visits")])),
        "topics/help" => (Scope::None, text(&[("query", "q=limits")])),
        "topics/open" => (Scope::Token, text(&[("language", "en"), ("path", "guessed")])),
        "search/suggest" => (Scope::None, text(&[("product", ""), ("title", "usage limits")])),
        "search/solve" => (Scope::Token, vec![("answer", format!("topic.{}", unknown_id()))]),
        "topics/operate" => (Scope::None, vec![]),
        "topics/save-shelf" => (Scope::None, text(&[("form[name]", "guessed"), ("form[title]", "Guessed")])),
        "topics/save-synonyms" => (Scope::None, text(&[("language", "en"), ("lines", "walk, tour")])),
        "topics/pin" => (Scope::Token, vec![("topic", unknown_id()), ("pinned", "yes".into())]),
        "topics/close-task" => (Scope::Token, vec![("topic", unknown_id())]),
        "topics/vote" => (Scope::Token, vec![("form[topic]", unknown_id()), ("form[vote]", "yes".into())]),
        "topics/edit/open" => (Scope::Token, vec![("query", format!("id={}", unknown_id()))]),
        "topics/edit/save" => {
            let place = [("form[language]", "en"), ("form[shelf]", "pulso"), ("form[path]", "matrix")];
            let said = [("form[title]", "Matrix"), ("form[body]", "Who may do what."), ("form[deed]", "save")];
            (Scope::None, text(&[place, said].concat()))
        }
        "topics/edit/preview" => {
            (Scope::None, text(&[("language", "en"), ("path", "pulso/matrix"), ("body", "*Who* may do what.")]))
        }
        "topics/edit/discard" => (Scope::Token, vec![("topic", unknown_id()), ("number", "1".into())]),
        "topics/edit/withdraw" => (Scope::Token, vec![("topic", unknown_id()), ("seen", "1".into())]),
        "topics/edit/versions" => (Scope::Token, vec![("topic", unknown_id()), ("query", String::new())]),
        "outbox/list" => (Scope::None, text(&[("state", ""), ("after", "")])),
        "outbox/open" | "outbox/send-again" => (Scope::Mail, vec![("id", things.mail.clone())]),
        unknown => panic!("{unknown} has no arguments in the matrix"),
    }
}

/// Does somebody reach what belongs to `owner`?
fn reaches(who: Option<(&str, &str)>, scope: Scope, owner: &str) -> bool {
    let Some((email, _)) = who else { return false };
    match scope {
        Scope::None => true,
        Scope::Token => false,
        Scope::Mail => email == "oscar@brujula.example",
        Scope::Personal => email == owner,
        Scope::Forum => true,
        Scope::Question => [owner, "nora@brujula.example"].contains(&email),
        Scope::Moderation => ["nora@brujula.example", "oscar@brujula.example"].contains(&email),
        Scope::Membership => {
            email == owner
                || email == "alex@consultora.example"
                || (email == "grace@northwind.example" && owner == LIAM)
        }
        Scope::Chat => email == owner || ["nora@brujula.example", "oscar@brujula.example"].contains(&email),
        Scope::Case => {
            email == owner
                || ["nora@brujula.example", "oscar@brujula.example"].contains(&email)
                || (email == "grace@northwind.example" && owner == LIAM)
        }
    }
}

#[test]
fn sec_2_every_server_function_answers_everybody_as_the_policy_says() {
    on_both(async |app| {
        let liam = things_of(app, LIAM, "northwind").await;
        let carmen = things_of(app, CARMEN, "rio-azul").await;
        let nothing = nothing(&liam);
        // First everything that must do nothing: then the cases are as they were.
        for (name, who) in CAST {
            let mut reader = enter(app, who).await;
            for (endpoint, needs) in FUNCTIONS {
                let refused = refusal(app, who, needs);
                let unknown = call(&reader, endpoint, &nothing).await;
                let at = |answer: &Answer| format!("{endpoint} as {name}: {} {}", answer.status, answer.text());
                match refused {
                    Some(status) => assert_eq!(unknown.status, status, "{}", at(&unknown)),
                    None => is_let_in(&unknown, endpoint, name),
                }
                for (owner, things) in [(LIAM, &liam), (CARMEN, &carmen)] {
                    let (scope, _) = arguments(endpoint, things);
                    if scope == Scope::None || (refused.is_none() && reaches(who, scope, owner)) {
                        continue;
                    }
                    let answer = call(&reader, endpoint, things).await;
                    assert_eq!((answer.status, answer.text()), (unknown.status, unknown.text()), "{}", at(&answer));
                    if refused.is_none() && scope == Scope::Case {
                        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{}", at(&answer));
                    }
                }
                if *endpoint == "access/sign-out" {
                    reader = enter(app, who).await;
                }
            }
        }
        for (email, things) in [(LIAM, &liam), (CARMEN, &carmen)] {
            let owner = app.sign_in(email).await;
            let case: CaseSummary = summary(&owner, &things.case).await;
            assert_eq!(look(&owner, &case).await.case.last_seq, things.last_seq, "{email}'s case was touched");
        }
        // Then everything that is allowed, with new things: drafts were deleted and sessions ended on the way.
        let liam = things_of(app, LIAM, "northwind").await;
        let carmen = things_of(app, CARMEN, "rio-azul").await;
        for (name, who) in CAST {
            for (owner, things) in [(LIAM, &liam), (CARMEN, &carmen)] {
                let reader = enter(app, who).await;
                for (endpoint, needs) in FUNCTIONS {
                    let (scope, _) = arguments(endpoint, things);
                    let allowed = refusal(app, who, needs).is_none() && reaches(who, scope, owner);
                    if scope == Scope::None || !allowed {
                        continue;
                    }
                    let answer = call(&reader, endpoint, things).await;
                    is_let_in(&answer, endpoint, name);
                    // What the owner has removed is gone for all who come later.
                    let gone = *endpoint == "cases/unwatch" && who.is_some_and(|(email, _)| email != owner);
                    assert!(gone || answer.status != StatusCode::NOT_FOUND, "{endpoint} as {name}, on {owner}'s");
                }
            }
        }
        app.take_mail().await;
    });
}

/// Calls every server function as everybody, with what is theirs and what is not.
pub async fn knock_on_every_door(app: &TestApp) {
    let things = [things_of(app, LIAM, "northwind").await, things_of(app, CARMEN, "rio-azul").await];
    for (_, who) in CAST {
        for things in &things {
            let mut reader = enter(app, who).await;
            for (endpoint, _) in FUNCTIONS {
                call(&reader, endpoint, things).await;
                if ["access/sign-out", "access/end-session"].contains(endpoint) {
                    reader = enter(app, who).await;
                }
            }
        }
    }
}

#[test]
fn sec_2_every_page_answers_everybody_as_the_policy_says() {
    on_both(async |app| {
        let liam = app.sign_in(LIAM).await;
        let case = open_case(app, &liam, "A case with a page").await;
        for (name, who) in CAST {
            let reader = enter(app, who).await;
            for (path, needs) in PAGES {
                let public = needs.contains(&Action::Enter);
                let number = case.number.to_string();
                let address =
                    path.replace(":number", &number).replace(":token?", "guessed").replace(":token", "guessed");
                let address = address.replace(":id", "00000000-0000-7000-8000-00000000dead");
                let address = address.replace(":language/*path", "en/guessed");
                let answer = reader.get(&address).await;
                let at = format!("{path} as {name}: {} {}", answer.status, answer.location());
                if who.is_none() && !public {
                    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{at}");
                    assert!(answer.location().starts_with("/sign-in"), "{at}");
                } else if let Some(status) = refusal(app, who, needs) {
                    assert_eq!(answer.status, status, "{at}");
                } else {
                    let missing = path.contains(':') && !(*path == "/cases/:number" && reaches(who, Scope::Case, LIAM));
                    let fine = answer.status.is_success() || answer.status.is_redirection();
                    assert!(fine || (missing && answer.status == StatusCode::NOT_FOUND), "{at}");
                }
            }
            let foreign = reader.get(&format!("/cases/{}", case.number)).await;
            let random = reader.get(&format!("/cases/{}", CaseNumber::from_count(888_888))).await;
            if who.is_some() && !reaches(who, Scope::Case, LIAM) {
                let main = |answer: &Answer| answer.page().text("main");
                assert_eq!((foreign.status, main(&foreign)), (random.status, main(&random)), "as {name}");
            }
        }
    });
}

#[test]
fn sec_2_the_routes_of_our_own_answer_everybody_as_the_policy_says() {
    on_both(async |app| {
        let liam = app.sign_in(LIAM).await;
        let draft = draft(app, &liam, "A case that sends mail").await;
        let _: Outcome<CaseSummary> = liam.call("cases/create", &[("draft", draft.id.as_str())]).await.expect("a case");
        let mail = app.take_mail().await.remove(0).id;
        for (name, who) in CAST {
            let reader = enter(app, who).await;
            let known = reader.get(&format!("/operate/outbox/{mail}/html")).await;
            match refusal(app, who, &[Action::ReadOutbox]) {
                Some(status) => assert_eq!(known.status, status, "a mail as {name}"),
                None => assert_eq!(known.status, StatusCode::OK, "a mail as {name}"),
            }
        }
        let mine = attach(&liam).await;
        for (name, who) in CAST {
            let reader = enter(app, who).await;
            for (method, path) in
                [(Method::GET, "/files/{}"), (Method::GET, "/files/{}/picture"), (Method::HEAD, "/files/{}")]
            {
                let ask = |id: &str| reader.send(request(method.clone(), &path.replace("{}", id)), Body::empty());
                let (foreign, random) = (ask(&mine).await, ask(&unknown_id()).await);
                let needs: &[Action] = if method == Method::HEAD {
                    &[Action::CommentCase, Action::AnswerCase]
                } else {
                    &[Action::ReadCases]
                };
                let expected = refusal(app, who, needs).unwrap_or(StatusCode::NOT_FOUND);
                assert_eq!(random.status, expected, "{method} {path} as {name}");
                if !reaches(who, Scope::Personal, LIAM) {
                    assert_eq!(
                        (foreign.status, foreign.text()),
                        (random.status, random.text()),
                        "{method} {path} as {name}"
                    );
                }
            }
            for path in [route::CASES_CSV, route::CASES_JSON] {
                let answer = reader.send(request(Method::GET, path), Body::empty()).await;
                let expected = refusal(app, who, &[Action::ReadCases]).unwrap_or(StatusCode::OK);
                let signs_in = who.is_none() && answer.status == StatusCode::SEE_OTHER;
                assert!(answer.status == expected || signs_in, "{path} as {name}: {}", answer.status);
                let sees = reaches(who, Scope::Case, LIAM);
                assert_eq!(answer.text().contains("A case that sends mail"), sees, "{path} as {name}");
            }
        }
        // Another site's page cannot open a socket in a person's name.
        let foreign = request(Method::GET, "/live")
            .header(header::ORIGIN, "https://evil.example")
            .header(header::CONNECTION, "upgrade")
            .header(header::UPGRADE, "websocket")
            .header("sec-websocket-version", "13")
            .header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==");
        let answer = liam.send(foreign, Body::empty()).await;
        assert!(answer.status.is_client_error(), "{}", answer.status);
    });
}

/// Signs somebody in, from an address of their own, which no other's attempts have used up.
async fn enter<'a>(app: &'a TestApp, who: Option<(&str, &str)>) -> Reader<'a> {
    let mut reader = app.nobody();
    let host = CAST.iter().position(|(_, other)| *other == who).unwrap_or_default();
    reader.peer = SocketAddr::from(([203, 0, 113, host as u8], 4_000));
    if let Some((email, _)) = who {
        reader.sign_in(email, PASSWORD).await;
    }
    reader
}

fn standing(app: &TestApp, who: Option<(&str, &str)>) -> Option<Standing> {
    let (email, organization) = who?;
    match app.world.actor_in(email, organization) {
        Actor::SignedIn(who) => Some(who.standing.clone()),
        Actor::Anonymous | Actor::System(_) => None,
    }
}

/// The status of a refusal, if none of the actions is granted.
fn refusal(app: &TestApp, who: Option<(&str, &str)>, needs: &[Action]) -> Option<StatusCode> {
    let standing = standing(app, who);
    let decided: Vec<_> = needs.iter().map(|action| decide(standing.as_ref(), *action, &Place::Anywhere)).collect();
    if decided.iter().any(Result::is_ok) {
        return None;
    }
    let anonymous = decided.contains(&Err(Refusal::SignIn));
    Some(if anonymous { StatusCode::UNAUTHORIZED } else { StatusCode::FORBIDDEN })
}

fn is_let_in(answer: &Answer, endpoint: &str, name: &str) {
    let refused = [StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN, StatusCode::INTERNAL_SERVER_ERROR];
    assert!(!refused.contains(&answer.status), "{endpoint} as {name}: {} {}", answer.status, answer.text());
}

/// Calls a server function by the method under which it was registered.
async fn call(reader: &Reader<'_>, endpoint: &str, things: &Things) -> Answer {
    let (_, arguments) = arguments(endpoint, things);
    let fields: Vec<_> = arguments.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let path = format!("/api/{endpoint}");
    let reads = server_fn::axum::server_fn_paths().any(|(known, method)| known == path && method == Method::GET);
    if reads { reader.ask_raw(endpoint, &fields).await } else { reader.call_raw(endpoint, &fields).await }
}

async fn things_of(app: &TestApp, email: &str, organization: &str) -> Things {
    let reader = app.sign_in(email).await;
    let case = open_case(app, &reader, "Something of mine").await;
    let number = case.number.to_string();
    let other = app.sign_in(email).await;
    let sessions: SessionsContent = other.ask("access/sessions", &[]).await.expect("sessions");
    let session = sessions.rows.iter().find(|session| session.current).expect("the session that asks").id.to_string();
    let watch = [("case", number.as_str()), ("email", "oscar@brujula.example")];
    let _: Outcome<()> = reader.call("cases/watch", &watch).await.expect("a watcher");
    let view: Outcome<SavedView> =
        reader.call("cases/save-view", &[("name", number.as_str()), ("query", "")]).await.expect("a view");
    let Outcome::Done(view) = view else { panic!("a view without problems") };
    let mail = app.take_mail().await.first().map_or_else(unknown_id, |mail| mail.id.clone());
    let page = look(&reader, &case).await;
    let thread = forum::ask(app, &reader, "Something of everybody").await;
    Things {
        case: number,
        watcher: page.watchers.first().expect("a watcher").id.to_string(),
        draft: draft(app, &reader, "Not sent yet").await.id.to_string(),
        view: view.id.to_string(),
        session,
        organization: app.world.organization(organization).to_string(),
        mail,
        attachment: attach(&reader).await,
        chat: chat_of(app, &reader).await,
        post: forum::post_of(&reader, &thread, 1).await,
        thread: thread.to_string(),
        product: app.world.product("pulso").to_string(),
        last_seq: page.case.last_seq,
    }
}

/// The reader's chat that waits or runs; a new one, if there is none.
async fn chat_of(app: &TestApp, reader: &Reader<'_>) -> String {
    let new: NewChatContent = reader.ask("chat/new", &[("case", "")]).await.expect("a page");
    if let Some(running) = new.running {
        return running.to_string();
    }
    let (subscriber, _queue) = app.portal.hub().subscriber();
    subscriber.say_present(app.world.person("nora@brujula.example"), Presence::Available);
    let product = app.world.product("pulso").as_str();
    let key = new.key.as_str();
    let fields = [
        ("form[product]", product),
        ("form[subject]", "Something to talk about"),
        ("form[body]", "Hello"),
        ("form[key]", key),
    ];
    let begun: Outcome<Begun> = reader.call("chat/begin", &fields).await.expect("an answer");
    let Outcome::Done(begun) = begun else { panic!("{begun:?}") };
    begun.chat.expect("a chat").to_string()
}

/// A file of the draft, announced and not sent.
async fn attach(reader: &Reader<'_>) -> String {
    let new = NewFile { name: "mine.log".to_owned(), size_bytes: 3, scope: "case".to_owned() };
    let announced = request(Method::POST, "/files").header(header::CONTENT_TYPE, "application/json");
    let answer = reader.send(announced, serde_json::to_vec(&new).expect("JSON")).await;
    let file: AttachmentSummary = serde_json::from_slice(&answer.body).unwrap_or_else(|_| panic!("{}", answer.text()));
    file.id.to_string()
}

async fn summary(reader: &Reader<'_>, number: &str) -> CaseSummary {
    let list = super::case_steps::list(reader, "").await;
    list.rows.into_iter().find(|row| row.number.to_string() == number).expect("the case in the list")
}

/// Ids that nothing has.
fn nothing(like: &Things) -> Things {
    Things {
        case: CaseNumber::from_count(777_777).to_string(),
        watcher: unknown_id(),
        draft: unknown_id(),
        view: unknown_id(),
        session: unknown_id(),
        organization: unknown_id(),
        mail: unknown_id(),
        attachment: unknown_id(),
        chat: unknown_id(),
        thread: unknown_id(),
        post: unknown_id(),
        product: like.product.clone(),
        last_seq: 0,
    }
}

fn unknown_id() -> String {
    "00000000-0000-7000-8000-00000000dead".to_owned()
}

#[test]
fn a_query_string_is_encoded_as_forms_are() {
    assert_eq!(encode(&[("form[case]", "1 & 2")]), "form%5Bcase%5D=1%20%26%202");
}
