//! Settings that exclude each other, whichever source each came from.

use jsv_codec::MemberNames;

use super::Settings;
use crate::auth::AuthConfig;
use crate::edition::{Edition, Hosting, Profile};
use crate::host::{Feature, HostConfig};
use crate::wire::{Format, JsonDialect};

/// The key of the setting to change, and what is wrong with it.
pub(super) type Contradiction = (&'static str, String);

/// The first that there is.
pub(super) fn find(settings: &Settings) -> Option<Contradiction> {
    newer(settings)
        .or_else(|| of_names(settings))
        .or_else(|| of_host(&settings.host))
        .or_else(|| of_sign_in(&settings.auth))
}

/// What hosts of 5.x have not.
fn newer(settings: &Settings) -> Option<Contradiction> {
    if settings.profile != Profile::Classic {
        return None;
    }
    let (key, what) = match settings.edition() {
        Edition { hosting: Hosting::Endpoints, .. } if settings.identity.enabled => {
            ("identity.enabled", "[identity]")
        }
        Edition { hosting: Hosting::Endpoints, .. } => ("endpoints", "endpoints"),
        Edition { json: JsonDialect::System, .. } => ("json.library", "json = \"system\""),
        _ if settings.json.system_json_compatible => {
            ("json.system_json_compatible", "json.system_json_compatible")
        }
        _ => return None,
    };
    let sentence = format!("`{what}` is for hosts of 10.x; set profile = \"modern\", or remove it");
    Some((key, sentence))
}

/// `host.use_camel_case` is one way to say `json.text_case`.
fn of_names(settings: &Settings) -> Option<Contradiction> {
    let is_camel = settings.host.use_camel_case?;
    let contradicts = match settings.json.text_case {
        MemberNames::CamelCase => !is_camel,
        MemberNames::PascalCase | MemberNames::SnakeCase => is_camel,
        MemberNames::Declared => false,
    };
    let sentence = "`host.use_camel_case` and `json.text_case` contradict each other; remove one";
    contradicts.then(|| ("host.use_camel_case", sentence.to_owned()))
}

fn of_host(host: &HostConfig) -> Option<Contradiction> {
    let default = host.default_content_type.0;
    if default != Format::Html && host.refuses(default)
        || default == Format::Csv && host.lacks(Feature::Csv)
    {
        let sentence = format!(
            "`host.default_content_type` is {}, which `host.disable_features` switches off; \
             change one",
            default.media_type()
        );
        return Some(("host.default_content_type", sentence));
    }
    let is_plain = |url: &String| url.to_ascii_lowercase().starts_with("http://");
    if host.use_https_links && host.web_host_url.as_ref().is_some_and(is_plain) {
        let sentence = "`host.use_https_links` contradicts `host.web_host_url`, which begins with \
                        http://; change one";
        return Some(("host.use_https_links", sentence.to_owned()));
    }
    if !host.allow_jsonp_requests
        && host.jsonp_content_type != HostConfig::default().jsonp_content_type
    {
        let sentence = "`host.jsonp_content_type` is of JSONP, which `host.allow_jsonp_requests` \
                        switches off; remove one";
        return Some(("host.jsonp_content_type", sentence.to_owned()));
    }
    None
}

/// Without a page to sign in at, nothing of that page can be set.
fn of_sign_in(auth: &AuthConfig) -> Option<Contradiction> {
    let preset = AuthConfig::default();
    let key = if auth.html_redirect_return_param != preset.html_redirect_return_param {
        "auth.html_redirect_return_param"
    } else if auth.html_redirect_return_path_only {
        "auth.html_redirect_return_path_only"
    } else {
        return None;
    };
    auth.html_redirect.is_empty().then(|| {
        (
            key,
            format!(
                "`{key}` is of the page that `auth.html_redirect` names, which is empty; remove one"
            ),
        )
    })
}
