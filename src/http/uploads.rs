//! The files of a form that members of its request take (`[UploadTo]`), once it is known who calls.

use super::authenticate::Access;
use super::error::Refusal;
use super::route::Call;
use super::{HostExchange, form};
use crate::upload_services::{Pending, of_members};
use crate::value::Object;

/// Gives members the paths of their files. They are stored later, once nothing refuses the request.
pub fn take(
    host: &HostExchange<'_>,
    call: &Call<'_>,
    request: &mut Object,
    access: &Access,
) -> Result<Option<Pending>, Refusal> {
    let members = &host.provided(call.place).upload_members;
    let Some(uploads) = host.parts.uploads.as_ref().filter(|_| !members.is_empty()) else {
        return Ok(None);
    };
    let sent = form::files(host.request);
    if sent.is_empty() {
        return Ok(None);
    }
    let to = (&**uploads, &*host.parts.contract, members.as_slice());
    let by = (&**host.tenant(), access.caller.as_ref());
    of_members(to, by, request, sent).map(Some).map_err(Refusal::Thrown)
}
