//! Calls of the admin API.

use std::time::Duration;

use reqwest::{Method, RequestBuilder, Response, StatusCode, Url};
use serde_json::Value;

use crate::cli::failure::Failure;

/// An emulator answers at once, but for files of many coupons, and when it waits for exchanges: 60
/// seconds at most.
const PATIENCE: Duration = Duration::from_secs(90);

/// A running emulator.
#[derive(Clone)]
pub struct Client {
    url: Url,
    key: Option<String>,
    tenant: Option<String>,
    http: reqwest::Client,
}

impl Client {
    pub fn new(url: &str, key: Option<String>, tenant: Option<String>) -> Result<Self, Failure> {
        let whole = if url.contains("://") { url.to_owned() } else { format!("http://{url}") };
        let url = read(&whole).map_err(|why| Failure::Mendable(format!("--url {url}: {why}")))?;
        let builder = reqwest::Client::builder().timeout(PATIENCE);
        let is_here = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
        let builder = if is_here { builder.no_proxy() } else { builder };
        let http = builder.build().map_err(|error| Failure::Other(error.to_string()))?;
        Ok(Self { url, key, tenant, http })
    }

    /// The same without the tenant that all calls name.
    pub fn of_all(self) -> Self {
        Self { tenant: None, ..self }
    }

    /// The answer of an operation to members that go as JSON.
    pub async fn call(&self, verb: Method, path: &[&str], body: Value) -> Result<Value, Failure> {
        let request = self.request(verb, path, &[])?.json(&body);
        let text = self.text(request).await?;
        Ok(serde_json::from_str(&text).unwrap_or(Value::Null))
    }

    /// The answer of an operation without members, or to a file.
    pub async fn send(
        &self,
        verb: Method,
        path: &[&str],
        query: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Result<String, Failure> {
        self.text(self.request(verb, path, query)?.body(body)).await
    }

    /// The members of the answer of a GET.
    pub async fn get(&self, path: &[&str], query: &[(&str, &str)]) -> Result<Value, Failure> {
        self.members(Method::GET, path, query, Vec::new()).await
    }

    /// The members of the answer of an operation without members, or to a file.
    pub async fn members(
        &self,
        verb: Method,
        path: &[&str],
        query: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Result<Value, Failure> {
        let text = self.send(verb, path, query, body).await?;
        Ok(serde_json::from_str(&text).unwrap_or(Value::Null))
    }

    /// Fails where no exchanges are kept: an empty journal proves nothing.
    pub async fn recorded(&self) -> Result<(), Failure> {
        // That of a tenant is on where that of the default one is; asking makes no tenant.
        let journal = self.clone().of_all().get(&["journal"], &[("Take", "1")]).await?;
        if journal["IsOn"] == false {
            return Err(Failure::Mendable(
                "no exchanges are kept: start the emulator with --journal".to_owned(),
            ));
        }
        Ok(())
    }

    fn request(
        &self,
        verb: Method,
        path: &[&str],
        query: &[(&str, &str)],
    ) -> Result<RequestBuilder, Failure> {
        let mut url = self.url.clone();
        let no_base = || Failure::Mendable(format!("--url {}: has no paths", self.url));
        url.path_segments_mut()
            .map_err(|()| no_base())?
            .pop_if_empty()
            .push("_emulator")
            .extend(path);
        let tenant = self.tenant.as_deref().map(|tenant| ("Tenant", tenant));
        let mut pairs = query.iter().copied().chain(tenant).peekable();
        if pairs.peek().is_some() {
            url.query_pairs_mut().extend_pairs(pairs);
        }
        let request = self.http.request(verb, url).header("Accept", "application/json");
        Ok(match &self.key {
            Some(key) => request.bearer_auth(key),
            None => request,
        })
    }

    async fn text(&self, request: RequestBuilder) -> Result<String, Failure> {
        let answer = request.send().await.map_err(|error| self.unreached(&error))?;
        if answer.status().is_success() {
            return answer.text().await.map_err(|error| self.unreached(&error));
        }
        Err(self.refused(answer).await)
    }

    fn unreached(&self, error: &reqwest::Error) -> Failure {
        let why = if error.is_connect() {
            "nobody listens there, or not by this protocol; start the emulator, or name its address \
             with --url"
        } else if error.is_timeout() {
            "no answer came in time"
        } else {
            "the answer cannot be read"
        };
        Failure::Mendable(format!("{}: {why}", self.url))
    }

    async fn refused(&self, answer: Response) -> Failure {
        let status = answer.status();
        let text = answer.text().await.unwrap_or_default();
        let error: Value = serde_json::from_str(&text).unwrap_or(Value::Null);
        let error = &error["ResponseStatus"];
        let code = error["ErrorCode"].as_str().unwrap_or_default();
        let Some(message) = error["Message"].as_str() else { return self.no_api(status) };
        match code {
            "AdminKey" if self.key.is_some() => {
                Failure::Mendable(format!("{}: the key is not that of the emulator", self.url))
            }
            "AdminKey" => Failure::Mendable(format!(
                "{}: the emulator asks for its key: give it with --key or SSE_ADMIN_KEY",
                self.url
            )),
            "HostNotLoopback" => Failure::Mendable(message.to_owned()),
            // A host below `/api` says so of what is none of its operations.
            "NotImplementedException" if self.url.path() != "/" => {
                self.no_api(StatusCode::NOT_FOUND)
            }
            // What the caller wrote is wrong; any other refusal is about what there is.
            _ if status == StatusCode::BAD_REQUEST => Failure::Mendable(message.to_owned()),
            _ => Failure::Other(message.to_owned()),
        }
    }

    fn no_api(&self, status: StatusCode) -> Failure {
        let sentence = match status {
            StatusCode::NOT_FOUND if self.url.path() != "/" => format!(
                "there is no admin API below the path {}: give the address of the server alone",
                self.url.path()
            ),
            StatusCode::NOT_FOUND => {
                "there is no admin API; start the emulator with --admin".to_owned()
            }
            status => format!("the server answers {}", status.as_u16()),
        };
        Failure::Mendable(format!("{}: {sentence}", self.url))
    }
}

/// An address, or why it is none.
fn read(whole: &str) -> Result<Url, String> {
    let url = Url::parse(whole).map_err(|error| format!("is no address: {error}"))?;
    match url.scheme() {
        "http" | "https" => {}
        scheme => {
            return Err(format!("an address begins with http:// or https://, not {scheme}://"));
        }
    }
    match (url.query(), url.fragment()) {
        (None, None) => Ok(url),
        _ => Err("has a query or a fragment: give the address of the server alone".to_owned()),
    }
}
