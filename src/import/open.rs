//! What the documents of a host leave open of its settings, and how to find out.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::stated::StatedSettings;

/// A setting that no document says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// Its key, as in `docs/settings.md`.
    pub key: &'static str,
    /// What it is about.
    pub what: &'static str,
    /// How to find out.
    pub advice: Cow<'static, str>,
    /// Its default in the notation of TOML, or an example.
    pub(super) example: Cow<'static, str>,
    /// Which of both.
    pub(super) is_default: bool,
}

const COMPARE: &str = "no document says it; compare one answer of the host";

/// With its default.
fn open(key: &'static str, what: &'static str, example: &'static str) -> Open {
    Open { key, what, advice: COMPARE.into(), example: example.into(), is_default: true }
}

/// With an example of another value: its default is none that can be written.
fn unset(key: &'static str, what: &'static str, example: &'static str) -> Open {
    Open { is_default: false, ..open(key, what, example) }
}

impl Open {
    fn advised(self, advice: &'static str) -> Self {
        Self { advice: advice.into(), ..self }
    }
}

/// Of every host.
fn of_any() -> [Open; 9] {
    [
        open("json.date_handler", "dates", "\"TimestampOffset\""),
        open("json.time_span_handler", "time spans", "\"DurationFormat\""),
        open("json.include_null_values", "nulls", "false"),
        open("json.exclude_default_values", "defaults", "false"),
        open("json.treat_enum_as_integer", "enums", "false"),
        open("host.disable_features", "formats", "[]").advised(
            "documents list XML and JSV even where they are switched off; \
             compare one answer of the host",
        ),
        open("host.default_content_type", "answers without Accept", "\"text/html\""),
        unset("host.use_same_site_cookies", "flags of cookies", "true"),
        open("host.global_response_headers", "headers of every answer", "{}")
            .advised("no document says it; compare the headers of one answer of the host"),
    ]
}

/// Of a host where one signs in.
fn of_sign_in() -> [Open; 3] {
    [
        open("auth.html_redirect_return_param", "the parameter of the login page", "\"redirect\""),
        unset("auth.allow_get_authenticate_requests", "sign-in by GET", "true"),
        unset("session.lock_after", "wrong passwords that lock a name", "5")
            .advised("no document says it; ask the host's owner for MaxLoginAttempts"),
    ]
}

/// Of a host that says that it has such a thing, and no more.
fn of_named() -> [(&'static str, Open); 4] {
    let secret = unset("auth.secret", "the administrator's secret", "\"12345678\"")
        .advised("plugins.auth says that there is one; its owner knows it");
    let jwt = unset("jwt.secret", "the key of tokens", "\"0123456789abcdef0123456789abcdef\"")
        .advised("plugins.auth has the provider jwt; its owner knows the key");
    let keys = unset("api_keys.keys", "API keys", "[{ key = \"12345678\", user = \"1\" }]")
        .advised("the documents name keys; their users are yours to name");
    let cors = unset("cors", "pages of other origins", "\"any\"")
        .advised("the plug-in cors is loaded; compare the Access-Control headers of one answer");
    [("secret", secret), ("jwt", jwt), ("apikeys", keys), ("cors", cors)]
}

/// Everything that is open after what the documents tell.
pub(super) fn of(stated: &StatedSettings) -> Vec<Open> {
    let app = &stated.app;
    let has_sign_in = app.find(&["plugins", "auth"]).is_some();
    let is_named = |name: &str| match name {
        "secret" => app.find(&["plugins", "auth", "hasAuthSecret"]).is_some(),
        "jwt" => app.has_provider("jwt"),
        "apikeys" => app.loads("apikeys") == Some(true) || app.has_provider("apikey"),
        plugin => app.loads(plugin) == Some(true),
    };
    // System.Text.Json has one spelling of each.
    let is_system =
        stated.settings.iter().any(|own| own.key == "json.library" && own.value == "\"system\"");
    let of_any = of_any().into_iter().filter(|open| !(is_system && open.key.starts_with("json.")));
    let of_sign_in = of_sign_in().into_iter().filter(|_| has_sign_in);
    let of_named = of_named().into_iter().filter(|(name, _)| is_named(name)).map(|(_, open)| open);
    let all = stated.address.open().into_iter().chain(of_any).chain(of_sign_in).chain(of_named);
    all.filter(|open| !stated.states(open.key)).collect()
}

/// Above a line that does not show the default.
const EXAMPLE: &str = " For example:";

/// The lines of a section, each a comment above the setting as one would write it.
pub(super) fn lines(open: &[Open], section: &str) -> String {
    let parts = |open: &Open| open.key.split_once('.').unwrap_or(("", open.key));
    let own = open.iter().filter(|open| parts(open).0 == section);
    own.fold(String::new(), |mut lines, open| {
        let example = if open.is_default { "" } else { EXAMPLE };
        // Writing to a string never fails.
        _ = writeln!(lines, "# {open}.{example}\n# {} = {}", parts(open).1, open.example);
        lines
    })
}

impl std::fmt::Display for Open {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}: {}", self.what, self.advice)
    }
}
