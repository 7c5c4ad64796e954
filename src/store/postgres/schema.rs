//! Bringing the tables up to date: numbered files, each applied once.

use deadpool_postgres::Client;

use super::database::Database;
use super::engine_error::EngineError;
use crate::store::StoreError;

/// The files in their order; the first has number 1.
const FILES: [&str; 2] =
    [include_str!("schema/0001_coupons.sql"), include_str!("schema/0002_starts.sql")];

const VERSIONS: &str = "CREATE TABLE IF NOT EXISTS coupon_schema (version integer PRIMARY KEY)";

/// Applies what is missing. Of several that start at once one applies a file, the others wait for
/// it: all want to enter the same number. The files say IF NOT EXISTS, for databases whose DDL is
/// no part of a transaction.
pub(super) async fn apply(database: &Database) -> Result<(), StoreError> {
    let name = database.name().to_owned();
    database
        .run_long(move |client| {
            let name = name.clone();
            Box::pin(async move { apply_missing(client, &name).await })
        })
        .await
}

async fn apply_missing(client: &mut Client, name: &str) -> Result<(), EngineError> {
    if !is_there(client).await? {
        client.batch_execute(VERSIONS).await?;
    }
    let known = i32::try_from(FILES.len()).unwrap_or(i32::MAX);
    let row = client.query_one("SELECT coalesce(max(version), 0) FROM coupon_schema", &[]).await?;
    let found: i32 = row.try_get(0)?;
    if found > known {
        let (path, found, known) = (name.into(), found.to_string(), known.unsigned_abs());
        return Err(StoreError::Format { path, found, known }.into());
    }
    for (number, file) in (1..).zip(FILES).filter(|(number, _)| *number > found) {
        let transaction = client.transaction().await?;
        transaction.execute("INSERT INTO coupon_schema (version) VALUES ($1)", &[&number]).await?;
        transaction.batch_execute(file).await?;
        transaction.commit().await?;
    }
    Ok(())
}

/// Asked first, so that a role that may not make tables can use those that are there.
async fn is_there(client: &Client) -> Result<bool, EngineError> {
    let there = client.query_one("SELECT to_regclass('coupon_schema') IS NOT NULL", &[]).await?;
    Ok(there.try_get(0)?)
}
