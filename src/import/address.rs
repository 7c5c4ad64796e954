//! Where a host is: the address that it was imported from, and the one that it writes into links.

use reqwest::Url;

use super::notation::toml;
use super::open::Open;
use super::stated::{AppMetadata, StatedSetting, setting};
use crate::contract::Contract;
use crate::host::web_address;

/// Both, as far as they are known.
#[derive(Debug, Clone, Default)]
pub(super) struct Address {
    /// None of a file.
    from: Option<Url>,
    /// Its baseUrl: what the client asked for, unless the host's `WebHostUrl` is set.
    stated: Option<Url>,
}

impl Address {
    /// By the address that was asked, and what the host's documents have.
    pub fn of(from: Option<&str>, app: &AppMetadata, contract: &Contract) -> Self {
        let stated = app.text(&["app", "baseUrl"]).or(contract.base_url.as_deref());
        Self { from: from.and_then(web_address), stated: stated.and_then(web_address) }
    }

    /// What the address of a host that was asked tells.
    pub fn settings(&self) -> Vec<StatedSetting> {
        let Some(from) = &self.from else { return Vec::new() };
        let below = path(from).map(|path| {
            setting("base_path", path, format!("It was imported from {}", written(from)))
        });
        let other = self.stated.as_ref().filter(|stated| written(stated) != written(from));
        let links = other.map(|stated| {
            let (stated, from) = (written(stated), written(from));
            let by = format!("Its baseUrl is {stated}, and it was imported from {from}");
            setting("host.web_host_url", stated, by)
        });
        below.into_iter().chain(links).collect()
    }

    /// What a file leaves open: the baseUrl in it may be the address that was asked, or `WebHostUrl`.
    pub fn open(&self) -> Vec<Open> {
        if self.from.is_some() {
            return Vec::new();
        }
        let below = self.stated.as_ref().and_then(path).unwrap_or("/erp");
        let below = Open {
            key: "base_path",
            what: "the path below which it is served",
            advice: "a file does not say it; it is that of the host's address".into(),
            example: toml(below).into(),
            is_default: false,
        };
        let links = self.stated.as_ref().map(written).map(|stated| Open {
            key: "host.web_host_url",
            what: "what links begin with",
            advice: format!(
                "its baseUrl is {stated}; that is WebHostUrl if the host's address is another"
            )
            .into(),
            example: toml(stated).into(),
            is_default: false,
        });
        std::iter::once(below).chain(links).collect()
    }
}

fn written(url: &Url) -> String {
    url.as_str().trim_end_matches('/').to_owned()
}

/// The path of an address, if it can be that of a host; the root need not be set.
fn path(url: &Url) -> Option<&str> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    let is_segment = |segment: &str| !segment.is_empty() && segment.bytes().all(fits);
    let path = url.path().trim_end_matches('/');
    path.strip_prefix('/')?.split('/').all(is_segment).then_some(path)
}
