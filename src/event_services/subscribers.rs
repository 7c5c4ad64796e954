//! `/event-subscribers`, `/event-subscribers/{Id}` and `/event-unregister`.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{error_of, hub};
use crate::events::Fields;
use crate::service::{Context, Reply, ServiceError, Services};
use crate::value::Value;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct GetEventSubscribers {
    channels: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct UpdateEventSubscriber {
    id: Option<String>,
    subscribe_channels: Option<Vec<String>>,
    unsubscribe_channels: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct UnRegisterEventSubscriber {
    id: Option<String>,
}

#[derive(Serialize)]
struct Updated {}

pub fn register(services: &mut Services, host: &Arc<str>) {
    let (for_list, for_update, for_end) = (host.clone(), host.clone(), host.clone());
    services.handle("GetEventSubscribers", move |request, context| {
        let listed = listed(&for_list, &context, request);
        async move { listed }
    });
    services.handle("UpdateEventSubscriber", move |request, context| {
        let updated = updated(&for_update, &context, request);
        async move { updated }
    });
    services.handle("UnRegisterEventSubscriber", move |request, context| {
        let ended = ended(&for_end, &context, request);
        async move { ended }
    });
}

fn listed(
    host: &str,
    context: &Context,
    request: GetEventSubscribers,
) -> Result<Reply, ServiceError> {
    let channels = request.channels.unwrap_or_default();
    let subscribers = hub(context, host)?.subscribers(&channels);
    Ok(Reply::value(Value::List(subscribers.into_iter().map(dictionary).collect())))
}

fn updated(
    host: &str,
    context: &Context,
    request: UpdateEventSubscriber,
) -> Result<Reply, ServiceError> {
    let UpdateEventSubscriber { id, subscribe_channels, unsubscribe_channels } = request;
    let id = id.unwrap_or_default();
    let (joined, left) =
        (subscribe_channels.unwrap_or_default(), unsubscribe_channels.unwrap_or_default());
    match hub(context, host)?.update(&id, joined, left).map_err(error_of)? {
        true => context.reply(&Updated {}),
        false => Err(unknown(&id)),
    }
}

fn ended(
    host: &str,
    context: &Context,
    request: UnRegisterEventSubscriber,
) -> Result<Reply, ServiceError> {
    let id = request.id.unwrap_or_default();
    let ended = hub(context, host)?.unregister(&id);
    ended.map(|fields| Reply::value(dictionary(fields))).ok_or_else(|| unknown(&id))
}

fn unknown(id: &str) -> ServiceError {
    ServiceError::not_found(format!("Subscription {id} does not exist"))
}

fn dictionary(fields: Fields) -> Value {
    let pair =
        |(name, value): (&str, String)| (Value::String(name.to_owned()), Value::String(value));
    Value::Dictionary(fields.into_iter().map(pair).collect())
}
