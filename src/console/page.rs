//! The page of one operation: form, request, answer.

use std::time::Duration;

use maud::{Markup, html};

use super::form::Form;
use super::received::{Received, text};
use super::{
    BodyFormat, Call, CallError, CallStyle, Console, Exchange, Fields, FilledForm, call_styles,
    hex, snippets,
};
use crate::contract::Operation;
use crate::pages::Layout;
use crate::wire::{self, Format};

/// How many bytes of an answer are shown as text, and how many in hexadecimal.
const TEXT_BYTES: usize = 256 * 1024;
const HEX_BYTES: usize = 4 * 1024;

/// A form, the request it describes, and what came of it if it was sent.
pub struct Sending<'a> {
    /// What is called.
    pub operation: &'a Operation,
    /// The way it is called.
    pub way: &'a CallStyle,
    /// The form.
    pub fields: &'a Fields,
    /// The members that the form gives.
    pub filled_form: &'a FilledForm,
    /// The request.
    pub call: &'a Result<Call<'a>, CallError>,
    /// The answer, or why there is none; nothing before the request was sent.
    pub outcome: Option<&'a Result<Exchange, String>>,
}

/// The page `/ui/{Operation}`.
pub fn page(console: &Console<'_>, sending: &Sending<'_>) -> String {
    let operation = sending.operation;
    let description = console.contract.dto(operation.request).description.as_deref();
    let body = html! {
        (header(console, &console.url(operation)))
        main.console {
            div.operation {
                h2 { (operation.name) (crate::pages::mark(operation)) }
                a href=(console.context.operation_url(Format::Json, &operation.name)) { "Metadata" }
            }
            @if let Some(text) = description { p.note { (text) } }
            div.columns {
                (form(console, sending))
                div.wire aria-live="polite" {
                    (request(console, sending))
                    (answer(sending))
                }
            }
        }
    };
    let title = format!("{} · API console · {}", operation.name, console.contract.title);
    Layout { context: console.context, title: &title, files: &["console.css", "console.js"] }
        .page(&body)
}

/// The head of the console's pages: where one is, and who is signed in.
pub(super) fn header(console: &Console<'_>, here: &str) -> Markup {
    let context = console.context;
    html! {
        header {
            h1 { (console.contract.title) }
            nav.places aria-label="Places" {
                a href=(context.console_index_url()) { "API console" }
                a href=(context.index_url()) { "Metadata" }
            }
            @if console.has_auth { (session(console, here)) }
        }
    }
}

fn session(console: &Console<'_>, here: &str) -> Markup {
    let action = |what: &str| format!("{}/ui/session/{what}", console.context.base_url);
    html! {
        @match console.user {
            Some(user) => form.session method="post" action=(action("out")) {
                input type="hidden" name="back" value=(here);
                span { "Signed in as " b { (user) } } button.small type="submit" { "Sign out" }
            },
            None => form.session method="post" action=(action("in")) {
                input type="hidden" name="back" value=(here);
                @if console.refused { span.fault role="alert" { "Wrong user name or password." } }
                input name="UserName" aria-label="User name" placeholder="User name" autocomplete="username" required;
                input name="Password" type="password" aria-label="Password" placeholder="Password" autocomplete="current-password" required;
                button.small type="submit" { "Sign in" }
            },
        }
    }
}

fn form(console: &Console<'_>, sending: &Sending<'_>) -> Markup {
    let fields = sending.fields;
    let form = Form::new(console.contract, fields, sending.filled_form);
    html! {
        form #call method="post" action=(console.url(sending.operation)) autocomplete="off" {
            div.bar {
                (choices(console, sending))
                button type="submit" name="do" value="send" aria-keyshortcuts="Control+Enter" { "Send" }
            }
            (form.members(sending.operation.request, "", 0))
            (raw(fields))
            details open[!fields.get("headers").is_empty()] {
                summary { "More headers" }
                label for="headers" { "One a line, Name: value" }
                textarea #headers name="headers" rows="3" spellcheck="false" { "\n" (fields.get("headers")) }
            }
        }
    }
}

fn choices(console: &Console<'_>, sending: &Sending<'_>) -> Markup {
    let fields = sending.fields;
    html! {
        div.choice.grow {
            label for="way" { "Call" }
            select #way name="way" {
                @for way in call_styles(sending.operation, console.predefined) {
                    option value=(way.id()) selected[way == *sending.way] { (way.label(sending.operation)) }
                }
            }
        }
        div.choice {
            label for="body" { "Body" }
            select #body name="body" {
                @for format in BodyFormat::ALL {
                    option value=(format.name()) selected[format == BodyFormat::from_name(fields.get("body"))] {
                        (if format == BodyFormat::Form { "form".to_owned() } else { format.name().to_uppercase() })
                    }
                }
            }
        }
        div.choice {
            label for="answer-as" { "Answer" }
            select #answer-as name="answer" {
                option value="" { "as body" }
                @for format in Format::ALL {
                    option value=(format.name()) selected[fields.get("answer") == format.name()] { (format.name().to_uppercase()) }
                }
            }
        }
    }
}

fn raw(fields: &Fields) -> Markup {
    let on = !fields.get("raw").is_empty();
    html! {
        details open[on] {
            summary { "Raw text" }
            label.check { input type="checkbox" name="raw" value="on" checked[on]; "Send this text as the body" }
            textarea name="text" rows="8" spellcheck="false" aria-label="Raw text of the body" { "\n" (fields.get("text")) }
            button.small type="submit" name="do" value="raw" { "Take the form's" }
        }
    }
}

fn request(console: &Console<'_>, sending: &Sending<'_>) -> Markup {
    html! {
        section #request aria-labelledby="request-title" {
            @match sending.call {
                Err(error) => { h3 #request-title { "Request" } p.fault role="alert" { (error) } },
                Ok(call) => {
                    @let bytes = call.bytes(console.authority());
                    div.title { h3 #request-title { "Request" } span.size { (size(bytes.len())) } (copy("request-bytes")) }
                    pre #request-bytes tabindex="0" { (text(&bytes)) }
                    details { summary { "Hex" } pre tabindex="0" { (hex::dump(&bytes, HEX_BYTES)) } }
                    (copies(console, call))
                },
            }
        }
    }
}

fn copies(console: &Console<'_>, call: &Call<'_>) -> Markup {
    html! {
        h4.copy-as { "Copy as" }
        div.copies {
            @for (place, snippet) in snippets(console, call).into_iter().enumerate() {
                @let id = format!("copy-{place}");
                details name="copies" {
                    summary { (snippet.title) }
                    div.snippet { (copy(&id)) pre id=(id) tabindex="0" { (snippet.text) } }
                }
            }
        }
    }
}

/// Needs the script, which shows it.
fn copy(id: &str) -> Markup {
    html! { button.small.copy type="button" data-copy=(id) hidden { "Copy" } }
}

fn answer(sending: &Sending<'_>) -> Markup {
    html! {
        section #answer aria-labelledby="answer-title" {
            @match sending.outcome {
                None => { h3 #answer-title { "Answer" } p.note { "Nothing was sent yet." } },
                Some(Err(reason)) => { h3 #answer-title { "Answer" } p.fault role="alert" { (reason) } },
                Some(Ok(exchange)) => (received(exchange)),
            }
        }
    }
}

fn received(exchange: &Exchange) -> Markup {
    let bytes = &exchange.received;
    let received = Received::read(bytes);
    let readable =
        received.format().and_then(|format| wire::readable(format, &text(&received.body)));
    let status = received.status();
    html! {
        div.title {
            h3 #answer-title { "Answer" }
            span.status data-class=(status.get(..1).unwrap_or_default()) { (status) }
            span.size { (size(bytes.len())) }
            span.time { "first byte " (milliseconds(exchange.first_byte)) ", all " (milliseconds(exchange.total)) }
            (copy("answer-bytes"))
        }
        @if exchange.cut { p.note { "The answer is longer; this is its beginning." } }
        pre #answer-bytes tabindex="0" { (text(&bytes[..bytes.len().min(TEXT_BYTES)])) }
        @if bytes.len() > TEXT_BYTES { p.note { "… and " (bytes.len() - TEXT_BYTES) " bytes more" } }
        @if let Some(readable) = readable.filter(|text| text.len() <= TEXT_BYTES) {
            details open { summary { "Laid out" } div.snippet { (copy("laid-out")) pre #laid-out tabindex="0" { (readable) } } }
        }
        details { summary { "Hex" } pre tabindex="0" { (hex::dump(bytes, HEX_BYTES)) } }
    }
}

fn size(bytes: usize) -> String {
    if bytes == 1 { "1 byte".to_owned() } else { format!("{bytes} bytes") }
}

fn milliseconds(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1e3)
}
