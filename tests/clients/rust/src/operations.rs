//! Calls of every kind that end well.

use crate::Host;
use crate::checks::{Checks, Part, Refusal};
use crate::dtos::*;

pub async fn verbs(host: &Host, checks: &Checks) -> Part {
    let client = host.client();
    let hello = Hello { name: "Жук & co/1".to_owned() };
    let greeting = "Hello, Жук & co/1!";
    checks.same("get", client.get(&hello).await?.result.as_str(), greeting);
    checks.same("post", client.post(&hello).await?.result.as_str(), greeting);
    checks.same("put", client.put(&hello).await?.result.as_str(), greeting);
    checks.same("patch", client.patch(&hello).await?.result.as_str(), greeting);
    checks.same("delete", client.delete(&hello).await?.result.as_str(), greeting);
    checks.same("send", client.send(&GetOnly { name: "x".to_owned() }).await?.result.as_str(), "gx");
    let lacking = client.post(&GetOnly::default()).await;
    checks.refused("verb that the service lacks", lacking, Refusal::of(405, "NotImplementedException"));
    let unknown = client.post(&Unknown {}).await.err().and_then(|error| error.status_code());
    checks.same("unknown operation", unknown, Some(405));
    let by_route: HelloResponse = client.get_url_with("/hello/World", &[("format", "json")]).await?;
    checks.same("own route", by_route.result.as_str(), "Hello, World!");
    Ok(())
}

pub async fn answers(host: &Host, checks: &Checks) -> Part {
    let client = host.client();
    let inners = client.get(&ListReq {}).await?;
    let first = Inner { id: 1, name: Some("a,b".to_owned()), deep: None };
    let second = Inner { id: 2, name: None, deep: Some(Deep { color: "Green".to_owned() }) };
    checks.same("list answer", inners, vec![first, second]);
    let by_key = client.get(&DictReq {}).await?;
    checks.same("map answer", by_key.get("k").map(|inner| inner.id), Some(1));
    checks.same("number answer", client.get(&IntReq {}).await?, 5);
    checks.same("text answer", client.get_url_string("/str?V=%D0%96,%22x").await?.as_str(), "Ж,\"x");
    checks.same("created", client.post(&CreatedReq {}).await?.result.as_str(), "c");
    checks.same("accepted", client.post(&StatusReq { code: 202 }).await?.result.as_str(), "s");
    client.send_void(&NoResp { a: 1 }).await?;
    let api = client.api(&Hello { name: "api".to_owned() }).await;
    checks.same("api", api.response().map(|answer| answer.result.as_str()), Some("Hello, api!"));
    Ok(())
}

pub async fn batches(host: &Host, checks: &Checks) -> Part {
    let client = host.client();
    let hellos = ["a", "b,c", "Ж"].map(|name| Hello { name: name.to_owned() });
    let greetings: Vec<_> = client.send_all(&hellos).await?.into_iter().map(|answer| answer.result).collect();
    checks.same("batch", greetings.join(" "), "Hello, a! Hello, b,c! Hello, Ж!".to_owned());
    let second = [1, 0].map(|age| ThrowValidation { age, required: "x", email: "a@b.c" });
    let refusal = Refusal::of(400, "InclusiveBetween").naming(&[("Age", "InclusiveBetween")]);
    checks.refused("batch with an error", client.send_all(&second).await, refusal);
    checks.same("one-way", client.publish(&NoResp { a: 1 }).await.is_ok(), true);
    let thrown = ThrowType { r#type: "NotFound", message: Some("gone") };
    checks.refused(
        "one-way with an error",
        client.publish(&thrown).await,
        Refusal::of(404, "NotFound").saying("gone"),
    );
    Ok(())
}
