//! What MIKO's API knows of the vendor's business: read from a file, or the built-in demo set.

use std::collections::HashSet;
use std::path::Path;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize, Serializer};

use super::Text;
use super::document::{self, DocumentError, Notation};

/// The emulator's own demo data; they hold the distributor and the product of the documented
/// example.
const BUILT_IN: &str = include_str!("../../fixtures/seed-data/miko.toml");

/// A document of distributors, products and clients.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MikoData {
    /// The sellers.
    pub distributors: Vec<Distributor>,
    /// What is sold.
    pub products: Vec<Product>,
    /// What `trialsactivationhistory` returns.
    pub trials: Vec<Trial>,
    /// What `getWillBeExpiredProducts` returns.
    pub subscriptions: Vec<Subscription>,
    /// What `clientscoordinates` returns.
    pub clients: Vec<MapClient>,
}

/// One `[[distributors]]`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Distributor {
    /// `distributorguid`.
    pub guid: String,
    /// For people.
    #[serde(default)]
    pub name: String,
}

/// One `[[products]]`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Product {
    /// `products[].guid`.
    pub guid: String,
    /// For people.
    #[serde(default)]
    pub name: String,
}

/// One `[[trials]]`: an activation of a trial, with the members of the answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the members of the answer, by their names there")]
pub struct Trial {
    pub result_id: i64,
    pub licensekey: String,
    pub product: String,
    #[serde(serialize_with = "instant")]
    pub dateactivated: Text<DateTime<Utc>>,
    #[serde(default)]
    pub email: String,
    #[serde(default)]
    pub contact: String,
    #[serde(default)]
    pub shortname: String,
    #[serde(default)]
    pub phone: String,
    #[serde(default)]
    pub description: String,
    #[serde(default)]
    pub inn: String,
}

/// One `[[subscriptions]]`: a product of a client that ends, with the members of the answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the members of the answer, by their names there")]
pub struct Subscription {
    pub licensekey: String,
    #[serde(default)]
    pub companyname: String,
    #[serde(default)]
    pub contact: String,
    #[serde(default)]
    pub email: String,
    #[serde(default, rename = "crmRef1")]
    pub crm_ref1: String,
    #[serde(default, rename = "crmRef2")]
    pub crm_ref2: String,
    pub product: String,
    #[serde(default)]
    pub product_en: String,
    #[serde(serialize_with = "date")]
    pub expired: Text<DateTime<Utc>>,
    #[serde(default)]
    pub distributor: String,
    #[serde(default)]
    pub responsible: String,
    /// Whether it is a trial; not in the answer.
    #[serde(default, skip_serializing)]
    pub trial: bool,
}

/// One `[[clients]]`: a client on the map.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MapClient {
    /// In degrees.
    pub latitude: f64,
    /// In degrees.
    pub longitude: f64,
    /// Whether the client is connected now.
    #[serde(default)]
    pub online: bool,
    /// The numbers of the features in use; not in the answer.
    #[serde(default, skip_serializing)]
    pub features: Vec<i64>,
}

impl MikoData {
    /// Reads a file (TOML, or JSON for a name in `.json`), or the built-in demo set.
    ///
    /// # Errors
    /// When the file cannot be read, holds an unknown key or a bad value, or names a guid twice.
    pub fn read(file: Option<&Path>) -> Result<Self, DocumentError> {
        let (data, name): (Self, _) = match file {
            Some(path) => (document::read_file(path)?, path.display().to_string()),
            None => {
                let name = "the built-in data of MIKO";
                (document::read_text(name, Notation::Toml, BUILT_IN)?, name.to_owned())
            }
        };
        match data.fault() {
            Some(fault) => Err(DocumentError { file: name, line: None, fault }),
            None => Ok(data),
        }
    }

    fn fault(&self) -> Option<String> {
        let distributors = self.distributors.iter().map(|one| one.guid.as_str());
        let products = self.products.iter().map(|one| one.guid.as_str());
        fault_of("distributors", distributors).or_else(|| fault_of("products", products))
    }
}

/// An empty guid could be met by a request without one, and of two the second would never be found.
fn fault_of<'a>(list: &str, guids: impl Iterator<Item = &'a str>) -> Option<String> {
    let mut known = HashSet::new();
    guids.enumerate().find_map(|(place, guid)| match guid.trim() {
        "" => Some(format!("`{list}[{place}].guid` is empty")),
        guid if !known.insert(guid.to_lowercase()) => {
            Some(format!("`{list}[{place}].guid`: {guid} is there twice"))
        }
        _ => None,
    })
}

fn instant<S: Serializer>(at: &Text<DateTime<Utc>>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&at.0.format("%Y-%m-%d %H:%M:%S"))
}

fn date<S: Serializer>(at: &Text<DateTime<Utc>>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(&at.0.format("%Y-%m-%d"))
}
