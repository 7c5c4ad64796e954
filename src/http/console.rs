//! The API console, as pages of the host: reads the form, sends what it describes, and keeps the cookies.

use super::own_page::{HTML, context, guarded};
use super::query::Query;
use super::reply::not_found;
use super::{Answer, Body, Host, Request, TenantHost};
use crate::auth::local_path;
use crate::console::{self, Call, CallError, Console, Draft, Exchange, Fields, Sending, Way};
use crate::contract::Operation;
use crate::pages::{self, PageContext, Search};

/// Answers `/ui` and what is below it.
pub async fn answer(host: &TenantHost<'_>, request: &Request, rest: &str) -> Answer {
    if let Some(name) = rest.strip_prefix("assets/") {
        return asset(host, request, name);
    }
    if is_from_elsewhere(request) {
        return Answer::of(
            403,
            "text/plain; charset=utf-8",
            "The console takes forms of its own pages alone.",
        );
    }
    match (&*request.verb, rest) {
        ("POST", "session/in") => sign_in(host, request).await,
        ("POST", "session/out") => sign_out(host, request).await,
        (_, "") => with_console(host, request, |console| {
            let text = |key| request.query.get(key).unwrap_or_default().to_owned();
            page(console::index(console, &Search { text: text("q"), tag: text("tag") }))
        }),
        (_, name) => match host.contract().operation(name).filter(|operation| !operation.hidden) {
            Some(operation) => of_operation(host, request, operation).await,
            None => not_found(host, request),
        },
    }
}

fn page(page: String) -> Answer {
    guarded(Answer::of(200, HTML, page)).header("Cache-Control", "no-store")
}

/// Files change their address when they change.
fn asset(host: &Host, request: &Request, name: &str) -> Answer {
    match pages::asset(name) {
        Some(asset) => guarded(Answer::of(200, asset.content_type, asset.text))
            .header("Cache-Control", "public, max-age=31536000, immutable"),
        None => not_found(host, request),
    }
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
    let cookies = console::kept(|name| request.cookie(name));
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
    let lasting = request.cookie("ss-opt") == Some("perm");
    let id = request.cookie(if lasting { "ss-pid" } else { "ss-id" })?;
    let user = accounts.sessions.user_of(id, host.now())?;
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
    answer.body(with_console(host, request, |console| console::page(console, &sending)))
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
    let ways = console::ways(operation, host.has_api());
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
    let sent = tokio::task::spawn_blocking(move || console::exchange(address, encrypted, &bytes)).await;
    match sent {
        Ok(Ok(exchange)) => Ok(exchange),
        Ok(Err(error)) => Err(format!("No answer: {error}.")),
        Err(_) => Err("No answer.".to_owned()),
    }
}

/// What the host's answer does to the session counts for the console.
fn with_adopted(answer: Answer, request: &Request, received: Option<&Exchange>) -> Answer {
    let cookies = received.map(|exchange| console::set_cookies(&exchange.received)).unwrap_or_default();
    let own = cookies.iter().filter_map(|cookie| console::adopted(cookie, request.base_path()));
    own.fold(answer, |answer, cookie| answer.header("Set-Cookie", cookie))
}

/// By the host's own way of signing in.
async fn sign_in(host: &TenantHost<'_>, request: &Request) -> Answer {
    let form = Query::parse(&String::from_utf8_lossy(&request.body));
    let text = |key| form.get(key).unwrap_or_default().to_owned();
    let pair = |name: &str, value: String| {
        format!(
            "{name}={}",
            percent_encoding::utf8_percent_encode(&value, percent_encoding::NON_ALPHANUMERIC)
        )
    };
    let body = [pair("UserName", text("UserName")), pair("Password", text("Password"))].join("&");
    let answer = ask(host, request, "POST", "/auth/credentials", body).await;
    let signed_in = answer.status == 200;
    back(request, &text("back"), &answer, if signed_in { "" } else { "?refused=1" })
}

async fn sign_out(host: &TenantHost<'_>, request: &Request) -> Answer {
    let form = Query::parse(&String::from_utf8_lossy(&request.body));
    let answer = ask(host, request, "POST", "/auth/logout", String::new()).await;
    back(request, form.get("back").unwrap_or_default(), &answer, "")
}

async fn ask(host: &TenantHost<'_>, request: &Request, verb: &str, target: &str, body: String) -> Answer {
    let headers = [
        ("host", request.host().to_owned()),
        ("accept", "application/json".to_owned()),
        ("content-type", "application/x-www-form-urlencoded".to_owned()),
        ("cookie", console::kept(|name| request.cookie(name))),
    ];
    let mut asked = Request::new(verb, target, headers.into_iter().collect(), body.into_bytes());
    asked.scheme = request.scheme;
    // The host's answer to itself: boxed, because it is the same future.
    Box::pin(super::answer(host, &asked)).await
}

/// To the page that asked, with the cookies that the host set.
fn back(request: &Request, place: &str, answer: &Answer, query: &str) -> Answer {
    let place = local_path(place).filter(|place| !place.contains('?')).unwrap_or("/ui");
    let set = answer.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie"));
    let own = set.filter_map(|(_, cookie)| console::adopted(cookie, request.base_path()));
    let location = format!("{place}{query}");
    own.fold(
        guarded(Answer::empty(303)).header("Location", location).body(Body::default()),
        |answer, cookie| answer.header("Set-Cookie", cookie),
    )
}
