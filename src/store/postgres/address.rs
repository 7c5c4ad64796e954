//! Where the database is: a URL as PostgreSQL's own programs take it.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use tokio_postgres::Config;

/// A database, with what it takes to connect to it. Neither shows the password.
#[derive(Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Address {
    url: String,
    config: Config,
    pub(super) root_certificate: Option<PathBuf>,
}

/// A text that names no database.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct AddressError(String);

impl Address {
    /// The settings of a connection.
    pub(super) fn config(&self) -> Config {
        self.config.clone()
    }

    /// The whole text, with the password.
    pub fn reveal(&self) -> &str {
        &self.url
    }
}

/// `postgres://user:password@host:5432/database?sslmode=verify-full&sslrootcert=ca.pem`. Of
/// `sslmode` there are `disable`, `prefer`, `require` (encrypted; the server is not checked, as
/// psql does it) and `verify-full`, which needs `sslrootcert`.
///
/// ```
/// use servicestack_emulator::store::postgres::Address;
///
/// let address: Address = "postgres://till:secret@db.example:5433/coupons?sslmode=require".parse()?;
/// assert_eq!(address.to_string(), "postgres://till@db.example:5433/coupons?sslmode=require");
/// assert!("mysql://db.example/coupons".parse::<Address>().is_err());
/// # Ok::<(), servicestack_emulator::store::postgres::AddressError>(())
/// ```
impl FromStr for Address {
    type Err = AddressError;

    fn from_str(url: &str) -> Result<Self, AddressError> {
        if !["postgres://", "postgresql://"].iter().any(|scheme| url.starts_with(scheme)) {
            return Err(AddressError(
                "a store begins with postgres://, as in postgres://user@host/database".to_owned(),
            ));
        }
        let Tls { rest, verify, root_certificate } = Tls::split(url)?;
        if verify && root_certificate.is_none() {
            return Err(AddressError("sslmode=verify-full needs sslrootcert=FILE".to_owned()));
        }
        let config: Config =
            rest.parse().map_err(|error: tokio_postgres::Error| AddressError(said(&error)))?;
        if config.get_hosts().is_empty() {
            return Err(AddressError("the store names no host".to_owned()));
        }
        Ok(Address { url: url.to_owned(), config, root_certificate })
    }
}

/// What of the query we read ourselves, because the driver does not know it.
struct Tls {
    rest: String,
    verify: bool,
    root_certificate: Option<PathBuf>,
}

impl Tls {
    fn split(url: &str) -> Result<Self, AddressError> {
        let (base, query) = url.split_once('?').unwrap_or((url, ""));
        let mut tls = Tls { rest: String::new(), verify: false, root_certificate: None };
        let mut others = Vec::new();
        for part in query.split('&').filter(|part| !part.is_empty()) {
            match part.split_once('=') {
                Some(("sslrootcert", file)) => tls.root_certificate = Some(decoded(file)?.into()),
                Some(("sslmode", "verify-full")) => {
                    tls.verify = true;
                    others.push("sslmode=require");
                }
                _ => others.push(part),
            }
        }
        tls.rest = if others.is_empty() {
            base.to_owned()
        } else {
            format!("{base}?{}", others.join("&"))
        };
        Ok(tls)
    }
}

fn decoded(text: &str) -> Result<String, AddressError> {
    let text = percent_encoding::percent_decode_str(text).decode_utf8();
    text.map(String::from).map_err(|_| AddressError("sslrootcert is no text".to_owned()))
}

fn said(error: &tokio_postgres::Error) -> String {
    std::error::Error::source(error).map_or_else(|| error.to_string(), ToString::to_string)
}

/// The text without the password.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (scheme, rest) = self.url.split_once("://").unwrap_or(("postgres", &self.url));
        let (base, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (authority, path) =
            base.split_once('/').map_or((base, None), |(one, two)| (one, Some(two)));
        write!(f, "{scheme}://")?;
        match authority.rsplit_once('@') {
            Some((user, host)) => {
                write!(f, "{}@{host}", user.split(':').next().unwrap_or_default())?
            }
            None => f.write_str(authority)?,
        }
        if let Some(path) = path {
            write!(f, "/{path}")?;
        }
        let shown: Vec<_> =
            query.split('&').filter(|part| !part.is_empty() && !is_secret(part)).collect();
        if shown.is_empty() { Ok(()) } else { write!(f, "?{}", shown.join("&")) }
    }
}

fn is_secret(part: &str) -> bool {
    let name = part.split('=').next().unwrap_or_default();
    percent_encoding::percent_decode_str(name).decode_utf8_lossy().eq_ignore_ascii_case("password")
}

impl TryFrom<String> for Address {
    type Error = AddressError;

    fn try_from(url: String) -> Result<Self, AddressError> {
        url.parse()
    }
}

/// As it is shown, not as it is.
impl From<Address> for String {
    fn from(address: Address) -> Self {
        address.to_string()
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_password_is_ever_shown() {
        for (url, shown) in [
            ("postgres://u:p@h/d", "postgres://u@h/d"),
            (
                "postgres://u:p%40q@h:1/d?password=p&sslmode=disable",
                "postgres://u@h:1/d?sslmode=disable",
            ),
            ("postgres://h/d?user=u&password=p", "postgres://h/d?user=u"),
            ("postgresql://h", "postgresql://h"),
            ("postgres://u:a@b@h/d", "postgres://u@h/d"),
        ] {
            let Ok(address) = url.parse::<Address>() else { continue };
            assert_eq!(
                (address.to_string(), format!("{address:?}")),
                (shown.to_owned(), shown.to_owned())
            );
            assert_eq!(address.reveal(), url);
        }
    }

    #[test]
    fn what_is_no_address_is_reported() {
        let reported = |url: &str| url.parse::<Address>().unwrap_err().to_string();
        assert_eq!(
            reported("mysql://h/d"),
            "a store begins with postgres://, as in postgres://user@host/database"
        );
        assert_eq!(
            reported("postgres://h/d?sslmode=verify-full"),
            "sslmode=verify-full needs sslrootcert=FILE"
        );
        assert!(reported("postgres://h:x/d").contains("port"), "{}", reported("postgres://h:x/d"));
        assert!(reported("postgres://h/d?colour=red").contains("colour"));
        assert_eq!(reported("postgres:///d"), "the store names no host");
    }
}
