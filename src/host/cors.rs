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

/// Settings of CorsFeature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorsFeature {
    /// The origins, with credentials; `None` is all.
    pub origins: Option<Vec<String>>,
    /// The request headers that a page may send.
    pub headers: Vec<String>,
}
