use crate::server::Portal;
use tokio_util::sync::CancellationToken;

/// Hears what other instances wrote, until stopped.
pub async fn run(_portal: Portal, stopping: CancellationToken) {
    stopping.cancelled().await;
}
