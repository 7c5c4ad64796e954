//! The host `cors`: CorsFeature with all of its settings, and users.

use servicestack_emulator::Builder;
use servicestack_emulator::host::{Behaviour, Cors, CorsFeature, Edition};
use servicestack_emulator::service::{ServiceError, Services};

use super::{Any, Ok};

/// The host `cors`.
pub fn cors(edition: Edition) -> anyhow::Result<Builder> {
    let contract = include_bytes!("../../../fixtures/conformance/modern/cors.types-metadata.json");
    let words = |text: &str| text.split(' ').map(str::to_owned).collect();
    let cors = Cors::Feature(CorsFeature {
        origins: Some(words("http://till.example https://shop.example")),
        methods: words("GET POST PUT"),
        headers: words("Content-Type Authorization X-Shop"),
        exposed: words("X-Shop"),
        credentials: Some(true),
        max_age: Some(300),
    });
    let behaviour = Behaviour { cors, ..super::behaviour(edition) };
    let builder = super::host(contract, edition)?.behaviour(behaviour).users(super::users()?);
    Result::Ok(builder.services(register))
}

/// What every host with CORS has.
pub(super) fn register(services: &mut Services) {
    #[derive(serde::Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Fail {
        text: Option<String>,
    }
    services.handle("Open", async |_: Any, _| Result::Ok(Ok::of("ok"))).handle(
        "Fail",
        async |request: Fail, _| {
            let text = request.text.unwrap_or_else(|| "failed".to_owned());
            Err::<Ok, _>(ServiceError::argument("Text", text))
        },
    );
}
