//! A client that sees bytes, and a host that it calls.

use std::time::{Duration, Instant};

use servicestack_emulator::lab::{Clock, Seed};
use servicestack_emulator::{Builder, Emulator, Running};

use crate::socket::exchange;

/// ApexERPHost in memory with the demo coupons, frozen at 2026-01-15T10:00:00Z, seed 1.
pub fn host_with(change: impl FnOnce(Builder) -> Builder) -> Running {
    let clock = Clock::frozen_at("2026-01-15T10:00:00Z".parse().unwrap());
    change(Emulator::apex().clock(clock).seed(Seed::from_u64(1))).start().unwrap()
}

pub fn host() -> Running {
    host_with(|builder| builder)
}

/// How many coupons are activated.
pub async fn activated(running: &Running) -> u64 {
    let tenant = running.tenants().default();
    tenant.coupons().count(tenant.clock().now().naive_utc()).await.unwrap().activated
}

/// What came of a request, and how it ended.
pub struct Came {
    pub bytes: Vec<u8>,
    pub end: std::io::Result<()>,
    pub took: Duration,
}

impl Came {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub fn status(&self) -> Option<u16> {
        self.text().strip_prefix("HTTP/1.1 ")?.get(..3)?.parse().ok()
    }

    pub fn body(&self) -> String {
        self.text().split_once("\r\n\r\n").map(|(_, body)| body.to_owned()).unwrap_or_default()
    }
}

/// The request of these parts, which closes its connection.
pub fn request(verb: &str, path: &str, headers: &str, body: &str) -> String {
    format!(
        "{verb} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Basic \
         ZGVtbzpkZW1v\r\n{headers}Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// Sends a request on a connection of its own and reads until that ends.
pub async fn send(running: &Running, request: &str) -> Came {
    let begun = Instant::now();
    let (bytes, end) = exchange(running.address(), request.as_bytes()).await;
    Came { bytes, end, took: begun.elapsed() }
}

/// Activates a coupon of the demo coupons, with this ActivateId and these headers.
pub async fn activate(running: &Running, id: &str, headers: &str) -> Came {
    let body = if id.is_empty() {
        r#"{"CouponType":1,"Prefix":"AB"}"#.to_owned()
    } else {
        format!(r#"{{"CouponType":1,"Prefix":"AB","ActivateId":"{id}"}}"#)
    };
    send(running, &request("PUT", "/Coupons/Activate.json", headers, &body)).await
}

/// The code of a coupon in an answer.
pub fn code(text: &str) -> Option<String> {
    Some(text.split_once("\"Code\":\"")?.1.split_once('"')?.0.to_owned())
}
