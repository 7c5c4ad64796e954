//! What `serve` says once it listens.

use std::fmt;
use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::path::Path;

use servicestack_emulator::config::{
    Certificate, DEMO_PASSWORD, DEMO_USER, Settings, StatePlace, Textual as _,
};
use servicestack_emulator::hosts::apex::Seeded;
use servicestack_emulator::http::reachable;

/// Where to go and with what to begin.
pub struct Greeting<'a> {
    pub settings: &'a Settings,
    pub address: SocketAddr,
    /// The coupons that were added and that there are; `None` for a host that has none.
    pub stock: Option<(Seeded, u64)>,
    /// The hosts beside the one at the root.
    pub hosts: Vec<Place>,
}

/// A host and where it is: below the root, or at an address of its own.
pub struct Place {
    pub title: String,
    pub at: String,
}

impl Greeting<'_> {
    /// Prints it on the standard output; one that is closed is no reason not to serve.
    pub fn print(&self) {
        let _ = write!(io::stdout(), "{self}");
    }

    fn sign_in(&self) -> String {
        match &self.settings.users {
            None => format!("as {DEMO_USER} with password {DEMO_PASSWORD}"),
            Some(list) if list.users.is_empty() => {
                "disabled: the settings name no users".to_owned()
            }
            Some(list) => {
                format!(
                    "as {}",
                    list.users.iter().map(|user| user.name.as_str()).collect::<Vec<_>>().join(", ")
                )
            }
        }
    }

    fn miko_callers(&self) -> String {
        match self.settings.miko.api_keys.as_slice() {
            [] => "open: no API keys are set".to_owned(),
            keys => {
                format!(
                    "for API_ID {}",
                    keys.iter().map(|key| key.id.as_str()).collect::<Vec<_>>().join(", ")
                )
            }
        }
    }

    fn coupons(&self, seeded: &Seeded, total: u64) -> String {
        let source = self.settings.seed_source().name();
        match seeded {
            Seeded { inserted: 0, omitted: 0 } => format!("{total} coupons, {source}"),
            Seeded { inserted, omitted: 0 } => {
                format!("{total} coupons, {inserted} new from {source}")
            }
            Seeded { inserted, omitted } => {
                format!("{total} coupons, {inserted} new and {omitted} kept of {source}")
            }
        }
    }

    /// Where the state is.
    fn place(&self, data: &Path) -> String {
        match self.settings.state_place() {
            StatePlace::Memory => "in memory; nothing is kept".to_owned(),
            StatePlace::Database(store, _) if self.stock.is_some() => store.to_string(),
            _ => data.display().to_string(),
        }
    }

    /// What is there.
    fn stock(&self) -> String {
        let coupons = self.stock.as_ref().map(|(seeded, total)| self.coupons(seeded, *total));
        coupons.unwrap_or_else(|| "sessions".to_owned())
    }

    fn keeps_files(&self) -> bool {
        self.settings.state_place().directory().is_some()
    }

    fn mode(&self) -> String {
        let mode = if self.settings.strict { "strict" } else { "tolerant" };
        let time = self
            .settings
            .clock
            .frozen_at
            .map(|instant| format!("; clock frozen at {}", instant.0.text()));
        let seed = self.settings.seed.map(|seed| format!("; seed {}", seed.get()));
        [Some(mode.to_owned()), time, seed].into_iter().flatten().collect()
    }
}

impl fmt::Display for Greeting<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.settings.tls.certificate().is_some() { "https" } else { "http" };
        let root = format!("{scheme}://{}", reachable(self.address));
        let url = format!("{root}{}", self.settings.base_path.as_ref().map_or("", |path| &path.0));
        let data =
            std::path::absolute(&self.settings.data).unwrap_or_else(|_| self.settings.data.clone());
        writeln!(f, "{} listens on {}", self.settings.title, self.address)?;
        writeln!(f, "  index     {url}/")?;
        writeln!(f, "  metadata  {url}/metadata")?;
        let identity = &self.settings.identity;
        let basic = if identity.enabled && !identity.basic { "" } else { "; Basic works too" };
        writeln!(f, "  sign in   {url}/auth/credentials ({}{basic})", self.sign_in())?;
        writeln!(f, "  state     {} ({})", self.place(&data), self.stock())?;
        if self.settings.miko.enabled && self.stock.is_some() {
            writeln!(
                f,
                "  MIKO      {root}/restapi/v1/generate.coupons ({})",
                self.miko_callers()
            )?;
        }
        for Place { title, at } in &self.hosts {
            let url = if at.starts_with('/') { format!("{root}{at}") } else { at.clone() };
            writeln!(f, "  host      {url}/metadata ({title})")?;
        }
        if self.settings.tls.certificate() == Some(Certificate::SelfMade) && self.keeps_files() {
            writeln!(f, "  trust     {}", data.join("tls-certificate.pem").display())?;
        }
        writeln!(f, "  mode      {}", self.mode())?;
        writeln!(f, "Stop with Ctrl-C.")
    }
}
