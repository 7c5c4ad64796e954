//! Placeholders in recordings: session ids, dates, addresses, pictures and stack traces.

use std::net::SocketAddr;
use std::sync::LazyLock;

use chrono::{DateTime, NaiveDateTime, Utc};
use regex::{Captures, Regex};

use super::tokens::{Tokens, when};
use crate::connection::Message;
use crate::hosts::recorded_at;

/// What the host of one case gave: which id stands under which placeholder.
pub struct Placeholders {
    host: String,
    ids: Vec<(String, String)>,
    /// Those of tokens.
    pub tokens: Tokens,
    /// What else differs from run to run.
    hides: Hides,
}

/// What has placeholders besides ids, the host's address and tokens.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Hides {
    /// Nothing.
    Nothing,
    /// Users who registered, sessions and ends of tokens.
    Accounts,
    /// The same, times, and who listens to events.
    Features,
    /// What ASP.NET Core Identity gives.
    Identity,
}

impl Placeholders {
    /// None given yet.
    pub fn new(address: SocketAddr, hides: Hides) -> Self {
        let (host, tokens) = (address.to_string(), Tokens::default());
        Self { host, ids: Vec::new(), tokens, hides }
    }

    /// Address and port of the host.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// A text of a request with the ids that this host gave.
    pub fn fill(&self, text: &str) -> String {
        static NEVER_GIVEN: LazyLock<Regex> =
            LazyLock::new(|| regex(r"\{\{(ss-p?id|sub|application|refresh|two-factor)( \d+)?\}\}"));
        let text = self.tokens.fill(&text.replace("{{host}}", &self.host));
        let text = self.ids.iter().fold(text, |text, (id, name)| text.replace(name, id));
        NEVER_GIVEN.replace_all(&text, "NEVER0GIVEN0BY0HOST0").into_owned()
    }

    /// An answer as recordings are written; notes the ids that it gives.
    pub fn put_into(&mut self, answer: Message) -> Message {
        let is_cookie = |name: &str| name.eq_ignore_ascii_case("set-cookie");
        let cookies = answer.headers.iter().filter(|(name, _)| is_cookie(name));
        cookies.for_each(|(_, cookie)| self.note(cookie));
        let header = |(name, value): (String, String)| {
            let value = if is_cookie(&name) { days(&value) } else { value };
            let value = self.hide(&value);
            let value = self.tokens.hide(&value);
            let value = match self.hides {
                Hides::Nothing => value,
                Hides::Accounts => user_id(&value),
                Hides::Features => of_features(&user_id(&value)),
                Hides::Identity => of_identity(&value),
            };
            (name, value)
        };
        let headers: Vec<_> = answer.headers.into_iter().map(header).collect();
        let content_type =
            headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        let is_html = content_type.is_some_and(|(_, value)| value.contains("html"));
        let body = match String::from_utf8(answer.body) {
            Ok(text) => self.shown(&text, is_html).into_bytes(),
            Err(other) => other.into_bytes(),
        };
        Message { status: answer.status, headers, body }
    }

    /// The text of an event as recordings are written; notes the id of a subscriber that it names.
    pub fn event(&mut self, text: &str) -> String {
        static ID: LazyLock<Regex> = LazyLock::new(|| regex(r#""id":"([A-Za-z0-9]{20})""#));
        ID.captures_iter(text).for_each(|found| self.name("sub", &found[1]));
        self.shown(text, false)
    }

    fn shown(&mut self, text: &str, is_html: bool) -> String {
        let text = self.hide_in_body(text, is_html);
        let text = match self.hides {
            Hides::Nothing => text,
            Hides::Accounts => of_accounts(&text),
            Hides::Features => of_features(&of_accounts(&text)),
            Hides::Identity => of_identity(&text),
        };
        self.tokens.hide(&text)
    }

    fn note(&mut self, cookie: &str) {
        static ID: LazyLock<Regex> = LazyLock::new(|| regex("^[A-Za-z0-9+/_-]{20}$"));
        let pair = cookie.split(';').next().and_then(|pair| pair.split_once('='));
        let (name, value) = pair.map(|(name, value)| (name, value.trim())).unwrap_or_default();
        let of_identity = match name {
            ".AspNetCore.Identity.Application" => Some("application"),
            "Identity.TwoFactorUserId" => Some("two-factor"),
            "ss-reftok" if self.hides == Hides::Identity => Some("refresh"),
            _ => None,
        };
        let name = of_identity.unwrap_or(name);
        let varies = value.chars().any(|letter| !value.starts_with(letter));
        let is_id = ID.is_match(value) || (of_identity.is_some() && value.len() > 20);
        if varies && is_id {
            self.name(name, value);
        }
    }

    /// Gives an id the next placeholder of its kind, unless it has one.
    fn name(&mut self, name: &str, value: &str) {
        if self.ids.iter().any(|(id, _)| id == value) {
            return;
        }
        let (first, further) = (format!("{{{{{name}}}}}"), format!("{{{{{name} "));
        let given = |placeholder: &str| placeholder == first || placeholder.starts_with(&further);
        let placeholder =
            match self.ids.iter().filter(|(_, placeholder)| given(placeholder)).count() {
                0 => first,
                before => format!("{further}{}}}}}", before + 1),
            };
        self.ids.push((value.to_owned(), placeholder));
    }

    fn hide(&self, text: &str) -> String {
        let text = self.ids.iter().fold(text.to_owned(), |text, (id, name)| text.replace(id, name));
        let text = text.replace(&self.host, "{{host}}");
        let text = text.replace(&self.host.replace(':', "%3a"), "{{host-%3a}}");
        text.replace(&self.host.replace(':', "%3A"), "{{host-%3A}}")
    }

    fn hide_in_body(&self, text: &str, is_html: bool) -> String {
        static HIDDEN: LazyLock<[(Regex, &str); 4]> = LazyLock::new(|| {
            [
                (regex(r#"data:image/[^"<},]*(,[^"<}]*)?"#), "{{picture}}"),
                (
                    regex(r#""([Ss])tackTrace":"(?:[^"\\]|\\.)*""#),
                    r#""${1}tackTrace":"{{stack trace}}""#,
                ),
                (
                    regex(r#"\b([Ss])tackTrace:"(?:[^"]|"")*""#),
                    r#"${1}tackTrace:"{{stack trace}}""#,
                ),
                (regex(r"<((?:\w+:)?StackTrace)>[^<]*</"), "<${1}>{{stack trace}}</"),
            ]
        });
        let begin: String = text.chars().take(3000).collect();
        if is_html && begin.to_lowercase().contains("<html") {
            return "(html page)".to_owned();
        }
        let hide = |text: String, (hidden, placeholder): &(Regex, &str)| {
            hidden.replace_all(&text, *placeholder).into_owned()
        };
        self.hide(&HIDDEN.iter().fold(text.to_owned(), hide))
    }
}

/// The id of somebody who registered in a cookie.
fn user_id(cookie: &str) -> String {
    static ID: LazyLock<Regex> = LazyLock::new(|| regex(r"^X-UAId=([4-9]|\d\d+);"));
    ID.replace(cookie, "X-UAId={{user id}};").into_owned()
}

/// The same in a body, ids of sessions that no cookie carries, and ends of refresh tokens.
fn of_accounts(text: &str) -> String {
    static HIDDEN: LazyLock<[(Regex, &str); 4]> = LazyLock::new(|| {
        [
            (
                regex(r#"((?:refreshTokenExpiry|RefreshTokenExpiry)["']?[:>]"?)[^",}<]+"#),
                "${1}{{later}}",
            ),
            (
                regex(
                    r#"((?:"sessionId"|"SessionId"|\bSessionId)\s*:\s*"?)[A-Za-z0-9+/_-]{20}(["},])"#,
                ),
                "${1}{{session id}}${2}",
            ),
            (regex(r#"("(?:userId|UserId|userAuthId)":")([4-9]|\d\d+)""#), "${1}{{user id}}\""),
            (regex(r"(<UserId>)([4-9]|\d\d+)(</)"), "${1}{{user id}}${3}"),
        ]
    });
    HIDDEN.iter().fold(text.to_owned(), |text, (hidden, placeholder)| {
        hidden.replace_all(&text, *placeholder).into_owned()
    })
}

/// Times near the clock's, and names and ids of those who listen without having signed in.
fn of_features(text: &str) -> String {
    static TIMES: LazyLock<Regex> = LazyLock::new(|| {
        regex(concat!(
            r"\b\w{3},? \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT",
            r"|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?Z?",
        ))
    });
    static HIDDEN: LazyLock<[(Regex, &str); 3]> = LazyLock::new(|| {
        [
            (regex(r#"("createdAt":")\d{10,}(")"#), "${1}{{now}}${2}"),
            (regex(r#"("displayName":"user)\d+(")"#), "${1}{{number}}${2}"),
            (regex(r#"("userId":"-)\d+(")"#), "${1}{{number}}${2}"),
        ]
    });
    let text = TIMES.replace_all(text, |found: &Captures<'_>| near(&found[0]));
    HIDDEN.iter().fold(text.into_owned(), |text, (hidden, placeholder)| {
        hidden.replace_all(&text, *placeholder).into_owned()
    })
}

/// A time by its distance from the clock's, if that is not far away.
fn near(text: &str) -> String {
    const DAYS: i64 = 3;
    let bare = text.replace(',', "").replace('T', " ");
    let http = NaiveDateTime::parse_from_str(&bare, "%a %d %b %Y %H:%M:%S GM ");
    let iso =
        || NaiveDateTime::parse_from_str(bare.get(..19).unwrap_or(&bare), "%Y-%m-%d %H:%M:%S");
    let Ok(time) = http.or_else(|_| iso()) else { return text.to_owned() };
    let time = time.and_utc();
    match (time - recorded_at()).num_days().abs() < DAYS {
        true => when(time.timestamp()),
        false => text.to_owned(),
    }
}

/// Ids of users who registered, times in texts and the beginning of a refresh token.
fn of_identity(text: &str) -> String {
    static HIDDEN: LazyLock<[(Regex, &str); 3]> = LazyLock::new(|| {
        [
            (
                regex(r"\b[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\b"),
                "{{user id}}",
            ),
            (regex(r"(from RefreshToken ')[\w-]{4}\.\.\.'"), "${1}{{four}}...'"),
            (regex(r"\d\d/\d\d/\d{4} \d\d:\d\d:\d\d"), "{{time}}"),
        ]
    });
    let text = text.replace("0f8fad5b-d9cb-469f-a165-70867728950e", "(coupon)");
    let text = text.replace("'unkn...'", "(unknown)");
    let text = HIDDEN.iter().fold(text, |text, (hidden, placeholder)| {
        hidden.replace_all(&text, *placeholder).into_owned()
    });
    let text = text.replace("(unknown)", "'unkn...'");
    text.replace("(coupon)", "0f8fad5b-d9cb-469f-a165-70867728950e")
}

/// A cookie whose end is given by its distance from now in days.
fn days(cookie: &str) -> String {
    static EXPIRES: LazyLock<Regex> = LazyLock::new(|| regex("(?i)(expires=)([^;]+)"));
    let distance = |found: &Captures<'_>| {
        let text = found[2].trim().replace('-', " ");
        match NaiveDateTime::parse_from_str(&text, "%a, %d %b %Y %H:%M:%S GMT") {
            Ok(end) => format!("{}{{{{{:+} days}}}}", &found[1], days_until(end.and_utc())),
            Err(_) => found[0].to_owned(),
        }
    };
    // The cookie handler of ASP.NET Core takes cookies away at the beginning of 1970.
    if cookie.contains("01 Jan 1970") {
        return cookie.to_owned();
    }
    EXPIRES.replace_all(cookie, distance).into_owned()
}

fn days_until(end: DateTime<Utc>) -> i64 {
    let seconds = (end - recorded_at()).as_seconds_f64();
    #[expect(clippy::cast_possible_truncation, reason = "some thousand days")]
    let days = (seconds / 86_400.0).round() as i64;
    days
}

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a constant")
}
