//! Which pages of other origins may call, as ServiceStack's CorsFeature is set.

/// Which pages of other origins may call.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Cors {
    /// None: no header is sent, and OPTIONS is a verb like any other (recorded).
    #[default]
    Off,
    /// All, as CorsFeature is preset.
    Any,
    /// These origins, with credentials.
    Origins(Vec<String>),
    /// CorsFeature with settings of its own.
    Feature(CorsFeature),
}

/// Settings of CorsFeature. What is empty or `None` is as the feature is preset.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CorsFeature {
    /// The origins; `None` is all.
    pub origins: Option<Vec<String>>,
    /// The verbs that a page may use.
    pub methods: Vec<String>,
    /// The request headers that a page may send.
    pub headers: Vec<String>,
    /// The headers of answers that a page may see.
    pub exposed: Vec<String>,
    /// Whether a page may send cookies; it may by default where origins are listed.
    pub credentials: Option<bool>,
    /// How many seconds a browser may keep the answer.
    pub max_age: Option<u32>,
}
