//! MIKO's licensing API: no ServiceStack host but a [`Site`] that speaks JSON alone. One file an
//! operation.
//!
//! Facts are what MIKO's public pages and code say; what they leave open is decided in
//! `docs/decisions.md`, and where it helps a setting of `[miko]` decides otherwise.

mod add_new_release;
mod answer;
mod api_keys;
mod clients_coordinates;
mod coupons_activation_history;
mod directory;
mod fields;
mod generate_coupons;
mod get_will_be_expired_products;
mod openapi;
mod refusal;
mod route;
mod trials_activation_history;

use std::sync::Arc;

use serde_json::{Map, Value};

use crate::config::{MikoData, MikoSettings};
use crate::host::Cors;
use crate::http::{
    Answer, Answering, CorsBehaviour, Definition, Exchange, Point, Query, Request, Site, request_of,
};
use crate::journal::{Bound, Contents, Entry, Reader};
use crate::tenant::Tenant;
use directory::Directory;
use refusal::Refusal;
pub use route::CALLS;
use route::Call;

/// Where MIKO mounts it.
pub const BASE_PATH: &str = "/restapi";

/// How MIKO's Swagger UI calls it in its list of definitions.
pub const DEFINITION: &str = "Методы работы с сервером через REST API";

/// Where its OpenAPI document is, below [`BASE_PATH`].
const DOCUMENT: &str = "/openapi.json";

/// Nothing is recorded of other origins.
const CORS: CorsBehaviour = CorsBehaviour { newer: true, vary: true, routed: false };

/// What the API is made of.
pub struct MikoParts {
    /// Distributors, products and clients.
    pub data: MikoData,
    /// `[miko]`.
    pub settings: MikoSettings,
    /// Which pages of other origins may call.
    pub cors: Cors,
}

/// MIKO's API, ready to be mounted at [`BASE_PATH`].
pub struct Miko {
    directory: Directory,
    settings: MikoSettings,
    cors: Cors,
}

impl Miko {
    /// Puts it together.
    pub fn new(parts: MikoParts) -> Self {
        let MikoParts { data, settings, cors } = parts;
        Self { directory: Directory::new(data), settings, cors }
    }

    async fn perform(&self, exchange: &Exchange) -> Result<Answer, Refusal> {
        let request = &exchange.request;
        let call = route::find(request)?;
        {
            let mut noted = exchange.noted();
            (noted.operation, noted.format) = (Some(call.name().to_owned()), Some("json"));
        }
        exchange.pass(Point::BeforeBind).await?;
        if call != Call::OpenApi {
            api_keys::admit(&self.settings, request, exchange.tenant.clock().now())?;
        }
        exchange.pass(Point::BeforeCommit).await?;
        let answer = self.call(&call, &exchange.tenant, request).await?;
        exchange.pass(Point::AfterCommit).await?;
        Ok(answer)
    }

    async fn call(
        &self,
        call: &Call,
        tenant: &Tenant,
        request: &Request,
    ) -> Result<Answer, Refusal> {
        match call {
            Call::GenerateCoupons => generate_coupons::answer(self, tenant, request).await,
            Call::CouponsActivationHistory { after } => {
                coupons_activation_history::answer(self, tenant, after).await
            }
            Call::TrialsActivationHistory { after } => {
                trials_activation_history::answer(self, after)
            }
            Call::GetWillBeExpiredProducts => get_will_be_expired_products::answer(self, request),
            Call::ClientsCoordinates => clients_coordinates::answer(self, request),
            Call::AddNewRelease => add_new_release::answer(self, request),
            Call::OpenApi => Ok(openapi::answer(self, request)),
        }
    }

    fn refused(&self, refusal: &Refusal) -> Answer {
        refusal.answer(&self.settings)
    }
}

/// Reads requests for the journal.
struct Parameters;

impl Reader for Parameters {
    fn read(&self, entry: &Entry) -> Contents {
        let requests = request_of(entry).iter().map(parameters).collect();
        Contents { requests, dropped: Vec::new() }
    }
}

/// What the request names, for who reads the journal: query, form, and members of a JSON object.
fn parameters(request: &Request) -> Bound {
    let form = request.form.iter().flat_map(Query::named);
    let pairs = request.query.named().chain(form);
    let mut pairs: Vec<_> =
        pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    if let Ok(members) = serde_json::from_slice::<Map<String, Value>>(&request.body) {
        pairs.extend(members.into_iter().map(|(name, value)| match value {
            Value::String(text) => (name, text),
            other => (name, other.to_string()),
        }));
    }
    Bound::Parameters(pairs)
}

impl Site for Miko {
    fn definition(&self) -> Option<Definition> {
        Some(Definition { name: DEFINITION.to_owned(), path: DOCUMENT.to_owned() })
    }

    fn answer<'a>(&'a self, exchange: &'a Exchange) -> Answering<'a> {
        Box::pin(async move {
            let request = &exchange.request;
            if let Some(answer) = self.cors.preflight(request, CORS) {
                return answer;
            }
            let answer =
                self.perform(exchange).await.unwrap_or_else(|refusal| self.refused(&refusal));
            self.cors.mark(request, answer, CORS)
        })
    }

    fn reader(&self) -> Option<Arc<dyn Reader>> {
        Some(Arc::new(Parameters))
    }

    fn operation(&self, request: &Request) -> Option<String> {
        route::find(request).ok().map(|call| call.name().to_owned())
    }

    fn refuse(&self, _: &Exchange, status: u16, _: &str, message: &str) -> Answer {
        self.refused(&Refusal::message(status, message))
    }
}
