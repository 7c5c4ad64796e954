//! Signing in and out by the head of the console's pages.

use super::ConsoleSite;
use crate::auth::local_path;
use crate::host_pages::guarded;
use crate::http::{Answer, Body, Exchange, Query, Request, Site};

impl ConsoleSite {
    /// By the host's own way of signing in.
    pub(super) async fn sign_in(&self, exchange: &Exchange) -> Answer {
        let request = &exchange.request;
        let form = Query::parse(&String::from_utf8_lossy(&request.body));
        let text = |key: &'static str| form.get(key).unwrap_or_default();
        let pair = |name| {
            let value = percent_encoding::utf8_percent_encode(
                text(name),
                percent_encoding::NON_ALPHANUMERIC,
            );
            format!("{name}={value}")
        };
        let body = [pair("UserName"), pair("Password")].join("&");
        let answer = self.ask(exchange, "/auth/credentials", body).await;
        let signed_in = answer.status == 200;
        back(request, text("back"), &answer, if signed_in { "" } else { "?refused=1" })
    }

    /// By the host's own way of signing out.
    pub(super) async fn sign_out(&self, exchange: &Exchange) -> Answer {
        let request = &exchange.request;
        let form = Query::parse(&String::from_utf8_lossy(&request.body));
        let answer = self.ask(exchange, "/auth/logout", String::new()).await;
        back(request, form.get("back").unwrap_or_default(), &answer, "")
    }

    async fn ask(&self, exchange: &Exchange, target: &str, body: String) -> Answer {
        let request = &exchange.request;
        let headers = [
            ("host", request.host().to_owned()),
            ("accept", "application/json".to_owned()),
            ("content-type", "application/x-www-form-urlencoded".to_owned()),
            ("cookie", super::kept(|name| request.cookie(name))),
        ];
        let mut sent =
            Request::new("POST", target, headers.into_iter().collect(), body.into_bytes());
        sent.scheme = request.scheme;
        self.operations.answer(&exchange.part(sent)).await
    }
}

/// To the page that sent the form, with the cookies that the host set.
fn back(request: &Request, place: &str, answer: &Answer, query: &str) -> Answer {
    let place = local_path(place).filter(|place| !place.contains('?')).unwrap_or("/ui");
    let set = answer.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie"));
    let own = set.filter_map(|(_, cookie)| super::adopted(cookie, request.base_path()));
    let location = format!("{place}{query}");
    own.fold(
        guarded(Answer::empty(303)).header("Location", location).body(Body::default()),
        |answer, cookie| answer.header("Set-Cookie", cookie),
    )
}
