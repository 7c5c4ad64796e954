//! What ServiceStack's own operations are in 10.x, where they differ from those of 5.9.1.

use super::{Contract, DtoId, Member, Operation, Property, Route, Scalar, TypeRef, Verbs};

impl Contract {
    /// The same host with sign-in as 10.x has it: fewer routes and verbs, and two members more in
    /// the answer (recorded: topics B1, B7, B24; XML).
    #[must_use]
    pub fn with_newer_sign_in(mut self) -> Self {
        for operation in self.operations.iter_mut().filter(|operation| operation.built_in) {
            match operation.name.as_str() {
                "Authenticate" => {
                    restrict(operation, "GET,POST");
                    operation.actions.push("OPTIONS".to_owned());
                }
                "AssignRoles" | "UnAssignRoles" => restrict(operation, "POST"),
                _ => {}
            }
        }
        let date = TypeRef::Nullable(Box::new(TypeRef::Scalar(Scalar::DateTime)));
        if let Some(answer) = self.find_dto("RegisterResponse") {
            self.add_member(answer, "RefreshToken", "RefreshTokenExpiry", date.clone());
            let text = TypeRef::Scalar(Scalar::String);
            self.add_member(answer, "Permissions", "RedirectUrl", text);
        }
        if let Some(answer) = self.find_dto("AuthenticateResponse") {
            self.add_member(answer, "RefreshToken", "RefreshTokenExpiry", date);
            let text = TypeRef::Scalar(Scalar::String);
            self.add_member(answer, "Permissions", "AuthProvider", text);
        }
        self
    }

    /// Sign-in as ASP.NET Core Identity has it: providers are posted to, the session is told at
    /// `/auth`, and roles are given by administrators alone.
    #[must_use]
    pub fn with_identity(mut self) -> Self {
        for operation in self.operations.iter_mut().filter(|operation| operation.built_in) {
            match operation.name.as_str() {
                "Authenticate" => {
                    operation.method = Some("POST".to_owned());
                    operation.routes = [
                        plain_route("/auth", "GET,POST"),
                        plain_route("/auth/{provider}", "GET,POST"),
                    ]
                    .into();
                }
                "AssignRoles" | "UnAssignRoles" => {
                    operation.requires_auth = true;
                    operation.required_roles = vec!["Admin".to_owned()];
                    operation.method = Some("POST".to_owned());
                }
                "GetAccessToken" | "ConvertSessionToToken" | "Register" => {
                    operation.method = Some("POST".to_owned());
                }
                _ => {}
            }
        }
        self
    }

    /// Adds a member behind another one, unless the document has it.
    fn add_member(&mut self, id: DtoId, behind: &str, name: &str, ty: TypeRef) {
        let dto = &mut self.dtos[id.index()];
        let place = dto.place_of(behind).map(|place| place + 1);
        let (Some(place), None) = (place, dto.place_of(name)) else { return };
        let member =
            Member { name: name.to_owned(), renamed: false, ty, hidden: true, declared_by: id };
        dto.members.insert(place, member);
        insert_property(&mut dto.properties, behind, name);
    }
}

fn plain_route(path: &str, verbs: &str) -> Route {
    let verbs = Verbs::Only(verbs.to_owned());
    Route { path: path.to_owned(), verbs, summary: None, notes: None }
}

/// The orders of those behind it move on.
fn insert_property(properties: &mut Vec<Property>, behind: &str, name: &str) {
    let place = properties.iter().position(|property| property.name == behind);
    let Some(place) = place else { return };
    let later = |property: &mut Property| property.order = property.order.map(|order| order + 1);
    properties[place + 1..].iter_mut().for_each(later);
    let mut property = Property { name: name.to_owned(), ..properties[place].clone() };
    later(&mut property);
    properties.insert(place + 1, property);
}

fn restrict(operation: &mut Operation, verbs: &str) {
    operation.actions = verbs.split(',').map(str::to_owned).collect();
    operation.routes.retain(|route| !route.path.starts_with("/authenticate"));
    for route in &mut operation.routes {
        route.verbs = Verbs::Only(verbs.to_owned());
    }
}
