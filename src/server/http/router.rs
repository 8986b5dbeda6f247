use super::{Site, answers, failure, headers, health, packed, pages, visits};
use crate::{
    features,
    server::{Portal, live},
};
use axum::{
    Router,
    body::Body,
    extract::{DefaultBodyLimit, FromRef, Request, State},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{any, get},
};
use leptos_axum::handle_server_fns_with_context;
use std::{
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    pin::Pin,
    task::{Context, Poll},
};
use tokio::runtime::Handle;
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tower_http::{
    CompressionLevel,
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer,
        predicate::{DefaultPredicate, Predicate as _, SizeAbove},
    },
};
use tower_http_csrf::csrf::CsrfLayer;

/// Largest body of a server function: a long text in every field of a form.
const FORM_MOST_BYTES: usize = 1024 * 1024;
/// Of the functions of the topics' editor: a text of 1 MB, of which many letters are escaped.
const TEXT_MOST_BYTES: usize = 4 * 1024 * 1024;
const EDITOR: &str = "/api/topics/edit/";

/// Largest body of the server function at a path.
pub(super) fn form_most_bytes(path: &str) -> usize {
    if path.starts_with(EDITOR) { TEXT_MOST_BYTES } else { FORM_MOST_BYTES }
}

/// What the handlers share.
#[derive(Clone, FromRef)]
pub struct HttpState {
    pub portal: Portal,
    pub site: Site,
    /// Cancelled when the server begins to stop.
    pub stopping: CancellationToken,
    /// Sockets and other work that the stop waits for.
    pub tasks: TaskTracker,
}

impl HttpState {
    pub fn new(portal: Portal, site: Site) -> HttpState {
        HttpState { portal, site, stopping: CancellationToken::new(), tasks: TaskTracker::new() }
    }
}

/// The whole portal as one router. What stands around the same handlers is given to it in one piece, the outermost first: each
/// layer that a router gets by itself is a box of its own, copied with all below it for every request.
pub fn router(state: HttpState) -> Router {
    // Pages are rendered on tokio; a second router in the same process finds it chosen.
    let _ = any_spawner::Executor::init_tokio();
    // Every other address is the application's: it knows its routes, and what is none answers 404.
    let pages = Router::new()
        .fallback_service(get(pages::render).with_state(state.clone()))
        .layer(middleware::from_fn(pages::need_session));
    let functions = Router::new().route("/api/{*function}", any(server_function)).layer((
        DefaultBodyLimit::max(FORM_MOST_BYTES),
        middleware::from_fn(packed::pack),
        middleware::from_fn_with_state(state.clone(), answers::mend),
    ));
    let texts = Router::new().route("/api/topics/edit/{*function}", any(server_function)).layer((
        DefaultBodyLimit::max(TEXT_MOST_BYTES),
        middleware::from_fn(packed::pack),
        middleware::from_fn_with_state(state.clone(), answers::mend),
    ));
    let own = Router::new()
        .route("/live", get(live::upgrade))
        .merge(features::cases::server::routes())
        .merge(features::outbox::server::routes())
        .layer(middleware::from_fn_with_state(state.clone(), failure::for_people));

    Router::new()
        .merge(functions)
        .merge(texts)
        .merge(own)
        .merge(pages)
        .layer((middleware::from_fn_with_state(state.clone(), visits::attach), cross_site(&state.portal)))
        .merge(state.site.routes())
        .route("/livez", get(health::livez))
        .route("/readyz", get(health::readyz))
        .route("/healthz", get(health::readyz))
        .layer((
            CatchPanicLayer::custom(panicked),
            middleware::from_fn_with_state(state.tasks.clone(), finish),
            middleware::from_fn(headers::add),
            CompressionLayer::new()
                .br(true)
                .gzip(true)
                .quality(CompressionLevel::Fastest)
                .compress_when(DefaultPredicate::new().and(SizeAbove::new(packed::LEAST_BYTES))),
        ))
        .with_state(state)
}

/// Writing requests must come from our own pages: `Sec-Fetch-Site`, then `Origin` (the socket has its own check).
fn cross_site(portal: &Portal) -> CsrfLayer {
    CsrfLayer::new().add_trusted_origin(portal.origin()).expect("the public origin was checked with the settings")
}

async fn server_function(request: Request<Body>) -> impl IntoResponse {
    handle_server_fns_with_context(|| {}, request).await
}

/// What was begun is finished, also when nobody waits for its answer any more: a draft that was sent as its page was left
/// is kept, and nothing that tasks of the framework use is dropped halfway.
async fn finish(State(tasks): State<TaskTracker>, request: Request, next: Next) -> Response {
    Finish { work: Some(Box::pin(next.run(request))), tasks }.await
}

/// Work that goes on as a task of its own when whoever waited for it goes away; as long as somebody waits it needs none.
struct Finish {
    /// `None`: it is done.
    work: Option<Pin<Box<dyn Future<Output = Response> + Send>>>,
    tasks: TaskTracker,
}

impl Future for Finish {
    type Output = Response;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Response> {
        let Some(work) = &mut self.work else { return Poll::Pending };
        let polled = catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context)));
        if !matches!(polled, Ok(Poll::Pending)) {
            self.work = None;
        }
        polled.unwrap_or_else(|cause| resume_unwind(cause))
    }
}

impl Drop for Finish {
    fn drop(&mut self) {
        if let (Some(work), Ok(runtime)) = (self.work.take(), Handle::try_current()) {
            self.tasks.spawn_on(work, &runtime);
        }
    }
}

fn panicked(cause: Box<dyn std::any::Any + Send>) -> Response {
    let cause = cause
        .downcast_ref::<String>()
        .cloned()
        .or_else(|| cause.downcast_ref::<&str>().map(|text| (*text).to_owned()))
        .unwrap_or_default();
    answers::WireError(crate::server::telemetry::broken(&cause)).into_response()
}
