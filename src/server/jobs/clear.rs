use crate::{
    features::access,
    server::{Portal, db::StoreError},
};

/// Deletes what has lost its use: ended sessions, old links and throttles.
pub async fn clear(portal: Portal) -> Result<(), StoreError> {
    access::server::clear(&portal).await
}
