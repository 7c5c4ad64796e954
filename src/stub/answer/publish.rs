//! The server events of an answer.

use super::Answer;
use crate::event_services::error_of;
use crate::events::{Message, Recipients};
use crate::service::ServiceFuture;
use crate::stub::scope::{Scope, TemplateError};
use crate::stub::template::Text;

/// An event in templates.
#[derive(Debug, Clone)]
pub(in crate::stub) struct PublishTexts {
    pub to: ToTexts,
    pub within: Option<Text>,
    pub selector: Text,
    pub json: JsonShape,
}

/// Who gets it.
#[derive(Debug, Clone)]
pub(in crate::stub) enum ToTexts {
    All,
    Channel(Text),
    User(Text),
    UserName(Text),
    Session(Text),
    Subscription(Text),
}

/// A JSON value of constants and templates.
#[derive(Debug, Clone)]
pub(in crate::stub) enum JsonShape {
    /// As it is sent.
    Constant(String),
    /// A text, and its line.
    Text(Text, usize),
    List(Vec<JsonShape>),
    /// Names as they are sent, in quotes.
    Object(Vec<(String, JsonShape)>),
}

impl Answer {
    /// The events that it sends for a call.
    pub(in crate::stub) fn messages(
        &self,
        scope: &Scope<'_>,
    ) -> Result<Vec<Message>, TemplateError> {
        self.publish.iter().map(|texts| texts.message(scope)).collect()
    }
}

impl PublishTexts {
    fn message(&self, scope: &Scope<'_>) -> Result<Message, TemplateError> {
        let mut json = String::new();
        self.json.write(scope, &mut json)?;
        Ok(Message {
            to: self.to.recipients(scope)?,
            within: self.within.as_ref().map(|text| text.render(scope)).transpose()?,
            selector: self.selector.render(scope)?,
            json,
        })
    }
}

impl ToTexts {
    fn recipients(&self, scope: &Scope<'_>) -> Result<Recipients, TemplateError> {
        Ok(match self {
            Self::All => Recipients::All,
            Self::Channel(text) => Recipients::Channel(text.render(scope)?),
            Self::User(text) => Recipients::User(text.render(scope)?),
            Self::UserName(text) => Recipients::UserName(text.render(scope)?),
            Self::Session(text) => Recipients::Session(text.render(scope)?),
            Self::Subscription(text) => Recipients::Subscription(text.render(scope)?),
        })
    }
}

impl JsonShape {
    /// Writes the value; members stay in their order.
    fn write(&self, scope: &Scope<'_>, out: &mut String) -> Result<(), TemplateError> {
        match self {
            Self::Constant(json) => out.push_str(json),
            Self::Text(text, line) => {
                let failed = |error: serde_json::Error| TemplateError {
                    line: *line,
                    reason: error.to_string(),
                };
                out.push_str(&serde_json::to_string(&text.value(scope)?).map_err(failed)?);
            }
            Self::List(items) => {
                for (place, item) in items.iter().enumerate() {
                    out.push(if place == 0 { '[' } else { ',' });
                    item.write(scope, out)?;
                }
                out.push_str(if items.is_empty() { "[]" } else { "]" });
            }
            Self::Object(members) => {
                for (place, (name, member)) in members.iter().enumerate() {
                    out.push(if place == 0 { '{' } else { ',' });
                    out.push_str(name);
                    out.push(':');
                    member.write(scope, out)?;
                }
                out.push_str(if members.is_empty() { "{}" } else { "}" });
            }
        }
        Ok(())
    }
}

/// An answer that sends events when it is given; one that fails sends none.
pub(in crate::stub) fn published(
    messages: Vec<Message>,
    scope: &Scope<'_>,
    answer: ServiceFuture,
) -> ServiceFuture {
    let call = scope.call();
    let (tenant, host) = (call.context.tenant.clone(), call.host.clone());
    Box::pin(async move {
        let reply = answer.await?;
        let Some(hub) = tenant.events().at(&host) else {
            tracing::warn!(%host, "a stub publishes where no events are served");
            return Ok(reply);
        };
        for message in &messages {
            hub.publish(message).map_err(error_of)?;
        }
        Ok(reply)
    })
}
