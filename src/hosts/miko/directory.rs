//! Distributors and products by their guids, and the clients that the sibling calls return.

use std::collections::HashMap;

use crate::config::{Distributor, MapClient, MikoData, Product, Subscription, Trial};

/// What the API knows of the vendor's business. It does not change while it is served.
pub struct Directory {
    distributors: HashMap<String, Distributor>,
    products: HashMap<String, Product>,
    /// In the order of `result_id`.
    pub trials: Vec<Trial>,
    pub subscriptions: Vec<Subscription>,
    pub clients: Vec<MapClient>,
}

impl Directory {
    pub fn new(data: MikoData) -> Self {
        let MikoData { distributors, products, mut trials, subscriptions, clients } = data;
        trials.sort_by_key(|trial| trial.result_id);
        Self {
            distributors: distributors.into_iter().map(|one| (key(&one.guid), one)).collect(),
            products: products.into_iter().map(|one| (key(&one.guid), one)).collect(),
            trials,
            subscriptions,
            clients,
        }
    }

    pub fn distributor(&self, guid: &str) -> Option<&Distributor> {
        self.distributors.get(&key(guid))
    }

    pub fn product(&self, guid: &str) -> Option<&Product> {
        self.products.get(&key(guid))
    }
}

/// Guids are written in either case.
fn key(guid: &str) -> String {
    guid.trim().to_lowercase()
}
