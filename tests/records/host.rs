//! A host of a few lines, for what the recordings do not ask.

use std::path::Path;

use servicestack_emulator::config::Layer;
use servicestack_emulator::contract::Limits;
use servicestack_emulator::emulator::assembly::{self, Root};
use servicestack_emulator::hosts::imported::{FolderError, ImportedHost};
use servicestack_emulator::{Emulator, Running};
use tempfile::TempDir;

/// Operations that are not AutoQuery's, and a class without a key.
pub const CONTRACT: &str = r#"{
  "types": [
    {"name":"Customer","namespace":"Shop","properties":[
      {"name":"Id","type":"Int32","isPrimaryKey":true,"isValueType":true},{"name":"Name","type":"String"},
      {"name":"Since","type":"DateTime","isValueType":true},{"name":"Tier","type":"Tier","isEnum":true},
      {"name":"Tags","type":"List`1","genericArgs":["String"]}]},
    {"name":"Tier","namespace":"Shop","isEnum":true,"enumNames":["Basic","Gold"]},
    {"name":"Visit","namespace":"Shop","properties":[{"name":"Page","type":"String"}]},
    {"name":"Badge","namespace":"Shop","properties":[{"name":"Id","type":"Guid","isValueType":true},{"name":"Text","type":"String"}]}],
  "operations": [
    {"request":{"name":"GetCustomer","properties":[{"name":"Number","type":"Int32","isValueType":true}]},
     "response":{"name":"CustomerResponse","properties":[{"name":"Result","type":"Customer"},{"name":"ResponseStatus","type":"ResponseStatus"}]},
     "returnType":{"name":"CustomerResponse"},"routes":[{"path":"/customers/{Number}","verbs":"GET"}]},
    {"request":{"name":"ListCustomers","properties":[{"name":"NameContains","type":"String"},{"name":"Skip","type":"Int32","isValueType":true}]},
     "response":{"name":"CustomersResponse","properties":[{"name":"Customers","type":"List`1","genericArgs":["Customer"]},{"name":"Total","type":"Int32","isValueType":true},{"name":"ResponseStatus","type":"ResponseStatus"}]},
     "returnType":{"name":"CustomersResponse"},"routes":[{"path":"/customers","verbs":"GET"}]},
    {"request":{"name":"StoreCustomer","properties":[{"name":"Id","type":"Int32","isValueType":true},{"name":"Name","type":"String"}]},
     "response":{"name":"StoredResponse","properties":[{"name":"Id","type":"Int32","isValueType":true},{"name":"Result","type":"Customer"},{"name":"ResponseStatus","type":"ResponseStatus"}]},
     "returnType":{"name":"StoredResponse"},"routes":[{"path":"/customers","verbs":"POST"}]},
    {"request":{"name":"RenameCustomer","properties":[{"name":"Number","type":"Int32","isValueType":true},{"name":"Name","type":"String"}]},
     "returnsVoid":true,"routes":[{"path":"/customers/{Number}","verbs":"PATCH"}]},
    {"request":{"name":"ForgetCustomer","properties":[{"name":"Number","type":"Int32","isValueType":true}]},
     "returnsVoid":true,"routes":[{"path":"/customers/{Number}","verbs":"DELETE"}]},
    {"request":{"name":"QueryVisits","inherits":{"name":"QueryDb`1","genericArgs":["Visit"]}},
     "returnType":{"name":"QueryResponse`1","genericArgs":["Visit"]},"routes":[{"path":"/visits","verbs":"GET"}]},
    {"request":{"name":"CreateVisit","implements":[{"name":"ICreateDb`1","genericArgs":["Visit"]}],"properties":[{"name":"Page","type":"String"}]},
     "returnsVoid":true,"routes":[{"path":"/visits","verbs":"POST"}]},
    {"request":{"name":"CreateBadge","implements":[{"name":"ICreateDb`1","genericArgs":["Badge"]}],"properties":[{"name":"Id","type":"Guid","isValueType":true},{"name":"Text","type":"String"}]},
     "response":{"name":"BadgeResponse","properties":[{"name":"Id","type":"Guid","isValueType":true}]},
     "returnType":{"name":"BadgeResponse"},"routes":[{"path":"/badges","verbs":"POST"}]}]
}"#;

/// The folder of a host with these files besides its contract.
pub struct Folder {
    directory: TempDir,
}

impl Folder {
    pub fn of(files: &[(&str, &str)]) -> Self {
        let folder = Self { directory: tempfile::tempdir().unwrap() };
        folder.write("contract.json", CONTRACT);
        files.iter().for_each(|(name, text)| folder.write(name, text));
        folder
    }

    pub fn write(&self, name: &str, text: &str) {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub fn parent(&self) -> &Path {
        self.directory.path()
    }

    pub fn path(&self) -> std::path::PathBuf {
        self.directory.path().join("shop")
    }

    pub fn start(&self) -> Running {
        Emulator::folder(self.path()).unwrap().start().unwrap()
    }

    /// The same, as `serve` starts it: its files are watched.
    pub fn start_watching(&self) -> Running {
        let host = ImportedHost::open(self.parent(), "shop", &Limits::default()).unwrap();
        let fresh = Layer::of("fresh", true).unwrap();
        let free = Layer::of("listen", "127.0.0.1:0").unwrap();
        let settings = fresh.over(free).over(host.settings.clone()).settings();
        let root = Root::of(&settings);
        assembly::imported(&host, &settings, root).unwrap().start().unwrap()
    }

    /// The sentence of what is wrong with it, without the folder.
    pub fn mistake(&self) -> String {
        match ImportedHost::open(self.parent(), "shop", &Limits::default()) {
            Err(FolderError::Stub(mistake)) => {
                mistake.to_string().replace(&format!("{}/", self.path().display()), "")
            }
            Err(other) => other.to_string(),
            Ok(_) => "nothing is wrong".to_owned(),
        }
    }
}

/// Status and body of a call.
pub async fn call(running: &Running, verb: &str, path: &str, body: Option<&str>) -> (u16, String) {
    let url = format!("{}{path}", running.base_url());
    let client = reqwest::Client::new();
    let mut request =
        client.request(verb.parse().unwrap(), url).header("Accept", "application/json");
    if let Some(body) = body {
        request = request.header("Content-Type", "application/json").body(body.to_owned());
    }
    let answer = request.send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}
