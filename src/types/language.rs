//! The languages that have a generator.

/// A language with a generator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// C#, for `ServiceStack.Client`.
    CSharp,
    /// F#, for `ServiceStack.Client`.
    FSharp,
    /// Visual Basic, for `ServiceStack.Client`.
    VbNet,
    /// TypeScript classes, for `@servicestack/client`.
    TypeScript,
    /// TypeScript declarations.
    TypeScriptD,
    /// JavaScript classes, for `@servicestack/client`. Not part of 5.9.1, but of newer hosts.
    Mjs,
    /// Dart, for the package `servicestack`.
    Dart,
    /// Swift, for the package `ServiceStack`.
    Swift,
    /// Java, for `net.servicestack.client`.
    Java,
    /// Kotlin, for `net.servicestack.client`.
    Kotlin,
    /// Python dataclasses, for the client `servicestack`. Not part of 5.9.1, but of newer hosts.
    Python,
    /// PHP, for `servicestack/client`. Not part of 5.9.1, but of newer hosts.
    Php,
    /// Go, for `servicestack-go`. Not part of 5.9.1, but of newer hosts.
    Go,
    /// Rust, for the crate `servicestack`. Not part of 5.9.1, but of newer hosts.
    Rust,
}

impl Language {
    /// All of them, in the order in which `/types` lists them.
    pub const ALL: [Self; 14] = [
        Self::CSharp,
        Self::FSharp,
        Self::VbNet,
        Self::TypeScript,
        Self::TypeScriptD,
        Self::Mjs,
        Self::Dart,
        Self::Swift,
        Self::Java,
        Self::Kotlin,
        Self::Python,
        Self::Php,
        Self::Go,
        Self::Rust,
    ];

    /// The last part of its path: `csharp`, `typescript`, `typescript.d`.
    pub fn name(self) -> &'static str {
        match self {
            Self::CSharp => "csharp",
            Self::FSharp => "fsharp",
            Self::VbNet => "vbnet",
            Self::TypeScript => "typescript",
            Self::TypeScriptD => "typescript.d",
            Self::Mjs => "mjs",
            Self::Dart => "dart",
            Self::Swift => "swift",
            Self::Java => "java",
            Self::Kotlin => "kotlin",
            Self::Python => "python",
            Self::Php => "php",
            Self::Go => "go",
            Self::Rust => "rust",
        }
    }

    /// Its name as people write it: `C#`, `TypeScript`.
    pub fn title(self) -> &'static str {
        match self {
            Self::CSharp => "C#",
            Self::FSharp => "F#",
            Self::VbNet => "VB.NET",
            Self::TypeScript => "TypeScript",
            Self::TypeScriptD => "TypeScript declarations",
            Self::Mjs => "JavaScript",
            Self::Dart => "Dart",
            Self::Swift => "Swift",
            Self::Java => "Java",
            Self::Kotlin => "Kotlin",
            Self::Python => "Python",
            Self::Php => "PHP",
            Self::Go => "Go",
            Self::Rust => "Rust",
        }
    }

    /// Whether 5.9.1 has it.
    pub fn is_in_5_9(self) -> bool {
        !matches!(self, Self::Mjs | Self::Python | Self::Php | Self::Go | Self::Rust)
    }

    /// `text/plain`, save for what browsers run.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Mjs => "text/javascript; charset=utf-8",
            _ => "text/plain; charset=utf-8",
        }
    }

    /// The language of a path's last part, in any case. Newer hosts call JavaScript `js` as well.
    pub fn from_name(name: &str) -> Option<Self> {
        let name = if name.eq_ignore_ascii_case("js") { "mjs" } else { name };
        Self::ALL.into_iter().find(|language| language.name().eq_ignore_ascii_case(name))
    }
}
