//! Clients who race, lose their connections and come again with the same ids.

use std::sync::Arc;
use std::time::Duration;

use reqwest::{Client, RequestBuilder};
use serde_json::{Value, json};
use uuid::Uuid;

use super::event::{Call, Coupon, Outcome, Recorder};

/// Where the emulators are just now; each may be restarted elsewhere.
pub trait Addresses: Send + Sync + 'static {
    /// The base URL of one of them, by any number.
    fn any(&self, number: u64) -> String;
}

/// An emulator that stays where it is.
impl Addresses for String {
    fn any(&self, _: u64) -> String {
        self.clone()
    }
}

/// How much.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    pub clients: u64,
    /// Of all clients; tries without an answer are not counted.
    pub calls: usize,
    /// One connection in so many is cut by the client while it waits.
    pub cut: u64,
}

/// How long a client waits for an answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long after a try without an answer it comes again.
const PAUSE: Duration = Duration::from_millis(50);

/// Runs clients until they have made their calls.
pub async fn run(size: Size, addresses: Arc<dyn Addresses>, recorder: Arc<Recorder>) {
    let http = Client::new();
    let clients: Vec<_> = (0..size.clients)
        .map(|number| {
            let (http, addresses, recorder) = (http.clone(), addresses.clone(), recorder.clone());
            let dice = Dice(number.wrapping_mul(0x9E37_79B9));
            tokio::spawn(Till { number, size, http, addresses, recorder, dice, added: 0 }.work())
        })
        .collect();
    for client in clients {
        client.await.unwrap();
    }
}

/// Every coupon there is.
pub async fn list(base_url: &str) -> Vec<Coupon> {
    let url = format!("{base_url}/json/reply/GetCouponsByStatus");
    let answer = Client::new().get(url).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    let answer: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
    answer["Coupon"].as_array().unwrap().iter().map(coupon).collect()
}

fn coupon(value: &Value) -> Coupon {
    let guid = |name: &str| value[name].as_str().map(|text| text.parse().unwrap());
    Coupon {
        id: value["Id"].as_i64().unwrap(),
        code: value["Code"].as_str().unwrap().to_owned(),
        status: value["CouponStatus"].as_i64().unwrap(),
        used: value["Used"].as_bool().unwrap(),
        activate_id: guid("ActivateId"),
        spend_id: guid("SpendId"),
    }
}

/// Numbers that look random and repeat.
#[derive(Clone)]
struct Dice(u64);

impl Dice {
    /// A number below `sides` (splitmix64).
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % sides
    }

    fn id(&mut self) -> Uuid {
        Uuid::from_u64_pair(self.roll(u64::MAX), self.roll(u64::MAX))
    }
}

/// One client.
#[derive(Clone)]
struct Till {
    number: u64,
    size: Size,
    http: Client,
    addresses: Arc<dyn Addresses>,
    recorder: Arc<Recorder>,
    dice: Dice,
    added: u32,
}

impl Till {
    async fn work(mut self) {
        self.add().await;
        while self.recorder.answered() < self.size.calls {
            match self.dice.roll(20) {
                0 => self.add().await,
                _ => self.activate().await,
            }
        }
    }

    async fn add(&mut self) {
        self.added += 1;
        let prefix = format!("H{:02}-{}-", self.number, self.added);
        self.insist(Call::Add { prefix, count: 16 }).await;
    }

    /// Activates a coupon, and now and then takes it as well, alone or in a race.
    async fn activate(&mut self) {
        // Most race for the first coupon of all, some for those of one client.
        let prefix = match self.dice.roll(8) {
            0 => format!("H{:02}-", self.dice.roll(self.size.clients)),
            _ => "H".to_owned(),
        };
        let call = Call::Activate { prefix, id: self.dice.id() };
        let outcome = match self.dice.roll(10) {
            0 => self.twice(call).await,
            _ => self.insist(call).await,
        };
        let Outcome::Activated { code } = outcome else { return };
        match self.dice.roll(10) {
            0 => self.race_to_spend(code).await,
            1 | 2 => {
                let id = self.dice.id();
                self.insist(Call::Spend { code, id }).await;
            }
            _ => {}
        }
    }

    /// The same call by two connections at once.
    async fn twice(&mut self, call: Call) -> Outcome {
        let mut other = self.clone();
        other.dice.0 ^= 1;
        let again = call.clone();
        let second = tokio::spawn(async move { other.insist(again).await });
        let outcome = self.insist(call).await;
        second.await.unwrap();
        outcome
    }

    /// Two tills want the same coupon.
    async fn race_to_spend(&mut self, code: String) {
        let mut other = self.clone();
        other.dice.0 ^= 1;
        let calls = [(); 2].map(|()| Call::Spend { code: code.clone(), id: self.dice.id() });
        let [mine, theirs] = calls;
        let second = tokio::spawn(async move { other.insist(theirs).await });
        self.insist(mine).await;
        second.await.unwrap();
    }

    /// Asks until there is an answer, with the same ids.
    async fn insist(&mut self, call: Call) -> Outcome {
        loop {
            let invoked = self.recorder.moment();
            let outcome = self.ask(&call).await.unwrap_or(Outcome::Unknown);
            self.recorder.record(call.clone(), invoked, outcome.clone());
            if outcome != Outcome::Unknown {
                return outcome;
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// None without an answer.
    async fn ask(&mut self, call: &Call) -> Option<Outcome> {
        let patience = match self.dice.roll(self.size.cut) {
            0 => Duration::from_micros(100 + self.dice.roll(5000)),
            _ => PATIENCE,
        };
        let base_url = self.addresses.any(self.dice.roll(u64::MAX));
        let asking = async {
            let answer = request(&self.http, &base_url, call).send().await.ok()?;
            Some((answer.status().as_u16(), answer.text().await.ok()?))
        };
        let (status, body) = tokio::time::timeout(patience, asking).await.ok()??;
        match status {
            200 => Some(done(call, &body)),
            // It may have been done before the error came.
            500.. => None,
            _ => Some(Outcome::Refused(body)),
        }
    }
}

fn request(http: &Client, base_url: &str, call: &Call) -> RequestBuilder {
    let with = |request: RequestBuilder, body: Value| {
        request.header("Content-Type", "application/json").body(body.to_string())
    };
    match call {
        Call::Add { prefix, count } => with(
            http.post(format!("{base_url}/Coupons.json")),
            json!({"CodeFrom": 1, "CodeTo": count, "CodeLength": 4, "Type": 1, "ExpDate": "2099-01-01", "Prefix": prefix}),
        ),
        Call::Activate { prefix, id } => with(
            http.put(format!("{base_url}/Coupons/Activate.json")),
            json!({"CouponType": 1, "Prefix": prefix, "ActivateId": id}),
        ),
        Call::Spend { code, id } => http.put(format!("{base_url}/till/{code}/{id}")),
    }
}

/// What an answer of 200 says.
fn done(call: &Call, body: &str) -> Outcome {
    if let Call::Spend { .. } = call {
        return Outcome::Spent;
    }
    let answer: Value =
        serde_json::from_str(body).unwrap_or_else(|error| panic!("{error}: {body}"));
    let count = |name: &str| answer[name].as_u64().map_or(0, |count| count as u32);
    match call {
        Call::Add { .. } => {
            Outcome::Added { inserted: count("Inserted"), omitted: count("Omitted") }
        }
        _ => Outcome::Activated {
            code: answer["Result"]["Code"].as_str().unwrap_or_default().to_owned(),
        },
    }
}
