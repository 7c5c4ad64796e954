//! The document of a host, from a file or from the host itself.

use std::error::Error;
use std::fs::File;
use std::io::Read as _;

use indicatif::{ProgressBar, ProgressStyle};
use reqwest::{Client, Response, Url};
use servicestack_emulator::import::{HostDocuments, HostFolder};

use super::{ImportArgs, read};
use crate::cli::failure::Failure;

/// Where hosts keep their contract.
const PLACES: [&str; 3] = ["types/metadata", "types/metadata.json", "metadata/app.json"];

/// The folder that the source makes.
pub fn folder(args: &ImportArgs) -> Result<HostFolder, Failure> {
    match Url::parse(&args.source) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            runtime.block_on(from_host(args, &url))
        }
        _ => {
            let document = file(args)?;
            read(args, &HostDocuments { contract: &document, ..HostDocuments::default() })
        }
    }
}

fn file(args: &ImportArgs) -> Result<Vec<u8>, Failure> {
    let unreadable = |error| Failure::Mendable(format!("cannot read {}: {error}", args.source));
    let file = File::open(&args.source).map_err(unreadable)?;
    let mut document = Vec::new();
    file.take(u64::from(args.max_bytes) + 1).read_to_end(&mut document).map_err(unreadable)?;
    within(args, document.len()).map(|()| document)
}

/// The first place that has a contract. When none has, all that was tried is reported.
async fn from_host(args: &ImportArgs, url: &Url) -> Result<HostFolder, Failure> {
    let client =
        Client::builder().timeout(args.timeout).build().map_err(|error| unreachable(&error))?;
    let (places, mut refusals) = (places(url), Vec::new());
    for place in &places {
        let found = match download(args, &client, place.clone()).await {
            Ok(contract) => {
                let app = match places.last().filter(|app| *app != place) {
                    Some(app) => download(args, &client, app.clone()).await.ok(),
                    None => None,
                };
                read(args, &documents(&contract, app.as_ref()))
            }
            Err(failure) => Err(failure),
        };
        match found {
            Ok(folder) => return Ok(folder),
            Err(failure) => refusals.push(format!("{place}: {failure}")),
        }
    }
    Err(Failure::Mendable(format!("no contract was found; {}", refusals.join("; "))))
}

/// What a host answered.
struct Download {
    document: Vec<u8>,
    /// Where it was in the end: a host may send to HTTPS.
    url: Url,
    powered_by: Option<String>,
}

fn documents<'d>(contract: &'d Download, app: Option<&'d Download>) -> HostDocuments<'d> {
    let address = host_of(&contract.url);
    HostDocuments {
        contract: &contract.document,
        app: app.map(|app| &*app.document),
        powered_by: contract.powered_by.as_deref(),
        address,
    }
}

/// The address of the host that has a document there; none of a document by another name.
fn host_of(document: &Url) -> Option<&str> {
    let address = document.as_str().split(['?', '#']).next()?;
    let place = |place: &str| {
        let end = address.len().checked_sub(place.len())?;
        let (host, own) = address.split_at_checked(end)?;
        own.eq_ignore_ascii_case(place).then_some(host)
    };
    ["types/metadata", "types/metadata.json", "metadata/app", "metadata/app.json"]
        .into_iter()
        .find_map(place)
}

/// A document's own address, or those below a host's.
fn places(url: &Url) -> Vec<Url> {
    let path = url.path().trim_end_matches('/');
    let lower = path.to_ascii_lowercase();
    let is_document = |end: &str| lower.ends_with(end);
    if [".json", "/types/metadata", "/metadata/app"].into_iter().any(is_document) {
        return vec![url.clone()];
    }
    // A host below a path is called below that path, which only a final slash makes a folder.
    let mut folder = url.clone();
    folder.set_path(&format!("{path}/"));
    folder.set_query(None);
    PLACES.iter().filter_map(|place| folder.join(place).ok()).collect()
}

async fn download(args: &ImportArgs, client: &Client, url: Url) -> Result<Download, Failure> {
    let request = client.get(url).header("Accept", "application/json");
    let mut response = request.send().await.map_err(|error| unreachable(&error))?;
    if !response.status().is_success() {
        return Err(Failure::Mendable(format!("answers {}", response.status())));
    }
    let powered_by = response.headers().get("X-Powered-By");
    let powered_by = powered_by.and_then(|value| value.to_str().ok()).map(str::to_owned);
    let url = response.url().clone();
    let bar = bar(&response);
    let mut document = Vec::new();
    while let Some(piece) = response.chunk().await.map_err(|error| unreachable(&error))? {
        within(args, document.len() + piece.len())?;
        document.extend_from_slice(&piece);
        bar.inc(piece.len() as u64);
    }
    bar.finish_and_clear();
    Ok(Download { document, powered_by, url })
}

/// Shown on a terminal alone, on the standard error.
fn bar(response: &Response) -> ProgressBar {
    let template = "{bar:40} {bytes}/{total_bytes} {bytes_per_sec} {eta}";
    let style =
        ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    response
        .content_length()
        .map_or_else(ProgressBar::new_spinner, ProgressBar::new)
        .with_style(style)
}

fn within(args: &ImportArgs, length: usize) -> Result<(), Failure> {
    if length <= args.max_bytes as usize {
        return Ok(());
    }
    let sentence = format!(
        "the document is longer than {} bytes; allow more with --max-bytes",
        args.max_bytes
    );
    Err(Failure::Mendable(sentence))
}

/// The innermost reason says most: the outer ones repeat the address.
fn unreachable(error: &reqwest::Error) -> Failure {
    let mut reason: &dyn Error = error;
    while let Some(inner) = reason.source() {
        reason = inner;
    }
    let late = if error.is_timeout() { " (give it longer with --timeout)" } else { "" };
    Failure::Mendable(format!("{reason}{late}"))
}
