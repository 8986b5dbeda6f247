use crate::{
    policy::act,
    server::{
        authz::{Grant, Permit},
        db::{StoreError, Tx, sql},
    },
    values::Moment,
};

/// A throttle's count.
pub struct Hit {
    pub bucket: String,
    pub since: Moment,
    pub hits: i64,
}

#[derive(serde::Deserialize)]
struct HitRow {
    bucket: String,
    since: i64,
    hits: i64,
}

/// Counts one more in every bucket, or begins anew where the count began at `ended` or before.
pub async fn hit(
    tx: &mut Tx,
    grant: &impl Grant,
    buckets: &[&str],
    now: Moment,
    ended: Moment,
) -> Result<Vec<Hit>, StoreError> {
    let mut statement = sql("INSERT INTO throttle (bucket, since, hits) VALUES ");
    for (at, bucket) in buckets.iter().enumerate() {
        statement = statement.push_bind(if at == 0 { "(" } else { ", (" }, *bucket).push_bind(", ", now).push(", 1)");
    }
    let statement = statement
        .push(" ON CONFLICT (bucket) DO UPDATE SET hits = CASE WHEN throttle.since <= ")
        .push_bind("", ended)
        .push_bind(" THEN 1 ELSE throttle.hits + 1 END, since = CASE WHEN throttle.since <= ", ended)
        .push(" THEN excluded.since ELSE throttle.since END RETURNING bucket, since, hits");
    let rows: Vec<HitRow> = tx.all(grant, statement).await?;
    Ok(rows.into_iter().map(|row| Hit { bucket: row.bucket, since: Moment(row.since), hits: row.hits }).collect())
}

/// Empties the account's bucket and takes one from the address's.
pub async fn forgive(tx: &mut Tx, permit: &Permit<act::Enter>, account: &str, address: &str) -> Result<(), StoreError> {
    let statement = sql(
        "UPDATE throttle SET hits = CASE WHEN bucket = $1 OR hits < 1 THEN 0 ELSE hits - 1 END WHERE bucket IN ($1, $2)",
    )
    .bind(account)
    .bind(address);
    tx.run(permit, statement).await.map(|_| ())
}
