//! The SQL that lets a demo world's mail count as delivered, and nothing else: none of it ever leaves (DEMO-2).

use crate::{
    policy::act,
    server::{
        authz::Permit,
        db::{StoreError, Tx, sql},
    },
};

/// Everything queued was sent a few seconds after it was written; what went to `unknown` failed for good.
pub async fn settle_all(tx: &mut Tx, permit: &Permit<act::Maintain>, unknown: &str) -> Result<(), StoreError> {
    let failed = sql("UPDATE mail SET state = 'failed', attempts = 1, next_at = created_at,
                problem = '550 5.1.1 no such mailbox'
          WHERE state = 'queued' AND recipient = $1")
    .bind(unknown);
    tx.run(permit, failed).await?;
    let sent =
        sql("UPDATE mail SET state = 'sent', attempts = 1, next_at = created_at + 4000, sent_at = created_at + 4000
          WHERE state = 'queued'");
    tx.run(permit, sent).await.map(|_| ())
}
