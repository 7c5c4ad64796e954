//! The effective settings. Each setting is declared here or in the file of its section, once: its
//! key, type, default and description make the flag, the variable, `check-config` and the table in
//! `docs/settings.md`.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use chrono::{FixedOffset, Offset as _, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use smart_default::SmartDefault;

use super::{
    AdminSettings, ApiKeySettings, BasePath, Bounded, ClockSettings, CorsSetting, EventSettings,
    IdentitySettings, JournalSettings, JwtSettings, KeyFault, LabSettings, Layer, Limits,
    MikoSettings, Origin, RequestSettings, SeedSource, TenantSettings, Text, TlsSettings,
    UploadSettings, UserList, contradiction, demo,
};
use crate::auth::{ApiKey, AuthConfig, User};
use crate::contract::Further;
use crate::host::{Edition, HostConfig, Profile};
use crate::journal;
use crate::lab::fault::FaultLimits;
use crate::one_line;
use crate::store::postgres::Address;
use crate::tenant::TenantLimits;
use crate::wire::JsConfig;

/// Everything that can be set before the start. Shown by `check-config` as a settings file.
#[derive(Debug, Clone, SmartDefault, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Address and port to listen on; port 0 for any free one.
    #[default(Text(SocketAddr::from((Ipv4Addr::LOCALHOST, 7580))))]
    pub listen: Text<SocketAddr>,
    /// Path below which the host is served, e.g. /erp, instead of at the root.
    #[schemars(extend("x-value" = "PATH"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base_path: Option<BasePath>,
    /// Directory of the coupons, made if there is none.
    #[schemars(extend("format" = "path", "x-value" = "DIR"))]
    #[default("data".into())]
    pub data: PathBuf,
    /// Database of the coupons instead of the directory: PostgreSQL or one that speaks its
    /// protocol, for several emulators over one state.
    #[schemars(with = "Option<String>", extend("x-value" = "URL", "writeOnly" = true))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub store: Option<Address>,
    /// Keep nothing: coupons and sessions are in memory, and no file is written.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub fresh: bool,
    /// The host's name on its pages.
    #[serde(deserialize_with = "one_line::line")]
    #[default("ApexERPHost".to_owned())]
    pub title: String,
    /// The ServiceStack that is emulated: `classic` is 5.x; `modern` is 8.x and 10.x, camelCase.
    #[schemars(with = "String")]
    pub profile: Profile,
    /// Route by the declared verb alone, as new projects of 10.x do (`MapEndpoints`). Needs the
    /// profile `modern`.
    pub endpoints: bool,
    /// Answer exactly as the recorded host, including its bugs; docs/compatibility.md lists the
    /// differences.
    pub strict: bool,
    /// ServiceStack's debug mode.
    pub debug: bool,
    /// The zone of the host's clock.
    #[default(Text(Utc.fix()))]
    pub time_zone: Text<FixedOffset>,
    /// Draw the same ids in every run.
    #[schemars(extend("x-default" = "random"))]
    pub seed: Option<Bounded<0, { i64::MAX as u64 }>>,
    /// Coupons to begin with (TOML, or JSON in a file *.json) instead of the built-in demo
    /// coupons; codes that exist are left as they are.
    #[schemars(extend("format" = "path", "x-default" = "the built-in demo coupons"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seed_data: Option<PathBuf>,
    /// Begin without coupons.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub empty: bool,
    /// Pages of which other origins may call: `any`, a list of origins, or a table.
    pub cors: CorsSetting,
    /// How the host writes JSON, JSV and CSV: ServiceStack's JsConfig.
    #[serde(deserialize_with = "super::json::read")]
    pub json: JsConfig,
    /// What ServiceStack's HostConfig sets.
    pub host: HostConfig,
    /// What ServiceStack's AuthFeature sets.
    pub auth: AuthConfig,
    /// HTTPS.
    pub tls: TlsSettings,
    /// What the clock shows.
    pub clock: ClockSettings,
    /// Signed-in sessions.
    pub session: SessionSettings,
    /// JSON Web Tokens.
    pub jwt: JwtSettings,
    /// API keys.
    pub api_keys: ApiKeySettings,
    /// ASP.NET Core Identity.
    pub identity: IdentitySettings,
    /// What a client can make large.
    pub limits: Limits,
    /// MIKO's coupon API.
    pub miko: MikoSettings,
    /// Faults and clock by request.
    pub lab: LabSettings,
    /// States of their own for clients that name one.
    pub tenants: TenantSettings,
    /// Server events.
    pub events: EventSettings,
    /// Uploaded files.
    pub uploads: UploadSettings,
    /// Cancelling requests, and the log of them.
    pub requests: RequestSettings,
    /// The admin API.
    pub admin: AdminSettings,
    /// The last exchanges of each tenant.
    pub journal: JournalSettings,
    /// Who may sign in. Without it that is the demo user, and on loopback only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub users: Option<UserList>,
}

/// `[session]`.
#[derive(Debug, Clone, PartialEq, Eq, SmartDefault, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SessionSettings {
    /// How long a session lives without use.
    #[default(TWO_WEEKS)]
    pub expiry: Text<Duration>,
    /// Wrong passwords in a row that lock a name.
    #[schemars(extend("x-default" = "never"))]
    pub lock_after: Option<Bounded<1, 1_000_000>>,
}

/// ServiceStack's own default for sessions and tokens.
pub(super) const TWO_WEEKS: Text<Duration> = Text(Duration::from_secs(14 * 24 * 3600));

/// What is wrong with settings as a whole, whichever source each came from.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingsFault {
    /// Settings that exclude each other, or are not of the profile.
    #[error("{}{sentence}", place.as_ref().map(|place| format!("{place}: ")).unwrap_or_default())]
    Contradiction {
        /// The line of the file that sets the one to change, if a file does.
        place: Option<Origin>,
        /// What is wrong.
        sentence: String,
    },
    /// Everybody knows the demo user's password, and other machines can reach the host.
    #[error(
        "listening on {listen} would let anybody in as demo/demo; name users in a settings file (--config), with password hashes made by hash-password, or listen on 127.0.0.1"
    )]
    Demo {
        /// The address that was asked for.
        listen: SocketAddr,
    },
    /// The same of a password that stands in the settings as it is.
    #[error(
        "listening on {listen} with the password of {user} in the settings; replace `password` by a `password_hash` made by hash-password, or listen on 127.0.0.1"
    )]
    Readable {
        /// The address that was asked for.
        listen: SocketAddr,
        /// The user.
        user: String,
    },
    /// An API key stands for nobody, or is there twice.
    #[error(transparent)]
    Key(#[from] KeyFault),
}

impl Settings {
    /// The settings of a layer over the defaults.
    ///
    /// # Errors
    /// When the demo user, or one whose password stands in the settings, would be reachable from
    /// other machines, when the profile has not what is asked for, or when an API key names
    /// a user who is not there.
    pub fn from_layer(layer: Layer) -> Result<Self, SettingsFault> {
        let settings = layer.clone().settings();
        if let Some((key, sentence)) = contradiction::find(&settings) {
            let is_file = |place: &&Origin| matches!(place, Origin::File { .. });
            let place = layer.origin(key).filter(is_file).cloned();
            return Err(SettingsFault::Contradiction { place, sentence });
        }
        if let Some(fault) = KeyFault::of(&settings) {
            return Err(fault.into());
        }
        if settings.on_loopback() {
            return Ok(settings);
        }
        let listen = settings.listen.0;
        match &settings.users {
            None if !settings.auth.enabled => Ok(settings),
            None => Err(SettingsFault::Demo { listen }),
            Some(list) => match list.readable.first() {
                Some(user) => Err(SettingsFault::Readable { listen, user: user.clone() }),
                None => Ok(settings),
            },
        }
    }

    /// Which ServiceStack is emulated.
    pub fn edition(&self) -> Edition {
        let of_profile = self.profile.edition();
        let endpoints = self.endpoints || self.identity.enabled;
        let edition = if endpoints { of_profile.with_endpoints() } else { of_profile };
        Edition { json: self.json.library.unwrap_or(edition.json), ..edition }
    }

    /// Whether other machines cannot reach it.
    fn on_loopback(&self) -> bool {
        self.listen.0.ip().to_canonical().is_loopback()
    }

    /// What bounds the tenants beside the default one. Other machines get none unless the settings
    /// say how many.
    pub fn tenant_limits(&self) -> TenantLimits {
        let preset = if self.on_loopback() { TenantLimits::default().most } else { 0 };
        TenantLimits {
            most: self.tenants.most.map_or(preset, Bounded::size),
            idle: self.tenants.idle.0,
        }
    }

    /// Whether a request may choose its faults and its time.
    pub fn allows_lab_headers(&self) -> bool {
        self.lab.request_headers.unwrap_or(self.on_loopback() && !self.strict)
    }

    /// What bounds faults.
    pub fn fault_limits(&self) -> FaultLimits {
        FaultLimits { longest: self.lab.longest_latency.0, most: self.lab.most_faults.size() }
    }

    /// Whether the admin API is served. Asked for beyond loopback, it needs a key: without one the
    /// emulator does not start.
    pub fn serves_admin(&self) -> bool {
        let preset = !self.strict && (self.on_loopback() || self.admin.key.is_some());
        self.admin.enabled.unwrap_or(preset)
    }

    /// What bounds the journals; none where nothing is kept. By default something is where somebody
    /// can read it and the emulator is there for tests alone: what a journal costs, a measurement
    /// of the host would show.
    pub fn journal_limits(&self) -> Option<journal::Limits> {
        let preset = || self.fresh && self.serves_admin();
        self.journal.enabled.unwrap_or_else(preset).then(|| self.journal.limits())
    }

    /// The settings as a settings file, without secrets.
    ///
    /// # Errors
    /// When a name holds what TOML cannot write.
    pub fn to_toml(&self) -> Result<String, toml::ser::Error> {
        toml::to_string_pretty(self)
    }

    /// Where the coupons come from that a store is begun with.
    pub fn seed_source(&self) -> SeedSource {
        match (&self.seed_data, self.empty) {
            (_, true) => SeedSource::None,
            (Some(file), _) => SeedSource::File(file.clone()),
            (None, _) => SeedSource::BuiltIn,
        }
    }

    /// The users who may sign in.
    pub fn effective_users(&self) -> Vec<User> {
        self.users.as_ref().map_or_else(|| vec![demo::user()], |list| list.users.clone())
    }

    /// The secrets that stand for them, and those that stand for what they may call.
    pub fn api_keys(&self) -> Vec<ApiKey> {
        let of_users = self.users.as_ref().map(|list| list.api_keys.clone()).unwrap_or_default();
        of_users.into_iter().chain(self.api_keys.keys()).collect()
    }

    /// What the settings say of operations that a contract has besides its own.
    pub fn further<'f>(&self, optional: &'f [String]) -> Further<'f> {
        Further {
            optional,
            events: self.events.enabled,
            uploads: (!self.uploads.locations.is_empty()).then_some(true),
            cancel: self.requests.cancel,
            logs: self.requests.logs,
        }
    }

    /// The operations of ServiceStack's own that the settings serve beside the contract's.
    pub fn optional_operations(&self) -> Vec<String> {
        let register = self.auth.register.then_some("Register");
        let tokens =
            self.jwt.secret.iter().flat_map(|_| ["GetAccessToken", "ConvertSessionToToken"]);
        // Recorded of 10.x with ServiceStack's own providers.
        let is_newer = self.profile == Profile::Modern && !self.identity.enabled;
        let sign_out = is_newer.then_some("AuthenticateLogout");
        let has_keys = is_newer && !self.api_keys.feature && !self.api_keys().is_empty();
        let keys = has_keys.then_some("GetApiKeys");
        let further = register.into_iter().chain(sign_out).chain(keys);
        further.chain(tokens).map(str::to_owned).collect()
    }

    /// What contradicts itself within one source: the key to change, and why.
    pub(super) fn fault(&self) -> Option<(&'static str, &'static str)> {
        if self.empty && self.seed_data.is_some() {
            return Some((
                "seed_data",
                "`empty` and `seed_data` contradict each other; remove one",
            ));
        }
        if self.fresh && self.store.is_some() {
            return Some(("store", "`fresh` and `store` contradict each other; remove one"));
        }
        let of_clock = self.clock.fault().map(|fault| ("clock.frozen_at", fault));
        of_clock.or_else(|| self.tls.fault().map(|fault| ("tls", fault)))
    }
}
