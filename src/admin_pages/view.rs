//! The page as HTML.

use maud::{Markup, html};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value as Json;

use super::call::{Answered, ROWS};
use super::section::{Act, Form, Pages, Read, SECTIONS, Section, has_tenant};
use super::shown::{value, visible};
use crate::contract::Contract;
use crate::http::{Query, Request};
use crate::pages::{Layout, PageContext};

/// A section with what was read for it.
pub struct View<'v> {
    pub context: &'v PageContext<'v>,
    pub contract: &'v Contract,
    pub request: &'v Request,
    pub section: &'v Section,
    pub read: &'v [Option<Answered>],
    pub tenants: &'v [String],
}

/// Where a section shows this.
pub fn address(
    base: &str,
    section: &str,
    tenant: Option<&str>,
    members: &[(&str, &str)],
) -> String {
    let tenant = tenant.map(|name| ("Tenant", name));
    let pair = |(name, value): (&str, &str)| format!("{name}={}", quoted(value));
    let query: Vec<_> = tenant.into_iter().chain(members.iter().copied()).map(pair).collect();
    let mark = if query.is_empty() { "" } else { "?" };
    format!("{base}/ui/{section}{mark}{}", query.join("&"))
}

/// A text within an address or a form.
pub fn quoted(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

impl View<'_> {
    /// The page; what became of what was asked for stands on top.
    pub fn page(&self, done: Option<&Answered>) -> String {
        let body = html! {
            header {
                h1 { "Emulator" }
                nav.places aria-label="Sections" {
                    @for section in SECTIONS.iter().filter(|section| section.is_in(self.contract)) {
                        a href=(self.url(section)) aria-current=[(section.name == self.section.name).then_some("page")] { (section.title) }
                    }
                    a href=(self.context.index_url()) { "Operations" }
                }
            }
            main.lab {
                div.operation { h2 { (self.section.title) } (self.tenant_choice()) }
                @match done {
                    Some(Err((_, fault))) => p.fault role="alert" { (visible(fault)) },
                    Some(Ok(answer)) => section aria-label="Answer" { h3 { "Answer" } (members(answer)) },
                    None => {},
                }
                @if let Some(done) = self.request.query.get("done") { p.note role="status" { "Done: " (visible(done)) } }
                @if self.section.name == "coupons" { (self.finder("Code", "Find a coupon by its code")) }
                @for (read, answered) in self.section.reads.iter().zip(self.read).take(self.shown()) {
                    @if let Some(answered) = answered { (self.read(read, answered)) }
                }
                @for form in self.section.forms { (self.form(form)) }
            }
        };
        let title = format!("{} · Emulator", self.section.title);
        let files: &[&str] = match self.section.name {
            "journal" => &["console.css", "journal.js"],
            _ => &["console.css"],
        };
        Layout { context: self.context, title: &title, files }.page(&body)
    }

    /// One thing that was asked for stands alone, with what is about it.
    fn shown(&self) -> usize {
        let about = self.section.reads.iter().take_while(|read| read.asks).count();
        let is_alone = about > 0 && self.read.first().is_some_and(Option::is_some);
        if is_alone { about } else { self.read.len() }
    }

    fn tenant(&self) -> Option<&str> {
        self.request.query.get("Tenant").filter(|name| !name.is_empty())
    }

    fn url(&self, section: &Section) -> String {
        self.address(section.name, &[])
    }

    fn address(&self, section: &str, members: &[(&str, &str)]) -> String {
        address(self.context.base_url, section, self.tenant(), members)
    }

    fn tenant_choice(&self) -> Markup {
        html! {
            form.bar method="get" action=(format!("{}/ui/{}", self.context.base_url, self.section.name)) {
                div.choice {
                    label for="tenant" { "Tenant" }
                    select #tenant name="Tenant" {
                        @for name in self.tenants { option value=(name) selected[self.tenant() == Some(name)] { (name) } }
                    }
                }
                button.small type="submit" { "Show" }
            }
        }
    }

    fn finder(&self, name: &str, label: &str) -> Markup {
        html! {
            form.bar method="get" action=(format!("{}/ui/{}", self.context.base_url, self.section.name)) {
                @if let Some(tenant) = self.tenant() { input type="hidden" name="Tenant" value=(tenant); }
                div.choice { label for="find" { (label) } input #find name=(name) value=[self.request.query.get(name)]; }
                button.small type="submit" { "Find" }
            }
        }
    }

    fn read(&self, read: &Read, answered: &Answered) -> Markup {
        html! {
            section aria-label=(read.title) {
                h3 { (read.title) }
                @match answered {
                    Err((_, message)) => p.fault role="alert" { (visible(message)) },
                    Ok(json) => { (mistakes(json)) (self.answer(read, json)) },
                }
            }
        }
    }

    fn answer(&self, read: &Read, json: &Json) -> Markup {
        if let Some(one) = json.get("Result") {
            return html! {
                (members(one))
                p { @for act in read.acts { (self.act(act, one)) } }
            };
        }
        match json.get("Results").and_then(Json::as_array).map(Vec::as_slice) {
            None => members(json),
            Some([]) => html! { p.note { "None." } },
            Some(rows) if self.is_live(read) => self.live(read, json, rows),
            Some(rows) => html! { (self.table(read, rows)) (self.further(read, json, rows.len())) },
        }
    }

    /// The newest exchanges, which a script renews as further ones come.
    fn is_live(&self, read: &Read) -> bool {
        self.section.name == "journal"
            && self.request.query.get("Before").is_none()
            && read.pages.is_some()
    }

    fn live(&self, read: &Read, json: &Json, rows: &[Json]) -> Markup {
        let last = rows.first().and_then(|row| row.get("Number")).unwrap_or(&Json::Null);
        let wait = format!("{}/journal/wait", self.context.base_url);
        html! {
            div data-live=(last) data-wait=(wait) data-tenant=(self.tenant().unwrap_or_default()) {
                (self.table(read, rows)) (self.further(read, json, rows.len()))
            }
        }
    }

    fn table(&self, read: &Read, rows: &[Json]) -> Markup {
        html! {
            div.wide tabindex="0" role="region" aria-label=(format!("Table of {}", read.title)) {
                table {
                    thead { tr {
                        @for name in read.columns { th scope="col" { (name) } }
                        @if read.columns.is_empty() { th scope="col" { "Row" } }
                        @if !read.acts.is_empty() { th scope="col" { "Actions" } }
                    } }
                    tbody { @for row in rows { tr {
                        @for name in read.columns { td { (self.cell(read, row, name)) } }
                        @if read.columns.is_empty() { td { (value(row)) } }
                        @if !read.acts.is_empty() { td { @for act in read.acts { (self.act(act, row)) } } }
                    } } }
                }
            }
        }
    }

    /// A cell; that of the column that leads on is a link.
    fn cell(&self, read: &Read, row: &Json, name: &str) -> Markup {
        let json = row.get(name).unwrap_or(&Json::Null);
        let leads = read.leads == Some(name);
        let text = json.as_str().map_or_else(|| json.to_string(), str::to_owned);
        html! {
            @if is_exchange(read, name) {
                a href=(self.address("journal", &[("Number", &text)])) { (visible(&text)) }
            } @else if leads { a href=(self.address(self.section.name, &[(name, &text)])) { (visible(&text)) } }
            @else { (value(json)) }
        }
    }

    /// The way to the next rows of the same.
    fn further(&self, read: &Read, json: &Json, shown: usize) -> Markup {
        let next = read.pages.and_then(|pages| self.next(pages, json, shown));
        html! { @if let Some((by, place)) = next { p { a href=(self.more(read, by, &place)) { "More" } } } }
    }

    fn next(&self, pages: Pages, json: &Json, shown: usize) -> Option<(&'static str, String)> {
        match pages {
            Pages::Next(by, of_answer) => {
                let next = json.get(of_answer).filter(|next| next.is_number())?;
                Some((by, next.to_string()))
            }
            Pages::Skip => {
                let skip = self.request.query.get("Skip").and_then(|skip| skip.parse().ok());
                let next = skip.unwrap_or(0_usize).saturating_add(shown);
                (shown.to_string() == ROWS).then(|| ("Skip", next.to_string()))
            }
        }
    }

    /// What was asked for of these rows, from a place on.
    fn more(&self, read: &Read, by: &str, place: &str) -> String {
        let given = |name: &&'static str| {
            let value = self.request.query.get(name).filter(|value| !value.is_empty())?;
            Some((*name, value))
        };
        let others = read.members.iter().filter(|name| **name != by).filter_map(given);
        let members: Vec<(&str, &str)> = others.chain([(by, place)]).collect();
        self.address(self.section.name, &members)
    }

    fn act(&self, act: &Act, row: &Json) -> Markup {
        let key = row.get(act.key).and_then(Json::as_str).unwrap_or_default();
        html! {
            form.act method="post" action=(self.action(act.operation)) {
                (self.hidden_tenant(act.operation))
                input type="hidden" name=(act.key) value=(key);
                button.small type="submit" aria-label=(format!("{} {key}", act.label)) { (act.label) }
            }
        }
    }

    /// A form that was sent, and whose answer or refusal is shown, keeps what was written in it.
    fn form(&self, form: &Form) -> Markup {
        let is_sent = self.request.path().rsplit('/').next() == Some(form.operation);
        let body = String::from_utf8_lossy(&self.request.body);
        let written = if is_sent { Query::parse(&body) } else { Query::default() };
        let given = |field: &str| written.get(field).unwrap_or_default();
        html! {
            form.bar method="post" action=(self.action(form.operation)) {
                (self.hidden_tenant(form.operation))
                @for field in form.fields {
                    @let id = format!("{}-{field}", form.operation);
                    div.choice {
                        label for=(id) { (field) }
                        @match *field {
                            "Text" | "Request" => textarea id=(id) name=(field) rows="6" spellcheck="false" { (given(field)) },
                            "Fork" => select id=(id) name=(field) {
                                option { "true" } option selected[given(field) == "false"] { "false" }
                            },
                            "Frozen" => select id=(id) name=(field) {
                                option value="" { "as it is" }
                                @for word in ["true", "false"] { option selected[given(field) == word] { (word) } }
                            },
                            _ => input id=(id) name=(field) value=(given(field)) autocomplete="off";,
                        }
                    }
                }
                button type="submit" { (form.label) }
            }
        }
    }

    /// Where a form is sent: with the tenant, of which a refusal shows the section again.
    fn action(&self, operation: &str) -> String {
        self.address(&format!("{}/{operation}", self.section.name), &[])
    }

    fn hidden_tenant(&self, operation: &str) -> Markup {
        html! {
            @if let Some(tenant) = self.tenant().filter(|_| has_tenant(self.contract, operation)) {
                input type="hidden" name="Tenant" value=(tenant);
            }
        }
    }
}

/// Whether a column names exchanges of the journal.
fn is_exchange(read: &Read, name: &str) -> bool {
    match read.operation {
        "ExamineClient" => name == "Exchange",
        "FindExchanges" => name == "Number",
        _ => false,
    }
}

/// Something with its members; longer texts stand as they are.
fn members(json: &Json) -> Markup {
    html! {
        table { tbody {
            @for (name, member) in ordered(json) {
                tr { th scope="row" { (visible(name)) } td { (member_value(name, member)) } }
            }
        } }
    }
}

/// What people look for comes first.
const FIRST: [&str; 13] = [
    "Number", "Code", "Name", "Info", "Text", "Sent", "Answered", "Requests", "Formats", "Dropped",
    "Replayed", "Results", "Before",
];

fn ordered(json: &Json) -> Vec<(&String, &Json)> {
    let members = json.as_object().into_iter().flatten();
    let mut members: Vec<_> = members.filter(|(_, member)| !member.is_null()).collect();
    let place = |name: &str| FIRST.iter().position(|first| *first == name).unwrap_or(FIRST.len());
    members.sort_by_key(|(name, _)| place(name));
    members
}

fn member_value(name: &str, json: &Json) -> Markup {
    match json {
        Json::Object(_) => members(json),
        Json::String(text) if name == "Base64" => html! {
            details { summary { "Bytes in base64" } pre tabindex="0" { (text) } }
        },
        Json::String(text) if text.contains('\n') || text.len() > 80 => {
            html! { pre tabindex="0" { (visible(text)) } }
        }
        json => value(json),
    }
}

/// Files that could not be read.
fn mistakes(json: &Json) -> Markup {
    let hosts = json.get("Hosts").and_then(Json::as_array).into_iter().flatten();
    let mistakes = hosts.filter_map(|host| host.get("Mistake")?.as_object());
    html! {
        @for mistake in mistakes {
            p.fault { @for (_, part) in mistake { (value(part)) " " } }
        }
    }
}
