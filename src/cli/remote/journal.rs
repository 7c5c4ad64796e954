//! `journal`: what clients did, as a running emulator saw it.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};
use reqwest::Method;
use serde_json::{Map, Value, json};

use super::files::read_file;
use super::{Client, Remote, Verb, exit_codes};
use crate::cli::failure::Failure;
use crate::cli::print;

pub const EXAMPLES: &str = concat!(
    "\
Examples:
  servicestack-emulator journal list --operation ActivateCoupon --status 4xx
  servicestack-emulator journal show 7
      Both sides as they were on the wire, secrets masked, and what became of the request.
  servicestack-emulator journal verify --operation ActivateCoupon --request Prefix=AB --times 1
      Exit code 1, and what came instead, if it came more or less often.
  servicestack-emulator journal wait --operation AddCoupons --timeout 30
  servicestack-emulator journal export http > requests.http
",
    exit_codes!(),
    "

`verify` and `wait` exit with 1 if what was expected has not come."
);

/// `journal` and what follows it.
pub type JournalArgs = Verb<Command>;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// List exchanges, the newest first, one a line
    List {
        #[command(flatten)]
        wanted: Wanted,
        /// So many at most
        #[arg(long, value_name = "NUMBER", default_value_t = 100)]
        take: u32,
    },
    /// Show an exchange in full
    Show {
        /// Its number
        number: u64,
    },
    /// Count exchanges
    Count(Wanted),
    /// Say whether what came is what was expected, and what came instead
    Verify(VerifyArgs),
    /// Wait until exchanges have come
    Wait {
        #[command(flatten)]
        wanted: Wanted,
        /// How many
        #[arg(long, value_name = "NUMBER", default_value_t = 1)]
        times: u32,
        /// For so many seconds at most
        #[arg(long, value_name = "SECONDS", default_value_t = 10)]
        timeout: u32,
    },
    /// Send the requests again, in the order of their changes, to a copy of a tenant
    Replay {
        /// The tenant whose copy they are sent to [default: a new one]
        #[arg(long, value_name = "NAME")]
        onto: Option<String>,
        /// Only exchanges with a greater number
        #[arg(long, value_name = "NUMBER")]
        after: Option<u64>,
        /// Only exchanges with a smaller number
        #[arg(long, value_name = "NUMBER")]
        before: Option<u64>,
    },
    /// Forget all exchanges
    Clear,
    /// Print exchanges as a file
    Export {
        /// HAR 1.2, requests for editors and fixtures, or stubs
        form: Form,
        #[command(flatten)]
        wanted: Wanted,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Form {
    Har,
    Http,
    Stubs,
}

/// Which exchanges. Every condition must hold.
#[derive(Debug, Args)]
pub struct Wanted {
    /// Of this operation
    #[arg(long, value_name = "NAME")]
    operation: Option<String>,
    /// With this member of the request DTO, by its path; several times for several
    #[arg(long = "request", value_name = "MEMBER=VALUE")]
    members: Vec<String>,
    /// With this verb
    #[arg(long)]
    verb: Option<String>,
    /// With a path that begins so
    #[arg(long)]
    path: Option<String>,
    /// With a status: 404, 4xx, 400-499
    #[arg(long)]
    status: Option<String>,
    /// With this ErrorCode
    #[arg(long, value_name = "CODE")]
    error_code: Option<String>,
    /// Of this user
    #[arg(long, value_name = "NAME")]
    user: Option<String>,
    /// Of this session: its label, or its id
    #[arg(long)]
    session: Option<String>,
    /// With this text in the request or the answer
    #[arg(long)]
    text: Option<String>,
    /// Of the connection of this number
    #[arg(long, value_name = "NUMBER")]
    connection: Option<u64>,
    /// At this instant or later, by the tenant's clock
    #[arg(long, value_name = "TIME")]
    from: Option<String>,
    /// At this instant or earlier
    #[arg(long, value_name = "TIME")]
    to: Option<String>,
    /// With a greater number
    #[arg(long, value_name = "NUMBER")]
    after: Option<u64>,
    /// With a smaller number
    #[arg(long, value_name = "NUMBER")]
    before: Option<u64>,
}

#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// What is expected as the API takes it, in JSON: several, in order, none besides; - for the
    /// standard input
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    #[command(flatten)]
    wanted: Wanted,
    /// So often
    #[arg(long, value_name = "NUMBER")]
    times: Option<u32>,
    /// So often or more
    #[arg(long, value_name = "NUMBER")]
    at_least: Option<u32>,
    /// So often or less
    #[arg(long, value_name = "NUMBER")]
    at_most: Option<u32>,
    /// And no other call of an operation
    #[arg(long)]
    none_besides: bool,
}

impl Remote for Command {
    async fn ask(&self, client: &Client) -> Result<(), Failure> {
        if !matches!(self, Self::Clear) {
            client.recorded().await?;
        }
        match self {
            Self::List { wanted, take } => list(client, wanted, *take).await,
            Self::Show { number } => {
                let found = client.get(&["journal", &number.to_string()], &[]).await?;
                print(&shown(&found["Result"]))
            }
            Self::Count(wanted) => {
                let counted = client.get(&["journal", "count"], &pairs(&wanted.query()?)).await?;
                print(&format!("{}\n", counted["Count"]))
            }
            Self::Verify(verify) => verify.run(client).await,
            Self::Wait { wanted, times, timeout } => {
                let mut body = wanted.body()?;
                body.insert("Times".to_owned(), (*times).into());
                body.insert("Timeout".to_owned(), format!("PT{timeout}S").into());
                let came = client.call(Method::POST, &["journal", "wait"], body.into()).await?;
                print(&lines(&came["Results"]))?;
                match came["Met"] == true {
                    true => Ok(()),
                    false => Err(Failure::Other(format!("it did not come in {timeout} seconds"))),
                }
            }
            Self::Replay { onto, after, before } => {
                let body = json!({ "Onto": onto, "After": after, "Before": before });
                replayed(&client.call(Method::POST, &["journal", "replay"], body).await?)
            }
            Self::Clear => {
                let answer = client.members(Method::DELETE, &["journal"], &[], Vec::new()).await?;
                print(&format!("forgot {} exchanges\n", answer["Removed"]))
            }
            Self::Export { form, wanted } => {
                let mut query = wanted.query()?;
                let form = match form {
                    Form::Har => "har",
                    Form::Http => "http",
                    Form::Stubs => "stubs",
                };
                query.push(("Form".to_owned(), form.to_owned()));
                let path = ["journal", "export"];
                print(&client.send(Method::GET, &path, &pairs(&query), Vec::new()).await?)
            }
        }
    }
}

fn replayed(replay: &Value) -> Result<(), Failure> {
    let number = |name: &str| replay[name].as_u64().unwrap_or_default();
    let (sent, same) = (number("Replayed"), number("Same"));
    let (all, other) = (sent + number("LeftOut"), sent - same);
    let mut lines = String::new();
    for one in replay["Results"].as_array().into_iter().flatten() {
        let answer = |status: &str, body: &str| {
            let body = one[body].as_str().unwrap_or_default();
            format!("{} {}", one[status], body.escape_debug())
        };
        lines +=
            &format!("#{}\n    before {}\n", one["Number"], answer("StatusBefore", "BodyBefore"));
        lines += &format!("    now    {}\n", answer("Status", "Body"));
    }
    lines += &format!(
        "replayed {sent} of {all} requests: {same} answered as before, {other} in another way\n"
    );
    print(&(lines + &super::race::coupons(replay)))?;
    match other {
        0 => Ok(()),
        _ => Err(Failure::Other(format!("{other} were answered in another way"))),
    }
}

fn pairs(query: &[(String, String)]) -> Vec<(&str, &str)> {
    query.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

async fn list(client: &Client, wanted: &Wanted, take: u32) -> Result<(), Failure> {
    let mut query = wanted.query()?;
    query.push(("Take".to_owned(), take.to_string()));
    let found = client.get(&["journal"], &pairs(&query)).await?;
    print(&lines(&found["Results"]))
}

impl Wanted {
    /// The conditions as the members of a call.
    fn body(&self) -> Result<Map<String, Value>, Failure> {
        let texts = [
            ("Operation", &self.operation),
            ("Verb", &self.verb),
            ("Path", &self.path),
            ("Status", &self.status),
            ("ErrorCode", &self.error_code),
            ("User", &self.user),
            ("Session", &self.session),
            ("Text", &self.text),
            ("From", &self.from),
            ("To", &self.to),
        ];
        let numbers =
            [("Connection", self.connection), ("After", self.after), ("Before", self.before)];
        let mut body: Map<String, Value> = texts
            .into_iter()
            .filter_map(|(name, text)| Some((name.to_owned(), text.clone()?.into())))
            .chain(numbers.into_iter().filter_map(|(name, n)| Some((name.to_owned(), n?.into()))))
            .collect();
        let mut members = Map::new();
        for member in &self.members {
            let (name, value) = member.split_once('=').ok_or_else(|| {
                Failure::Mendable(format!("--request {member}: it is MEMBER=VALUE"))
            })?;
            members.insert(name.to_owned(), value.into());
        }
        if !members.is_empty() {
            body.insert("Request".to_owned(), members.into());
        }
        Ok(body)
    }

    /// The same as a query string; members go as JSON, which is read there too.
    fn query(&self) -> Result<Vec<(String, String)>, Failure> {
        let text = |value| match value {
            Value::String(text) => text,
            other => other.to_string(),
        };
        Ok(self.body()?.into_iter().map(|(name, value)| (name, text(value))).collect())
    }
}

impl VerifyArgs {
    async fn run(&self, client: &Client) -> Result<(), Failure> {
        let mut body = match &self.file {
            Some(file) => read(file)?,
            None => self.wanted.body()?,
        };
        let numbers = [("Times", self.times), ("AtLeast", self.at_least), ("AtMost", self.at_most)];
        for (name, number) in numbers {
            body.extend(number.map(|number| (name.to_owned(), number.into())));
        }
        if self.none_besides {
            body.insert("NoneBesides".to_owned(), true.into());
        }
        let verdict = client.call(Method::POST, &["journal", "verify"], body.into()).await?;
        if verdict["Verified"] == true {
            return print("as expected\n");
        }
        let mut instead = String::new();
        for other in verdict["Instead"].as_array().into_iter().flatten() {
            let differences = other["Differences"].as_array().into_iter().flatten();
            let differences: Vec<&str> = differences.filter_map(Value::as_str).collect();
            instead.push_str(line(&other["Exchange"]).trim_end());
            // Writing to a string never fails.
            _ = writeln!(instead, "\n    {}", plain(&differences.join(", ")));
        }
        if !instead.is_empty() {
            print(&format!("What came instead:\n{instead}"))?;
        }
        Err(Failure::Other(plain(verdict["Message"].as_str().unwrap_or_default())))
    }
}

fn read(file: &Path) -> Result<Map<String, Value>, Failure> {
    let wrong = |error| Failure::Mendable(format!("{}: {error}", file.display()));
    serde_json::from_slice(&read_file(file)?).map_err(wrong)
}

fn lines(exchanges: &Value) -> String {
    exchanges.as_array().into_iter().flatten().map(line).collect()
}

/// `#7  200 ActivateCoupon demo PUT /Coupons/Activate {"Prefix":"AB"} 1.2 ms`.
fn line(exchange: &Value) -> String {
    let text = |name: &str| exchange[name].as_str().unwrap_or_default();
    let operation = Some(text("Operation")).filter(|name| !name.is_empty()).unwrap_or("-");
    let parts = [
        format!("#{}", exchange["Number"]),
        exchange["Status"].to_string(),
        operation.to_owned(),
        text("ErrorCode").to_owned(),
        text("User").to_owned(),
        text("Verb").to_owned(),
        text("Target").to_owned(),
        text("Request").to_owned(),
        format!("{} ms", exchange["Milliseconds"]),
        text("Stub").to_owned(),
        text("Fault").to_owned(),
    ];
    let parts: Vec<String> =
        parts.iter().filter(|part| !part.is_empty()).map(|part| plain(part)).collect();
    parts.join(" ") + "\n"
}

fn shown(exchange: &Value) -> String {
    let mut text = line(&exchange["Info"]);
    let mut add = |name: &str, value: &Value| {
        let value = match value {
            Value::Null => return,
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        // Writing to a string never fails.
        _ = writeln!(text, "{name}: {}", plain(&value));
    };
    let info = &exchange["Info"];
    add("peer", &exchange["Peer"]);
    add("connection", &info["Connection"]);
    add("session", &info["Session"]);
    add("stages in ms", &exchange["Stages"]);
    add("delivery", &info["Delivery"]);
    for request in exchange["Requests"].as_array().into_iter().flatten() {
        add("request", request);
    }
    for dropped in exchange["Dropped"].as_array().into_iter().flatten() {
        add("dropped", &dropped["Reason"]);
    }
    for (title, message) in [("sent", &exchange["Sent"]), ("answered", &exchange["Answered"])] {
        let cut = if message["IsCut"] == true { ", not all of it kept" } else { "" };
        let lost = if message["IsWhole"] == true { "" } else { ", not to its end" };
        let bytes = message["Text"].as_str().unwrap_or_default();
        let bytes: String = bytes
            .split('\n')
            .map(|line| format!("  {}\n", plain(line.trim_end_matches('\r'))))
            .collect();
        _ = write!(text, "\n{title} {} bytes{cut}{lost}:\n{bytes}", message["Length"]);
    }
    text
}

/// A text that does nothing to a terminal: control characters, and those that turn the direction
/// of writing, as escapes.
fn plain(text: &str) -> String {
    let is_plain = |letter: char| {
        !letter.is_control()
            && !matches!(letter, '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars()
        .map(|letter| {
            if is_plain(letter) { letter.to_string() } else { letter.escape_unicode().to_string() }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_line_does_nothing_to_a_terminal() {
        let exchange = json!({
            "Number": 1, "Status": 200, "Target": "/\u{1b}[2J\u{9b}31m\u{202e}x", "Milliseconds": 1.5,
        });
        assert_eq!(line(&exchange), "#1 200 - /\\u{1b}[2J\\u{9b}31m\\u{202e}x 1.5 ms\n");
    }
}
