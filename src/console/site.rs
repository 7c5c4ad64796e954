//! The console as a site: reads the form, sends what it describes, and keeps the cookies.

use std::sync::Arc;

use super::{Call, CallError, Console, Draft, Exchange, Fields, Sending, Way};
use crate::auth::local_path;
use crate::contract::Operation;
use crate::host::{Host, TenantHost};
use crate::host_pages::{HTML, context, guarded};
use crate::http::{self, not_found};
use crate::http::{Answer, Answering, Body, HostSite, Query, Request, SessionCookies, Site};
use crate::pages::{PageContext, Search};

/// The console of one host, `/ui` and what is below it.
pub struct ConsoleSite {
    host: Arc<Host>,
    /// By which people sign in: the console is one of its clients.
    operations: HostSite,
}

impl ConsoleSite {
    /// The first segment of its paths.
    const FIRST: &'static str = "ui";

    /// The console of a host.
    pub fn new(host: Arc<Host>) -> Self {
        Self { operations: HostSite::new(host.clone()), host }
    }

    /// The path below `/ui/`.
    fn rest(request: &Request) -> Option<&str> {
        let path = request.path().trim_start_matches('/');
        let (first, rest) = path.split_once('/').unwrap_or((path, ""));
        (first.eq_ignore_ascii_case(Self::FIRST) && !rest.starts_with("assets/")).then_some(rest)
    }

    async fn answer_below(&self, host: &TenantHost<'_>, exchange: &http::Exchange, rest: &str) -> Answer {
        let request = &exchange.request;
        if is_from_elsewhere(request) {
            return Answer::of(
                403,
                "text/plain; charset=utf-8",
                "The console takes forms of its own pages alone.",
            );
        }
        match (&*request.verb, rest) {
            ("POST", "session/in") => self.sign_in(exchange).await,
            ("POST", "session/out") => self.sign_out(exchange).await,
            (_, "") => index(host, request),
            (_, name) => match host.contract().operation(name).filter(|operation| !operation.hidden) {
                Some(operation) => of_operation(host, request, operation).await,
                None => not_found(host, request),
            },
        }
    }
}

impl Site for ConsoleSite {
    fn answer<'a>(&'a self, exchange: &'a http::Exchange) -> Answering<'a> {
        let (host, request) = (TenantHost::new(&self.host, &exchange.tenant), &exchange.request);
        Box::pin(async move {
            match Self::rest(request) {
                Some(rest) => self.answer_below(&host, exchange, rest).await,
                None => not_found(&host, request),
            }
        })
    }

    fn has(&self, request: &Request) -> bool {
        Self::rest(request).is_some()
    }

    fn takes(&self, segment: &str) -> bool {
        segment.eq_ignore_ascii_case(Self::FIRST)
    }
}

fn index(host: &TenantHost<'_>, request: &Request) -> Answer {
    let text = |key| request.query.get(key).unwrap_or_default().to_owned();
    let search = Search { text: text("q"), tag: text("tag") };
    page(with_console(host, request, |console| super::index(console, &search)))
}

fn page(page: String) -> Answer {
    guarded(Answer::of(200, HTML, page)).header("Cache-Control", "no-store")
}

/// The console signs requests with its cookies, so it obeys no form of a foreign page. The scheme is left out: a proxy
/// may have taken TLS off. Nor does it obey a link that calls itself a form.
fn is_from_elsewhere(request: &Request) -> bool {
    let own =
        |origin: &str| origin.split_once("://").is_some_and(|(_, authority)| authority == request.host());
    let acts = request.verb != "GET";
    acts && (request.overriding_verb().is_some()
        || request.header("origin").is_some_and(|origin| !own(origin)))
}

fn with_console<T>(host: &TenantHost<'_>, request: &Request, work: impl FnOnce(&Console<'_>) -> T) -> T {
    let cookies = super::kept(|name| request.cookie(name));
    let user = user(host, request);
    let context: PageContext<'_> = context(host, request);
    work(&Console {
        contract: host.contract(),
        context: &context,
        origin: &request.origin(),
        has_api: host.has_api(),
        has_auth: host.parts.auth.is_some(),
        user: user.as_deref(),
        cookies: &cookies,
        refused: request.query.get("refused").is_some(),
    })
}

/// Who the session of the console's cookies belongs to.
fn user(host: &TenantHost<'_>, request: &Request) -> Option<String> {
    let (auth, accounts) = host.auth()?;
    let cookies = SessionCookies::of(host, request);
    let user = accounts.sessions.user_of(cookies.effective(), host.now())?;
    Some(auth.users.by_id(&user)?.name.clone())
}

async fn of_operation(host: &TenantHost<'_>, request: &Request, operation: &Operation) -> Answer {
    let mut fields = fields(host, request, operation);
    let act = change(&mut fields);
    let draft = with_console(host, request, |console| {
        Draft::read(console.contract, operation.request, &fields, host.reading())
    });
    let way = chosen_way(host, operation, &fields);
    if act == "raw" {
        take_text(host, request, operation, &way, &draft, &mut fields);
    }
    let call = with_console(host, request, |console| {
        Call::new(console, operation, &way, draft.request.clone(), &fields)
    });
    let outcome = match (&call, act.as_str()) {
        (Ok(call), "send") if call.raw || draft.faults.is_empty() => Some(send(request, call).await),
        _ => None,
    };
    let sending = Sending {
        operation,
        way: &way,
        fields: &fields,
        draft: &draft,
        call: &call,
        outcome: outcome.as_ref(),
    };
    let received = outcome.as_ref().and_then(|outcome| outcome.as_ref().ok());
    let answer = with_adopted(page(String::new()), request, received);
    answer.body(with_console(host, request, |console| super::page(console, &sending)))
}

/// What was filled in; at first what the query gives by the names of members.
fn fields(host: &Host, request: &Request, operation: &Operation) -> Fields {
    if request.verb == "POST" {
        return Fields::parse(&String::from_utf8_lossy(&request.body));
    }
    let mut fields = Fields::default();
    for (place, member) in host.contract().dto(operation.request).members.iter().enumerate() {
        if let Some(text) = request.query.get(&member.name) {
            fields.set(format!("v.{place}"), text);
        }
    }
    fields
}

/// Does what a button of the form asks for; gives what is left to do.
fn change(fields: &mut Fields) -> String {
    let act = fields.get("do").to_owned();
    match act.split_once('.') {
        Some(("add", path)) => fields.add(path),
        Some(("remove", item)) => fields.remove(item),
        Some(("clear", path)) => fields.clear(path),
        _ => {}
    }
    act
}

fn chosen_way(host: &Host, operation: &Operation, fields: &Fields) -> Way {
    let ways = super::ways(operation, host.has_api());
    let chosen = ways.iter().position(|way| way.id() == fields.get("way")).unwrap_or_default();
    ways.into_iter().nth(chosen).unwrap_or_else(|| Way::Reply("POST".to_owned()))
}

/// The text of the form becomes the raw text, to be changed by hand.
fn take_text(
    host: &TenantHost<'_>,
    request: &Request,
    operation: &Operation,
    way: &Way,
    draft: &Draft,
    fields: &mut Fields,
) {
    fields.clear_raw();
    let call: Result<Call<'_>, CallError> = with_console(host, request, |console| {
        Call::new(console, operation, way, draft.request.clone(), fields)
    });
    fields.set("text", call.ok().and_then(|call| call.body).unwrap_or_default());
    fields.set("raw", "on");
}

/// Over the server's own socket, as any client does it.
async fn send(request: &Request, call: &Call<'_>) -> Result<Exchange, String> {
    let Some(address) = request.server else { return Err("There is no server to send it to.".to_owned()) };
    let (bytes, encrypted) = (call.bytes(request.host()), request.scheme == "https");
    let sent = tokio::task::spawn_blocking(move || super::exchange(address, encrypted, &bytes)).await;
    match sent {
        Ok(Ok(exchange)) => Ok(exchange),
        Ok(Err(error)) => Err(format!("No answer: {error}.")),
        Err(_) => Err("No answer.".to_owned()),
    }
}

/// What the host's answer does to the session counts for the console.
fn with_adopted(answer: Answer, request: &Request, received: Option<&Exchange>) -> Answer {
    let cookies = received.map(|exchange| super::set_cookies(&exchange.received)).unwrap_or_default();
    let own = cookies.iter().filter_map(|cookie| super::adopted(cookie, request.base_path()));
    own.fold(answer, |answer, cookie| answer.header("Set-Cookie", cookie))
}

impl ConsoleSite {
    /// By the host's own way of signing in.
    async fn sign_in(&self, exchange: &http::Exchange) -> Answer {
        let request = &exchange.request;
        let form = Query::parse(&String::from_utf8_lossy(&request.body));
        let text = |key: &'static str| form.get(key).unwrap_or_default();
        let pair = |name| {
            let value = percent_encoding::utf8_percent_encode(text(name), percent_encoding::NON_ALPHANUMERIC);
            format!("{name}={value}")
        };
        let body = [pair("UserName"), pair("Password")].join("&");
        let answer = self.ask(exchange, "/auth/credentials", body).await;
        let signed_in = answer.status == 200;
        back(request, text("back"), &answer, if signed_in { "" } else { "?refused=1" })
    }

    async fn sign_out(&self, exchange: &http::Exchange) -> Answer {
        let request = &exchange.request;
        let form = Query::parse(&String::from_utf8_lossy(&request.body));
        let answer = self.ask(exchange, "/auth/logout", String::new()).await;
        back(request, form.get("back").unwrap_or_default(), &answer, "")
    }

    async fn ask(&self, exchange: &http::Exchange, target: &str, body: String) -> Answer {
        let request = &exchange.request;
        let headers = [
            ("host", request.host().to_owned()),
            ("accept", "application/json".to_owned()),
            ("content-type", "application/x-www-form-urlencoded".to_owned()),
            ("cookie", super::kept(|name| request.cookie(name))),
        ];
        let mut asked = Request::new("POST", target, headers.into_iter().collect(), body.into_bytes());
        asked.scheme = request.scheme;
        self.operations.answer(&exchange.part(asked)).await
    }
}

/// To the page that asked, with the cookies that the host set.
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
