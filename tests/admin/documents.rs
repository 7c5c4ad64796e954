//! What the admin API shows of itself: pages, OpenAPI, DTOs.

use crate::host::{answered, host};

#[tokio::test]
async fn pages_documents_and_dtos_come_by_themselves() {
    let host = host();
    let get = async |path: &str| {
        let request = host.request(reqwest::Method::GET, &format!("/_emulator{path}"));
        answered(request.header("Accept", "text/html")).await
    };
    for (path, part) in [
        ("/metadata", "CreateTenant"),
        ("/json/metadata?op=PutStub", "The body is the file."),
        ("/openapi.json", "\"/stubs/{Operation}\""),
        ("/ui", "Snapshots"),
        ("/ui/RestoreSnapshot", "RestoreSnapshot"),
        ("/types/typescript", "class CreateTenant implements IReturn<CreateTenantResponse>"),
        ("/types/python", "class CreateTenant"),
        ("/types/csharp", "public partial class CreateTenant"),
        ("/types/metadata", "\"IRequiresRequestStream\""),
    ] {
        let answered = get(path).await;
        assert!(answered.starts_with("200") && answered.contains(part), "{path}: {answered:.300}");
    }
    let swagger =
        answered(host.request(reqwest::Method::GET, "/swagger-ui/swagger-initializer.js")).await;
    assert!(swagger.contains("/_emulator/openapi.json"), "{swagger}");
}
