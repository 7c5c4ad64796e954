//! What the attributes of a request class say of its callers.

use super::{Argument, Attribute, Operation};

/// Attributes that check callers before ServiceStack looks at the request, by their names of C#.
const FILTERS: [&str; 6] = [
    "Authenticate",
    "Authorize",
    "RequiredRole",
    "RequiredPermission",
    "RequiresAnyRole",
    "RequiresAnyPermission",
];

/// Other attributes about callers that are known by name.
const OTHERS: [&str; 9] = [
    "Restrict",
    "ValidateRequest",
    "ValidateApiKey",
    "ValidateIsAuthenticated",
    "ValidateIsAdmin",
    "ValidateHasRole",
    "ValidateHasRoles",
    "ValidateHasPermission",
    "ValidateHasPermissions",
];

/// What a class name of C# may end in.
const SUFFIX: &str = "Attribute";

impl Attribute {
    /// The same by the name that C# code gives it: without namespace and suffix, in the known case
    /// where it is one about callers.
    #[must_use]
    pub fn as_written(&self) -> Self {
        let name = self.name.trim();
        let name = name.rsplit(['.', ':', '+']).next().unwrap_or(name);
        let at = name.len().saturating_sub(SUFFIX.len());
        let is_suffix = |end: &&str| at > 0 && end.eq_ignore_ascii_case(SUFFIX);
        let name = name.get(at..).filter(is_suffix).map_or(name, |_| &name[..at]);
        let mut names = FILTERS.iter().chain(&OTHERS);
        let known = names.find(|known| known.eq_ignore_ascii_case(name));
        Self { name: known.map_or(name, |known| known).to_owned(), ..self.clone() }
    }

    /// Whether it has no arguments.
    pub fn is_bare(&self) -> bool {
        self.constructor_args.is_empty() && self.args.is_empty()
    }

    /// Its arguments as texts. Several roles are one argument: a list.
    pub fn texts(&self) -> Vec<String> {
        self.constructor_args.iter().chain(&self.args).flat_map(Argument::texts).collect()
    }

    /// Whether it is one of those that check callers before ServiceStack looks at the request, by
    /// its name as [written](Self::as_written). A policy nobody can check closes.
    pub fn filters_callers(&self) -> bool {
        let has_policy = self.name == "Authorize" && !self.is_bare();
        FILTERS.contains(&self.name.as_str()) && !has_policy
    }
}

impl Argument {
    /// Its value, or those of a list.
    pub fn texts(&self) -> Vec<String> {
        serde_json::from_str(&self.value).unwrap_or_else(|_| vec![self.value.clone()])
    }
}

impl Operation {
    /// Attributes mean what the document's flags of the same names mean. What a flag cannot say is
    /// left to those who read the attributes.
    pub(super) fn protect_by(&mut self, attributes: &[Attribute]) {
        for attribute in attributes.iter().map(Attribute::as_written) {
            let all = match attribute.name.as_str() {
                "Authenticate" | "Authorize" if attribute.is_bare() => {
                    self.requires_auth = true;
                    continue;
                }
                "RequiredRole" => &mut self.required_roles,
                "RequiredPermission" => &mut self.required_permissions,
                // One more to choose from would open what the first list closes.
                "RequiresAnyRole" if self.requires_any_role.is_empty() => {
                    &mut self.requires_any_role
                }
                "RequiresAnyPermission" if self.requires_any_permission.is_empty() => {
                    &mut self.requires_any_permission
                }
                _ => continue,
            };
            let missing: Vec<String> =
                attribute.texts().into_iter().filter(|text| !all.contains(text)).collect();
            all.extend(missing);
        }
    }
}
