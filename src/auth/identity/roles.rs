//! The operations `AssignRoles` and `UnAssignRoles` of an Identity host: users are found by their
//! email address, and only roles that exist can be given.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::auth::{Auth, Change};
use crate::service::{Context, Reply, Service, ServiceError, ServiceFuture};
use crate::tenant::Identity;
use crate::value::Object;

/// The service behind both.
#[derive(Clone)]
pub struct IdentityRoles {
    auth: Arc<Auth>,
    change: Change,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    user_name: Option<String>,
    roles: Option<Vec<String>>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Response {
    all_roles: Vec<String>,
    all_permissions: Vec<String>,
    response_status: Option<Status>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Status {
    error_code: String,
    message: String,
    errors: Vec<String>,
}

type Refused = (u16, &'static str, String);

impl IdentityRoles {
    /// The service over these users.
    pub fn new(auth: Arc<Auth>, change: Change) -> Self {
        Self { auth, change }
    }

    fn answer(&self, request: Object, context: &Context) -> Result<Reply, ServiceError> {
        let request: Request = context.request(request)?;
        let Some(name) = request.user_name.filter(|name| !name.is_empty()) else {
            return Err(ServiceError::argument_null("UserName"));
        };
        let (all_permissions, none) = (Vec::new(), Vec::new());
        match self.perform(&name, request.roles.unwrap_or_default(), context) {
            Ok(all_roles) => {
                context.reply(&Response { all_roles, all_permissions, response_status: None })
            }
            Err((status, code, message)) => {
                let reported = Status { error_code: code.to_owned(), message, errors: Vec::new() };
                let response_status = Some(reported);
                let response = Response { all_roles: none, all_permissions, response_status };
                Ok(context.reply(&response)?.with_status(status).with_reason(code))
            }
        }
    }

    fn perform(
        &self,
        name: &str,
        roles: Vec<String>,
        context: &Context,
    ) -> Result<Vec<String>, Refused> {
        let is_admin = |user: &Identity| user.roles.iter().any(|role| role == "Admin");
        if !context.caller.as_ref().is_some_and(|caller| is_admin(&caller.user)) {
            return Err((403, "Forbidden", "Invalid Role".to_owned()));
        }
        let unknown = || (404, "NotFound", "User does not exist".to_owned());
        let accounts = context.accounts.as_ref().ok_or_else(unknown)?;
        let configured = match self.auth.users.by_email(name) {
            Some(user) => Arc::new(Identity::from(user)),
            None => self.auth.named(accounts, name).ok_or_else(unknown)?,
        };
        if let Some(role) = roles.iter().find(|role| !self.auth.has_role(role)) {
            let message = format!("Role {} does not exist.", role.to_uppercase());
            return Err((500, "InvalidOperationException", message));
        }
        let changed = accounts.rights.change(&configured, |user| match self.change {
            Change::Add => {
                let new = roles.iter().filter(|role| !user.roles.contains(role));
                let new: Vec<String> = new.cloned().collect();
                user.roles.extend(new);
            }
            Change::Remove => user.roles.retain(|role| !roles.contains(role)),
        });
        Ok(changed.roles.clone())
    }
}

impl Auth {
    /// Whether there is a role of this name: one of the settings, of a user or of an operation.
    fn has_role(&self, role: &str) -> bool {
        let rules = self.rules_of_identity();
        rules.roles.iter().chain(&self.asked_roles).any(|known| known == role)
            || self.users.has_role(role)
    }
}

impl Service for IdentityRoles {
    fn call(&self, request: Object, context: Context) -> ServiceFuture {
        let answer = self.answer(request, &context);
        Box::pin(async move { answer })
    }
}
