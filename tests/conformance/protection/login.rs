//! Where a host with Identity sends those who may not call.

use super::hosted::Hosted;
use super::ways::{Call, Way};
use crate::connection::values;

/// Where an answer sends a browser that posted to an address.
async fn sent_to(host: &Hosted, path: &str, call: &Call) -> String {
    let answer = host.send("POST", path, call, "{}").await;
    assert!(answer.status.contains(" 302 "), "{path}: {}", answer.status);
    let place = values(&answer.headers, "location").concat();
    let origin = format!("http://{}", host.address());
    place.strip_prefix(&origin).unwrap_or(&place).to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_way_back_joins_the_query_that_a_page_has() {
    let over = "[identity]\nlogin_path = '/Account/Login?theme=dark'\n\
                access_denied_path = '/Denied?why=role'";
    let host = Hosted::identity_with("redirects", over, &[]);
    let nobody = sent_to(&host, "/secured?a=b", &Call::default()).await;
    assert_eq!(nobody, "/Account/Login?theme=dark&ReturnUrl=%2Fsecured%3Fa%3Db");
    let cookie = host.good(Way::ApplicationCookie, &host.users[0]).await;
    let plain = sent_to(&host, "/admin-only", &Way::ApplicationCookie.call(&cookie)).await;
    assert_eq!(plain, "/Denied?why=role&ReturnUrl=%2Fadmin-only");
}
