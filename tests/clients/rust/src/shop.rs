//! The host examples/hosts/shop, by the DTOs that it gives of itself.

use servicestack::{Authenticate, IReturn, JsonServiceClient, Register, Result, UploadFile};

use crate::checks::{Checks, Part, Refusal};

/// What the host gives at /types/rust.
#[allow(dead_code, clippy::all)]
mod dto {
    include!(env!("SHOP_DTOS", "the file of /types/rust of examples/hosts/shop: tests/clients/run sets it"));
}
use dto::*;

/// A tenant of the host: it belongs to one run.
pub struct Shop {
    base_url: String,
}

fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

impl Shop {
    pub fn new(host: &str, tenant: &str) -> Self {
        Self { base_url: format!("{host}/_t/{tenant}") }
    }

    fn client(&self) -> JsonServiceClient {
        JsonServiceClient::new(&self.base_url)
    }

    async fn signed_in(&self, name: &str, password: &str) -> Result<JsonServiceClient> {
        let client = self.client();
        client.authenticate(name, password).await?;
        Ok(client)
    }
}

pub async fn all(shop: &Shop, checks: &Checks) {
    let parts = [
        ("templates", templates(shop, checks).await),
        ("literals", literals(shop, checks).await),
        ("echo", echo(shop, checks).await),
        ("files", files(shop, checks).await),
        ("callers", callers(shop, checks).await),
        ("registration", registration(shop, checks).await),
        ("query", query(shop, checks).await),
        ("crud", crud(shop, checks).await),
        ("rules", rules(shop, checks).await),
        ("errors", errors(shop, checks).await),
        ("state", state(shop, checks).await),
        ("batches", batches(shop, checks).await),
        ("raw", raw(shop, checks).await),
        ("formats", formats(shop, checks).await),
    ];
    for (name, ended) in parts {
        checks.of(name, ended);
    }
}

async fn templates(shop: &Shop, checks: &Checks) -> Part {
    let client = shop.client();
    let hello = client.get(&Hello { name: text("Жук & co") }).await?;
    checks.same("members", hello.result, text("Hello, Жук & co!"));
    let letters = client.post(&CountLetters { text: text("abc") }).await?;
    checks.same("one expression keeps its type", letters, 3);
    let described = client.put(&DescribeRequest { id: Some(7) }).await?;
    let got = (described.id, described.verb, described.path);
    checks.same("verb and path", got, (Some(7), text("PUT"), text("/api/DescribeRequest")));
    let names = vec!["ann".to_owned(), "bob".to_owned()];
    let report = client.get(&GetReport { names: Some(names) }).await?;
    checks.same("loop in a text", report.title, text("ANN, BOB"));
    let line = |place: i32, name: &str| ReportLine { place: Some(place), text: text(name) };
    checks.same("loop over items", report.lines, Some(vec![line(1, "ann"), line(2, "bob")]));
    Ok(())
}

async fn literals(shop: &Shop, checks: &Checks) -> Part {
    let client = shop.client();
    let days = client.get(&GetOpeningHours {}).await?.days.unwrap_or_default();
    let first = days.first().map(|day| (day.day.clone(), day.from.clone()));
    checks.same("object", first, Some((text("Monday"), text("08:00"))));
    checks.same("list", client.get(&ListWords {}).await?.join("|"), "apple|bread|a, b".to_owned());
    Ok(())
}

async fn echo(shop: &Shop, checks: &Checks) -> Part {
    let sent = EchoValues {
        id: Some(-7),
        big: Some(i64::MAX),
        price: Some(12.5),
        ratio: Some(0.1),
        text: text("Ж \"q\" {a:1}"),
        flag: Some(true),
        span: text("PT1H"),
        key: text("ea762009b66c410b9bf5ce21ad519249"),
        kind: Some(ProductKind::Tool),
        words: Some(["a", "b,c", ""].map(str::to_owned).to_vec()),
        counts: Some([("k".to_owned(), 1)].into()),
        address: Some(Address { city: text("Riga"), ..Address::default() }),
        ..EchoValues::default()
    };
    let mut answer = shop.client().post(&sent).await?;
    answer.at = None;
    checks.same("echo", answer, sent);
    Ok(())
}

async fn files(shop: &Shop, checks: &Checks) -> Part {
    let file = |field: &str, name: &str, content_type: &str, data: &[u8]| UploadFile {
        field_name: field.to_owned(),
        file_name: name.to_owned(),
        content_type: text(content_type),
        data: data.to_vec(),
    };
    let files = vec![file("first", "a.txt", "text/plain", b"abc"), file("second", "b.png", "image/png", b"defg")];
    let request = UploadPictures { album: text("cats") };
    let uploaded = shop.client().post_files_with_request(&request, files).await?;
    let pictures = uploaded.pictures.unwrap_or_default();
    let shown: Vec<_> = pictures.into_iter().map(|picture| (picture.file_name, picture.bytes)).collect();
    let want = vec![(text("a.txt"), Some(3)), (text("b.png"), Some(4))];
    checks.same("files", (uploaded.album, shown), (text("cats"), want));
    Ok(())
}

async fn callers(shop: &Shop, checks: &Checks) -> Part {
    let client = shop.client();
    checks.refused("nobody", client.get(&WhoAmI {}).await, Refusal::of(401, "Unauthorized"));
    let mia = shop.signed_in("mia", "mia").await?;
    let who = mia.get(&WhoAmI {}).await?;
    let got = (who.id, who.name, who.display_name, who.roles);
    checks.same("caller", got, (text("1"), text("mia"), text("Mia Manager"), Some(vec!["Manager".to_owned()])));
    checks.same("role", mia.send_void(&CloseTill {}).await.is_ok(), true);
    let till = shop.signed_in("till", "till").await?;
    let refusal = Refusal::of(403, "Forbidden").saying("Manager Role Required");
    checks.refused("role that is missing", till.send_void(&CloseTill {}).await, refusal);
    let refusal = Refusal::of(401, "Unauthorized").saying("Invalid Username or Password");
    checks.refused("wrong password", client.authenticate("mia", "x").await, refusal);
    let guest = shop.client();
    let entered = guest.post(&EnterAs { name: text("zoe"), roles: Some(vec!["Manager".to_owned()]) }).await?;
    let name = guest.get(&WhoAmI {}).await?.name;
    checks.same("somebody whom nobody listed", (entered.result, name), (text("Welcome, zoe!"), text("zoe")));
    mia.post(&Authenticate { provider: text("logout"), ..Authenticate::default() }).await?;
    checks.refused("signed out", mia.get(&WhoAmI {}).await, Refusal::of(401, "Unauthorized"));
    Ok(())
}

async fn registration(shop: &Shop, checks: &Checks) -> Part {
    let client = shop.client();
    let register =
        |password: &str| Register { user_name: text("ann"), password: text(password), ..Register::default() };
    let refusal = Refusal::of(400, "MinimumLength").naming(&[("Password", "MinimumLength")]);
    checks.refused("password too short", client.post(&register("x")).await, refusal);
    client.post(&register("secret")).await?;
    checks.same("and signed in", client.get(&WhoAmI {}).await?.roles, Some(vec!["Guest".to_owned()]));
    let ann = shop.signed_in("ann", "secret").await?;
    checks.same("signs in", ann.get(&WhoAmI {}).await?.name, text("ann"));
    Ok(())
}

fn names(answer: QueryResponse<Product>) -> Vec<String> {
    answer.results.into_iter().flatten().filter_map(|row| row.name).collect()
}

async fn query(shop: &Shop, checks: &Checks) -> Part {
    let client = shop.client();
    let food =
        QueryProducts { kind: Some(ProductKind::Food), order_by: text("-price"), ..QueryProducts::default() };
    checks.same("equal", names(client.get(&food).await?).join(" "), "Bread Apple".to_owned());
    let asked = [("nameContains", "oo"), ("include", "total"), ("format", "json")];
    let named: QueryResponse<Product> = client.get_url_with("/products", &asked).await?;
    checks.same("what no member asks", (named.total, names(named)), (Some(1), vec!["Cook book".to_owned()]));
    let product = client.get(&GetProduct { id: Some(3) }).await?.result.unwrap_or_default();
    checks.same("by key", product.name, text("Hammer"));
    let product = client.get(&FindProduct { code: text("K1") }).await?.result.unwrap_or_default();
    checks.same("by another member", product.tags, Some(vec!["gift".to_owned()]));
    checks.refused("no such key", client.get(&GetProduct { id: Some(99) }).await, Refusal::of(404, "NotFound"));
    let refusal = Refusal::of(404, "NotFound").saying("there is no product Z");
    checks.refused("no such code", client.get(&FindProduct { code: text("Z") }).await, refusal);
    Ok(())
}

async fn crud(shop: &Shop, checks: &Checks) -> Part {
    let client = shop.client();
    let new = CreateProduct { code: text("N1"), name: text("New"), price: Some(20.0), ..CreateProduct::default() };
    let made = client.post(&new).await?;
    checks.same("created", (made.count, made.result.and_then(|row| row.name)), (Some(1), text("New")));
    let id = made.id;
    let newer = UpdateProduct { id, code: text("N2"), name: text("Newer"), ..UpdateProduct::default() };
    let updated = client.put(&newer).await?.result.unwrap_or_default();
    checks.same("updated", updated.code, text("N2"));
    let patch = PatchProduct { id, price: Some(31.0), ..PatchProduct::default() };
    let patched = client.patch(&patch).await?.result.unwrap_or_default();
    checks.same("patched", (patched.name, patched.price), (text("Newer"), Some(31.0)));
    let delete = DeleteProduct { id };
    checks.refused("deleted by nobody", client.delete(&delete).await, Refusal::of(401, "Unauthorized"));
    let mia = shop.signed_in("mia", "mia").await?;
    checks.same("deleted", mia.delete(&delete).await?.count, Some(1));
    let fields = [("Name", "NotEmpty"), ("Price", "InclusiveBetween")];
    let wrong = CreateProduct { code: text("N1"), price: Some(2000.0), ..CreateProduct::default() };
    let refusal = Refusal::of(400, "NotEmpty").naming(&fields);
    checks.refused("rules of the contract", client.post(&wrong).await, refusal);
    Ok(())
}

async fn rules(shop: &Shop, checks: &Checks) -> Part {
    let client = shop.client();
    let line = |quantity: i32| OrderLine { code: text("A1"), quantity: Some(quantity) };
    let order = PlaceOrder {
        customer: text("Ann"),
        address: Some(Address { city: text("Riga"), zip: text("1050"), ..Address::default() }),
        lines: Some(vec![line(2), line(3)]),
        ..PlaceOrder::default()
    };
    let placed = client.post(&order).await?;
    checks.same("kept", (placed.number, placed.count, placed.total), (Some(1), Some(2), Some(5.0)));
    let wrong = PlaceOrder {
        address: Some(Address { zip: text("1"), ..Address::default() }),
        lines: Some(vec![line(1), line(0)]),
        ..PlaceOrder::default()
    };
    let fields = [
        ("Customer", "NotEmpty"),
        ("Address.City", "NotEmpty"),
        ("Address.Zip", "Length"),
        ("Lines[1].Quantity", "InclusiveBetween"),
    ];
    let refusal = Refusal::of(400, "NotEmpty").naming(&fields);
    checks.refused("of members in objects and lists", client.post(&wrong).await, refusal);
    let only = PlaceOrder { customer: text("Ann"), ..PlaceOrder::default() };
    let refusal = Refusal::of(400, "NotEmpty").naming(&[("Email", "NotEmpty")]);
    checks.refused("for certain requests", client.post(&only).await, refusal);
    Ok(())
}

async fn errors(shop: &Shop, checks: &Checks) -> Part {
    let client = shop.client();
    let fail = |kind: &str, message: &str| Fail { r#type: text(kind), message: text(message) };
    let refusal = Refusal::of(404, "NotFound").saying("gone");
    checks.refused("status, code, message", client.post(&fail("NotFound", "gone")).await, refusal);
    let refusal = Refusal::of(500, "Teapot").saying("Ж \"x\"");
    checks.refused("code from a member", client.post(&fail("Teapot", "Ж \"x\"")).await, refusal);
    let refusal = Refusal::of(400, "Invalid").naming(&[("Type", "Wrong"), ("Message", "TooShort")]);
    checks.refused("fields", client.post(&fail("Fields", "x")).await, refusal);
    checks.refused("once", client.post(&TryAgain {}).await, Refusal::of(503, "Busy"));
    checks.same("then not", client.post(&TryAgain {}).await?.result, text("done"));
    let unknown: Result<HelloResponse> = client.post_url("/api/Nothing", &TryAgain {}).await;
    checks.same("unknown operation", unknown.err().and_then(|error| error.status_code()), Some(405));
    Ok(())
}

async fn answered<T: IReturn>(client: &JsonServiceClient, request: &T, times: usize) -> Result<Vec<T::Response>> {
    let mut answers = Vec::new();
    for _ in 0..times {
        answers.push(client.post(request).await?);
    }
    Ok(answers)
}

async fn state(shop: &Shop, checks: &Checks) -> Part {
    let client = shop.client();
    checks.same("sequence", answered(&client, &NextNumber {}, 4).await?, vec![10, 20, 30, 30]);
    checks.same("no scenario", client.get(&GetSale {}).await?.name, text("none"));
    client.send_void(&StartSale { percent: Some(20) }).await?;
    let sale = client.get(&GetSale {}).await?;
    checks.same("scenario", (sale.name, sale.percent), (text("sale"), Some(20)));
    Ok(())
}

async fn batches(shop: &Shop, checks: &Checks) -> Part {
    let client = shop.client();
    let hellos = ["a", "b,c", "Ж"].map(|name| Hello { name: text(name) });
    let greetings: Vec<_> =
        client.send_all(&hellos).await?.into_iter().filter_map(|answer| answer.result).collect();
    checks.same("batch", greetings.join(" "), "Hello, a! Hello, b,c! Hello, Ж!".to_owned());
    client.publish(&CountVisit { page: text("home") }).await?;
    let visits = client.get(&GetVisits {}).await?;
    checks.same("one-way", (visits.count, visits.last_page), (Some(1), text("home")));
    Ok(())
}

async fn raw(shop: &Shop, checks: &Checks) -> Part {
    let client = shop.client();
    let list = client.get_url_string("/price-list").await?;
    checks.same("text", list.lines().next(), Some("A1;0.5"));
    checks.same("stream", client.get_url_string("/manual").await?.as_str(), "The manual");
    let russian = client.get_url_string("/manual?Language=ru").await?;
    checks.same("text in a stream", russian.as_str(), "Руководство");
    Ok(())
}

async fn formats(shop: &Shop, checks: &Checks) -> Part {
    let client = shop.client();
    let jsv = client.get_url_string("/jsv/reply/GetReport?Names=ann,bob").await?;
    checks.same("JSV", jsv.as_str(), "{title:\"ANN, BOB\",lines:[{place:1,text:ann},{place:2,text:bob}]}");
    let xml = client.get_url_string("/xml/reply/Hello?Name=a").await?;
    checks.same("XML", xml.contains("<Result>Hello, a!</Result>"), true);
    Ok(())
}
