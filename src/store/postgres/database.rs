//! Connections, and work on them that is tried again while its errors are temporary.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use deadpool_postgres::{
    Client, ClientWrapper, Hook, HookError, Manager, ManagerConfig, Object, Pool, RecyclingMethod,
    Runtime,
};
use tokio::time::{Instant, sleep, timeout_at};
use tokio_postgres::Config;

use super::engine_error::EngineError;
use super::tls;
use super::{Address, Settings};
use crate::lab::Seed;
use crate::store::{self, StoreError};

/// Work on a connection.
pub(super) type Work<'c, T> = Pin<Box<dyn Future<Output = Result<T, EngineError>> + Send + 'c>>;

const FIRST_PAUSE: Duration = Duration::from_millis(2);
const LONGEST_PAUSE: Duration = Duration::from_millis(250);
/// A server that acknowledges nothing for so long is gone.
const SILENCE: Duration = Duration::from_secs(5);

/// A commit is acknowledged only when it is on disk, whatever the server's own default is. Other
/// servers than PostgreSQL do so anyway and may not know the setting.
const DURABLE: &str = "SELECT set_config('synchronous_commit', 'on', false) \
    WHERE current_setting('synchronous_commit', true) = 'off'";

/// Each statement has one good plan, whatever its parameters: making one anew costs more than
/// carrying it out.
const PLANNED_ONCE: &str = "SELECT set_config('plan_cache_mode', 'force_generic_plan', false) \
    WHERE current_setting('plan_cache_mode', true) = 'auto'";

/// Compiling a statement takes a hundred times what carrying it out does: each looks at few rows,
/// but is thought dear.
const NOT_COMPILED: &str =
    "SELECT set_config('jit', 'off', false) WHERE current_setting('jit', true) = 'on'";

/// One database.
pub(super) struct Database {
    pool: Pool,
    /// The address without its password.
    name: String,
    queue: usize,
    patience: Duration,
    long_patience: Duration,
    seed: Seed,
}

impl Database {
    /// Connects to nobody yet.
    pub(super) fn new(address: &Address, settings: &Settings) -> Result<Self, StoreError> {
        let name = address.to_string();
        let reported =
            |why: String| StoreError::Database { address: name.as_str().into(), why: why.into() };
        let tls = tls::connector(address.root_certificate.as_deref()).map_err(reported)?;
        let manager_config = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        let manager = Manager::from_config(config(address, settings), tls, manager_config);
        let pool = Pool::builder(manager)
            .max_size(settings.connections.max(1))
            .runtime(Runtime::Tokio1)
            .post_create(Hook::async_fn(|client, _| Box::pin(greet(client))))
            .build()
            .map_err(|error| reported(error.to_string()))?;
        let Settings { queue, patience, long_patience, seed, .. } = settings.clone();
        Ok(Database { pool, name, queue, patience, long_patience, seed })
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// How long one statement of something long may take.
    pub(super) fn long_patience(&self) -> Duration {
        self.long_patience
    }

    pub(super) fn pool(&self) -> store::Pool {
        let status = self.pool.status();
        let deadpool_postgres::Status { size: open, available: idle, max_size: limit, waiting } =
            status;
        store::Pool { open, idle, limit, waiting }
    }

    /// Does the work, again if its error is temporary. It may have been done although its answer
    /// was lost, so it must be such that doing it again does no harm.
    pub(super) async fn run<T>(
        &self,
        work: impl for<'c> Fn(&'c mut Client) -> Work<'c, T>,
    ) -> Result<T, StoreError> {
        self.run_until(self.end(), work).await
    }

    /// When the patience of a call ends that begins now.
    pub(super) fn end(&self) -> Instant {
        Instant::now() + self.patience
    }

    /// The same for work that is long.
    pub(super) async fn run_long<T>(
        &self,
        work: impl for<'c> Fn(&'c mut Client) -> Work<'c, T>,
    ) -> Result<T, StoreError> {
        // Whether anybody is there is known sooner.
        drop(self.client().await?);
        self.run_until(Instant::now() + self.long_patience, work).await
    }

    /// Does work that cannot be done twice, on a connection that has just answered.
    pub(super) async fn once<T>(
        &self,
        work: impl for<'c> FnOnce(&'c mut Client) -> Work<'c, T>,
    ) -> Result<T, StoreError> {
        let mut client = self.client().await?;
        let done = work(&mut client).await;
        if let Err(EngineError::Late) = done {
            drop(Object::take(client));
        }
        done.map_err(|error| error.store_error(&self.name))
    }

    /// A connection that has just answered.
    async fn client(&self) -> Result<Client, StoreError> {
        let mut pause = FIRST_PAUSE;
        let end = self.end();
        // What an earlier attempt was refused for says more than that the time is over.
        let mut reason = None;
        loop {
            let error = match (self.answering(end).await, reason) {
                (Ok(client), _) => return Ok(client),
                (Err(EngineError::Late), Some(reason)) => return Err(reason),
                (Err(error), _) => error,
            };
            reason = Some(self.wait(error, &mut pause, end).await?);
        }
    }

    async fn answering(&self, end: Instant) -> Result<Client, EngineError> {
        let client = self.connection(end).await?;
        match timeout_at(end, client.simple_query("")).await {
            Ok(answer) => answer.map(|_| client).map_err(EngineError::from),
            Err(_) => {
                drop(Object::take(client));
                Err(EngineError::Late)
            }
        }
    }

    /// The same, until a moment.
    pub(super) async fn run_until<T>(
        &self,
        end: Instant,
        work: impl for<'c> Fn(&'c mut Client) -> Work<'c, T>,
    ) -> Result<T, StoreError> {
        let mut pause = FIRST_PAUSE;
        loop {
            let error = match self.attempt(end, &work).await {
                Ok(done) => return Ok(done),
                Err(error) => error,
            };
            self.wait(error, &mut pause, end).await?;
        }
    }

    /// Does the work once.
    pub(super) async fn attempt<T>(
        &self,
        end: Instant,
        work: impl for<'c> FnOnce(&'c mut Client) -> Work<'c, T>,
    ) -> Result<T, EngineError> {
        let mut client = self.connection(end).await?;
        let done = timeout_at(end, work(&mut client)).await;
        match done {
            Ok(done) => done,
            Err(_) => {
                // Its answer may still come; nobody else shall read it.
                drop(Object::take(client));
                Err(EngineError::Late)
            }
        }
    }

    async fn connection(&self, end: Instant) -> Result<Client, EngineError> {
        self.room_for(self.pool.status().waiting)?;
        match timeout_at(end, self.pool.get()).await {
            Ok(client) => client.map_err(EngineError::Pool),
            Err(_) => Err(EngineError::Late),
        }
    }

    /// Whether one more may wait where so many do.
    pub(super) fn room_for(&self, waiting: usize) -> Result<(), StoreError> {
        if waiting < self.queue { Ok(()) } else { Err(StoreError::Busy) }
    }

    /// EngineError in the words of the boundary.
    pub(super) fn store_error(&self, error: EngineError) -> StoreError {
        error.store_error(&self.name)
    }

    /// Pauses before the next attempt, or gives up. Either way it gives what was wrong.
    async fn wait(
        &self,
        error: EngineError,
        pause: &mut Duration,
        end: Instant,
    ) -> Result<StoreError, StoreError> {
        let now = self.jitter(*pause);
        let is_last = !error.passes() || Instant::now() + now >= end;
        tracing::debug!(?error, is_last, "an attempt failed");
        let reason = error.store_error(&self.name);
        if is_last {
            return Err(reason);
        }
        sleep(now).await;
        *pause = LONGEST_PAUSE.min(*pause * 2);
        Ok(reason)
    }

    /// Half of the pause to all of it.
    fn jitter(&self, pause: Duration) -> Duration {
        let [share] = self.seed.bytes::<1>();
        pause / 2 + pause / 2 * u32::from(share) / 255
    }
}

fn config(address: &Address, settings: &Settings) -> Config {
    let mut config = address.config();
    config.tcp_user_timeout(SILENCE);
    if config.get_application_name().is_none() {
        config.application_name("servicestack-emulator");
    }
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(settings.patience);
    }
    config
}

/// What each new connection sets. A server that does not know a setting goes without it.
async fn greet(client: &ClientWrapper) -> Result<(), HookError> {
    for setting in [DURABLE, PLANNED_ONCE, NOT_COMPILED] {
        match client.simple_query(setting).await {
            Err(error) if error.as_db_error().is_none() => return Err(HookError::Backend(error)),
            _ => {}
        }
    }
    Ok(())
}
