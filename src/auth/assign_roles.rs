//! The operations `AssignRoles` and `UnAssignRoles`: what a user may do, until the process ends.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Auth;
use crate::edition::Version;
use crate::service::{Context, Identity, Reply, Service, ServiceError, ServiceFuture};
use crate::value::Object;

/// The service behind both.
#[derive(Clone)]
pub struct AssignRoles {
    auth: Arc<Auth>,
    change: Change,
    version: Version,
}

/// What is done with the roles and permissions of the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// The user gets them.
    Add,
    /// The user loses them.
    Remove,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Request {
    user_name: Option<String>,
    permissions: Option<Vec<String>>,
    roles: Option<Vec<String>>,
}

#[derive(Serialize, Default)]
#[serde(rename_all = "PascalCase")]
struct Response {
    all_roles: Vec<String>,
    /// With an error the answer lists no permissions.
    all_permissions: Option<Vec<String>>,
    response_status: Option<Status>,
}

/// An error within the answer: this one alone has lists that are there from the start.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Status {
    error_code: &'static str,
    message: String,
    errors: Vec<Field>,
}

/// The member that is wrong.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Field {
    error_code: &'static str,
    field_name: &'static str,
    message: &'static str,
}

/// Why nothing was changed.
struct Refused {
    status: u16,
    code: &'static str,
    message: String,
    errors: Vec<Field>,
}

impl AssignRoles {
    /// The service over these users.
    pub fn new(auth: Arc<Auth>, change: Change, version: Version) -> Self {
        Self { auth, change, version }
    }

    fn answer(&self, request: Object, context: &Context) -> Result<Reply, ServiceError> {
        let request: Request = context.request(request)?;
        match self.perform(request, context) {
            Ok(response) => context.reply(&response),
            Err(refused) => {
                let Refused { status, code, message, errors } = refused;
                let error_code = code;
                let all_permissions = (self.change == Change::Add).then(Vec::new);
                let reported = Some(Status { error_code, message, errors });
                let response =
                    Response { all_permissions, response_status: reported, ..Response::default() };
                Ok(context.reply(&response)?.with_status(status).with_reason(code))
            }
        }
    }

    /// Only an `Admin` may do so.
    fn perform(&self, request: Request, context: &Context) -> Result<Response, Refused> {
        let refused = |status, code, message: &str| Refused {
            status,
            code,
            message: message.to_owned(),
            errors: Vec::new(),
        };
        let caller = context.caller.as_ref();
        let caller = caller.ok_or_else(|| refused(401, "Unauthorized", "Not Authenticated"))?;
        if !caller.user.roles.iter().any(|role| role == "Admin") {
            return Err(refused(403, "Forbidden", "Invalid Role"));
        }
        let name = match request.user_name {
            None if self.version == Version::V10 => return Err(nameless()),
            name => name.unwrap_or_default(),
        };
        let unknown = || refused(404, "NotFound", &name);
        let accounts = context.accounts.as_ref().ok_or_else(unknown)?;
        let configured = match self.auth.users.by_name(&name) {
            Some(user) => Arc::new(Identity::from(user)),
            None => self.auth.named(accounts, &name).ok_or_else(unknown)?,
        };
        let roles = request.roles.unwrap_or_default();
        let permissions = request.permissions.unwrap_or_default();
        let change = |identity: &mut Identity| self.apply(identity, &roles, &permissions);
        let changed = accounts.rights.change(&configured, change);
        Ok(Response {
            all_roles: changed.roles.clone(),
            all_permissions: Some(changed.permissions.clone()),
            response_status: None,
        })
    }

    fn apply(&self, identity: &mut Identity, roles: &[String], permissions: &[String]) {
        for (held, named) in
            [(&mut identity.roles, roles), (&mut identity.permissions, permissions)]
        {
            held.retain(|held| !named.contains(held));
            if self.change == Change::Add {
                for name in named {
                    if !held.contains(name) {
                        held.push(name.clone());
                    }
                }
            }
        }
    }
}

/// Nobody is named.
fn nameless() -> Refused {
    const MESSAGE: &str = "Value cannot be null.";
    let code = "ArgumentNullException";
    let field = Field { error_code: code, field_name: "UserName", message: MESSAGE };
    let message = format!("{MESSAGE} (Parameter 'UserName')");
    Refused { status: 400, code, message, errors: vec![field] }
}

impl Service for AssignRoles {
    fn call(&self, request: Object, context: Context) -> ServiceFuture {
        let answer = self.answer(request, &context);
        Box::pin(async move { answer })
    }
}
