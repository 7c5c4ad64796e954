//! What a document says of uploaded files.

use super::document::{Document, UploadsLocation};
use super::{Contract, DtoId, Member};

/// A location of ServiceStack's FilesUploadFeature, in the document's words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UploadLocation {
    /// Its name, part of its address.
    pub name: String,
    /// Who may read: `AllowAnon`, `AllowAnyUser` or a role.
    pub read: Option<String>,
    /// Who may write.
    pub write: Option<String>,
    /// Extensions without their dots; none is all.
    pub extensions: Vec<String>,
    /// `Read, Create`; none is all.
    pub operations: Option<String>,
    /// Most files of a request.
    pub most_files: Option<u64>,
    /// Fewest bytes of a file.
    pub least_bytes: Option<u64>,
    /// Most bytes of a file.
    pub most_bytes: Option<u64>,
}

impl Contract {
    /// The members of a class that take the paths of uploaded files (`[UploadTo]`), by their places,
    /// and the locations of these.
    pub fn upload_members(&self, class: DtoId) -> Vec<(usize, &str)> {
        let members = self.dto(class).members.iter().enumerate();
        let location = |member: &Member| {
            let declared = self.dto(member.declared_by).properties.iter();
            let mut taking = declared.filter(|property| property.upload_to.is_some());
            taking.find(|property| property.on_the_wire() == member.name)?.upload_to.as_deref()
        };
        members.filter_map(|(place, member)| Some((place, location(member)?))).collect()
    }
}

/// The locations that a document names.
pub(super) fn locations(document: &Document) -> Vec<UploadLocation> {
    let plugin = document.plugins.as_ref().and_then(|plugins| plugins.files_upload.as_ref());
    plugin.into_iter().flat_map(|plugin| &plugin.locations).map(location).collect()
}

fn location(source: &UploadsLocation) -> UploadLocation {
    UploadLocation {
        name: source.name.clone(),
        read: source.read_access_role.clone(),
        write: source.write_access_role.clone(),
        extensions: source.allow_extensions.clone(),
        operations: source.allow_operations.clone().filter(|allowed| allowed != "All"),
        most_files: source.max_file_count,
        least_bytes: source.min_file_bytes,
        most_bytes: source.max_file_bytes,
    }
}
