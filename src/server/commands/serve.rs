use super::Failure;
use crate::{
    features::access,
    server::{
        config::Settings,
        http::{HttpState, Site, router},
        live,
    },
};
use axum::serve::ListenerExt as _;
use std::{net::SocketAddr, time::Duration};
use tokio::net::TcpListener;

/// After this time a stop does not wait any longer.
const STOP_AT_MOST: Duration = Duration::from_secs(25);

/// Serves until SIGTERM or Ctrl-C, then finishes what runs.
pub(super) async fn run(settings: Settings) -> Result<(), Failure> {
    let site = Site::read(&settings.site_dir).map_err(Failure::Settings)?;
    let listener =
        TcpListener::bind(settings.listen).await.map_err(|e| format!("ATIENDE_LISTEN: {}: {e}", settings.listen))?;
    let address = listener.local_addr().map_err(|e| format!("ATIENDE_LISTEN: {e}"))?;
    let portal = super::open(settings).await?;
    portal.bound(address);
    let state = HttpState::new(portal.clone(), site);
    let stopping = state.stopping.clone();
    state.tasks.spawn(live::run_relay(portal.clone(), stopping.clone()));
    crate::server::jobs::start(&state).map_err(Failure::Settings)?;
    let app = router(state.clone()).into_make_service_with_connect_info::<SocketAddr>();

    if let Some(link) = access::server::operator_link(&portal).await.map_err(|error| error.to_string())? {
        println!("the first operator's one-time link, valid for a day: {link}");
    }
    println!("listening on {}", portal.origin());
    let signal = {
        let stopping = stopping.clone();
        async move {
            stop_signal().await;
            tracing::info!("stopping");
            stopping.cancel();
        }
    };
    // Small frames must not wait for others: without this, a chat is twenty times slower.
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    let serving = axum::serve(listener, app).with_graceful_shutdown(signal);
    let hard_stop = async {
        stopping.cancelled().await;
        tokio::time::sleep(STOP_AT_MOST).await;
    };
    tokio::select! {
        served = serving => served.map_err(|error| error.to_string())?,
        () = hard_stop => tracing::warn!("stopped without waiting any longer"),
    }
    state.tasks.close();
    let _ = tokio::time::timeout(STOP_AT_MOST, state.tasks.wait()).await;
    portal.db().close().await;
    Ok(())
}

async fn stop_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else { return };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}
