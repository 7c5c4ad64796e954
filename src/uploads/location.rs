//! Where files go, and which are taken there (ServiceStack's FilesUploadFeature).

use super::is_file_name;

/// The locations of a host.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Uploads {
    /// The host's name, by which a tenant knows its files.
    pub host: String,
    /// The locations; files that belong to no member go to the first one.
    pub locations: Vec<Location>,
}

impl Uploads {
    /// The location of a name, in capitals or not.
    pub fn location(&self, name: &str) -> Option<&Location> {
        self.locations.iter().find(|location| location.name.eq_ignore_ascii_case(name))
    }
}

/// A folder of a host's files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Location {
    /// Its name: `/uploads/{name}`.
    pub name: String,
    /// Who may read.
    pub read: Who,
    /// Who may write.
    pub write: Who,
    /// What may be done.
    pub operations: Operations,
    /// Extensions of files, lower case and without their dots; none is all.
    pub extensions: Vec<String>,
    /// Most files of one request.
    pub most_files: Option<usize>,
    /// Fewest bytes of a file.
    pub least_bytes: Option<usize>,
    /// Most bytes of a file.
    pub most_bytes: Option<usize>,
}

/// Who may do something.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Who {
    /// Everybody.
    Anyone,
    /// Who is signed in.
    #[default]
    SignedIn,
    /// Who has this role, and administrators.
    Role(String),
}

/// What may be done with the files of a location.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Operations {
    /// Files may be read.
    pub read: bool,
    /// Files may be added.
    pub create: bool,
    /// Files may be replaced.
    pub update: bool,
    /// Files may be removed.
    pub delete: bool,
}

impl Default for Operations {
    /// All of it.
    fn default() -> Self {
        Self { read: true, create: true, update: true, delete: true }
    }
}

/// Why a file may not be written: the host's words (recorded for one that is there).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WriteRefusal {
    /// There is one of its name.
    #[error("Uploading existing files not permitted")]
    Existing,
    /// There is none of its name.
    #[error("Uploading new files not permitted")]
    New,
}

impl Operations {
    /// None of it.
    pub const NONE: Self = Self { read: false, create: false, update: false, delete: false };

    /// Whether a file may be written where there is one of its name, or none.
    ///
    /// # Errors
    /// Why not.
    pub fn allow_write(self, is_there: bool) -> Result<(), WriteRefusal> {
        match is_there {
            true if !self.update => Err(WriteRefusal::Existing),
            false if !self.create => Err(WriteRefusal::New),
            _ => Ok(()),
        }
    }
}

/// Why a file is not taken: the host's words (recorded of 10.1.5), but for the name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LocationRefusal {
    /// There are too many of them.
    #[error("Exceeded maximum files: {0}")]
    TooMany(usize),
    /// It is of another kind.
    #[error("Supported file extensions: {0}")]
    Extension(String),
    /// It is too long.
    #[error("Max file size: {0} bytes")]
    TooLong(usize),
    /// It is too short.
    #[error("Min file size: {0} bytes")]
    TooShort(usize),
    /// No file can have its name.
    #[error("Invalid file name")]
    Name,
}

impl Location {
    /// Whether a file of this name and length is taken, of so many in one request.
    ///
    /// # Errors
    /// Why not.
    pub fn takes(&self, name: &str, length: usize, count: usize) -> Result<(), LocationRefusal> {
        if !is_file_name(name) {
            return Err(LocationRefusal::Name);
        }
        if let Some(most) = self.most_files.filter(|most| count > *most) {
            return Err(LocationRefusal::TooMany(most));
        }
        if !self.extensions.is_empty() && !self.has_extension_of(name) {
            return Err(LocationRefusal::Extension(self.shown_extensions()));
        }
        if let Some(most) = self.most_bytes.filter(|most| length > *most) {
            return Err(LocationRefusal::TooLong(most));
        }
        match self.least_bytes.filter(|least| length < *least) {
            Some(least) => Err(LocationRefusal::TooShort(least)),
            None => Ok(()),
        }
    }

    fn has_extension_of(&self, name: &str) -> bool {
        let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_lowercase());
        extension.is_some_and(|extension| self.extensions.contains(&extension))
    }

    /// `.png, .txt`.
    fn shown_extensions(&self) -> String {
        let mut shown: Vec<String> = self.extensions.iter().map(|own| format!(".{own}")).collect();
        shown.sort();
        shown.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_taken_is_refused_in_the_hosts_words() {
        let small = Location {
            extensions: vec!["txt".to_owned(), "png".to_owned()],
            most_files: Some(2),
            least_bytes: Some(3),
            most_bytes: Some(20),
            ..Location::default()
        };
        let said = |name: &str, length, count| {
            small.takes(name, length, count).err().map(|refused| refused.to_string())
        };
        assert_eq!(said("a.PNG", 3, 2), None);
        assert_eq!(said("a.exe", 5, 1).as_deref(), Some("Supported file extensions: .png, .txt"));
        assert_eq!(said("txt", 5, 1).as_deref(), Some("Supported file extensions: .png, .txt"));
        assert_eq!(said("a.txt", 21, 1).as_deref(), Some("Max file size: 20 bytes"));
        assert_eq!(said("a.txt", 2, 1).as_deref(), Some("Min file size: 3 bytes"));
        assert_eq!(said("a.txt", 5, 3).as_deref(), Some("Exceeded maximum files: 2"));
        assert_eq!(said("../a.txt", 5, 1).as_deref(), Some("Invalid file name"));
    }
}
