//! Which right every door of the portal needs: the declaration that `atiende routes` prints.
//!
//! Used by that command and by the matrix test (SEC-2), which calls every door as everybody and compares; a door that is
//! not declared here fails it. Nothing is enforced here: use cases ask the policy (`server::authz`).

use crate::{
    policy::Action::{self, *},
    route,
};
use serde::Serialize;

/// A route or server function, for printing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Door {
    pub method: &'static str,
    pub path: String,
    pub kind: &'static str,
    /// One of these actions; empty: open to everybody.
    pub needs: Vec<&'static str>,
}

/// Server functions by their endpoint: one of the actions is needed.
pub const FUNCTIONS: &[(&str, &[Action])] = &[
    ("access/sign-in", &[Enter]),
    ("access/sign-out", &[Enter]),
    ("access/forgotten", &[Enter]),
    ("access/link", &[Enter]),
    ("access/set-password", &[Enter]),
    ("access/language", &[Enter]),
    ("access/theme", &[Enter]),
    ("access/sessions", &[ManageOwnAccount]),
    ("access/end-session", &[ManageOwnAccount]),
    ("access/end-other-sessions", &[ManageOwnAccount]),
    ("access/switch-organization", &[ManageOwnAccount]),
    ("access/open-preferences", &[ManageOwnAccount]),
    ("access/preferences", &[ManageOwnAccount]),
    ("answers/list", &[AnswerChat]),
    ("answers/open", &[SetUpChat]),
    ("answers/save", &[SetUpChat]),
    ("answers/delete", &[SetUpChat]),
    ("cases/list", &[ReadCases]),
    ("cases/open", &[ReadCases]),
    ("cases/new", &[OpenCase]),
    ("cases/save-draft", &[OpenCase]),
    ("cases/delete-draft", &[OpenCase]),
    ("cases/create", &[OpenCase]),
    // Stores nothing: whoever is signed in may see what Markdown becomes.
    ("cases/preview", &[ManageOwnAccount]),
    ("cases/comment", &[CommentCase, AnswerCase]),
    ("cases/note", &[WriteNote]),
    ("cases/save-reply", &[CommentCase, AnswerCase, WriteNote]),
    ("cases/settle", &[SettleCase]),
    ("cases/follow-up", &[OpenCase]),
    ("cases/watch", &[WatchCase]),
    ("cases/unwatch", &[WatchCase]),
    ("cases/confirm-watching", &[Enter]),
    ("cases/save-view", &[ReadCases]),
    ("cases/delete-view", &[ReadCases]),
    ("cases/drop-attachment", &[OpenCase, CommentCase, AnswerCase, WriteNote]),
    ("chat/new", &[OpenCase]),
    ("chat/begin", &[OpenCase]),
    ("chat/open", &[ReadCases]),
    ("chat/since", &[ReadCases]),
    ("chat/send", &[Chat, AnswerChat]),
    ("chat/mark", &[Chat, AnswerChat]),
    ("chat/end", &[Chat, AnswerChat]),
    ("chat/rate", &[Chat]),
    ("chat/transcript", &[Chat, AnswerChat]),
    ("chat/desk", &[AnswerChat]),
    ("chat/take", &[AnswerChat]),
    ("chat/join", &[AnswerChat]),
    ("chat/hand-over", &[AnswerChat]),
    ("chat/hours", &[SetUpChat]),
    ("chat/set-hours", &[SetUpChat]),
    ("desk/queue", &[WorkDesk]),
    ("desk/take", &[AssignCase]),
    ("desk/assign", &[AssignCase]),
    ("desk/set-status", &[SetStatus]),
    ("desk/set-priority", &[SetPriority]),
    ("forum/list", &[UseForum]),
    ("forum/open", &[UseForum]),
    ("forum/new", &[UseForum]),
    ("forum/similar", &[UseForum]),
    ("forum/ask", &[UseForum]),
    ("forum/answer", &[UseForum]),
    ("forum/edit", &[UseForum]),
    ("forum/vote", &[UseForum]),
    ("forum/accept", &[AcceptAnswer]),
    ("forum/report", &[UseForum]),
    ("forum/to-case", &[OpenCase]),
    ("forum/queue", &[ModerateForum]),
    ("forum/categories", &[ModerateForum]),
    ("forum/save-category", &[ModerateForum]),
    ("forum/dismiss", &[ModerateForum]),
    ("forum/hide", &[ModerateForum]),
    ("forum/restore", &[ModerateForum]),
    ("forum/lock", &[ModerateForum]),
    ("forum/move", &[ModerateForum]),
    ("forum/merge", &[ModerateForum]),
    ("organizations/home", &[ManageOwnAccount]),
    ("search/find", &[ReadTopics]),
    ("search/suggest", &[ReadTopics]),
    ("search/solve", &[OpenCase]),
    ("topics/help", &[ReadTopics]),
    ("topics/open", &[ReadTopics]),
    ("topics/operate", &[WriteTopics]),
    ("topics/save-shelf", &[WriteTopics]),
    ("topics/save-synonyms", &[WriteTopics]),
    ("topics/pin", &[WriteTopics]),
    ("topics/close-task", &[WriteTopics]),
    ("topics/vote", &[ReadTopics]),
    ("topics/edit/open", &[WriteTopics]),
    ("topics/edit/save", &[WriteTopics]),
    ("topics/edit/preview", &[WriteTopics]),
    ("topics/edit/discard", &[WriteTopics]),
    ("topics/edit/withdraw", &[WriteTopics]),
    ("topics/edit/versions", &[WriteTopics]),
    ("outbox/list", &[ReadOutbox]),
    ("outbox/open", &[ReadOutbox]),
    ("outbox/send-again", &[ReadOutbox]),
];

/// Routes of our own, beside pages and server functions.
pub const ROUTES: &[(&str, &str, &[Action])] = &[
    ("GET", "/live", &[ManageOwnAccount]),
    ("POST", "/files", &[OpenCase, CommentCase, AnswerCase, WriteNote]),
    ("POST", "/files/form", &[OpenCase, CommentCase, AnswerCase, WriteNote]),
    ("GET", "/files/{id}", &[ReadCases]),
    ("HEAD", "/files/{id}", &[CommentCase, AnswerCase]),
    ("PATCH", "/files/{id}", &[CommentCase, AnswerCase]),
    ("GET", "/files/{id}/picture", &[ReadCases]),
    ("GET", route::CASES_CSV, &[ReadCases]),
    ("GET", route::CASES_JSON, &[ReadCases]),
    ("GET", "/operate/outbox/{id}/html", &[ReadOutbox]),
    ("GET", "/livez", &[]),
    ("GET", "/readyz", &[]),
    ("GET", "/healthz", &[]),
    ("GET", "/pkg", &[]),
    ("GET", "/icons.svg", &[]),
    ("GET", "/favicon.svg", &[]),
    ("GET", "/robots.txt", &[]),
    ("GET", "/manifest.webmanifest", &[]),
];

/// Pages: they stand for everybody who is signed in, or for all; what they show comes from server functions.
pub const PAGES: &[(&str, &[Action])] = &[
    ("/", &[ManageOwnAccount]),
    ("/sign-in", &[Enter]),
    ("/forgotten", &[Enter]),
    ("/welcome/:token", &[Enter]),
    ("/watching/:token?", &[Enter]),
    ("/account", &[ManageOwnAccount]),
    ("/account/sessions", &[ManageOwnAccount]),
    ("/cases", &[ReadCases]),
    ("/cases/new", &[OpenCase]),
    ("/cases/:number", &[ReadCases]),
    ("/chats", &[AnswerChat]),
    ("/chats/new", &[OpenCase]),
    ("/chats/:id", &[ReadCases]),
    ("/desk", &[WorkDesk]),
    ("/forum", &[UseForum]),
    ("/forum/new", &[UseForum]),
    ("/forum/:id", &[UseForum]),
    ("/search", &[ReadTopics]),
    ("/topics", &[ReadTopics]),
    ("/topics/:language/*path", &[ReadTopics]),
    ("/operate/topics", &[WriteTopics]),
    ("/operate/topics/edit", &[WriteTopics]),
    ("/operate/topics/versions/:id", &[WriteTopics]),
    ("/operate/answers", &[SetUpChat]),
    ("/operate/chat-hours", &[SetUpChat]),
    ("/operate/forum", &[ModerateForum]),
    ("/operate/forum/categories", &[ModerateForum]),
    ("/operate/outbox", &[ReadOutbox]),
    ("/operate/outbox/:id", &[ReadOutbox]),
];

/// Every door, in the order of the tables.
pub fn all() -> Vec<Door> {
    let names = |needs: &[Action]| needs.iter().map(|action| action.name()).collect();
    let functions = FUNCTIONS.iter().map(|(endpoint, needs)| {
        let path = format!("/api/{endpoint}");
        Door { method: method_of(&path), path, kind: "function", needs: names(needs) }
    });
    let routes = ROUTES.iter().map(|(method, path, needs)| Door {
        method,
        path: (*path).to_owned(),
        kind: "route",
        needs: names(needs),
    });
    let pages = PAGES.iter().map(|(path, needs)| Door {
        method: "GET",
        path: (*path).to_owned(),
        kind: "page",
        needs: names(needs),
    });
    functions.chain(routes).chain(pages).collect()
}

/// The method under which a server function was registered.
fn method_of(path: &str) -> &'static str {
    let reads =
        server_fn::axum::server_fn_paths().any(|(known, method)| known == path && method == axum::http::Method::GET);
    if reads { "GET" } else { "POST" }
}
