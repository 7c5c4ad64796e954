//! Values of every type, there and back: in a body, in a query string, in form fields.

use std::collections::BTreeMap;

use servicestack::client::UploadFile;

use crate::Host;
use crate::checks::{Checks, Part};
use crate::dtos::EchoTypes;

/// A value of every scalar type, as the client's user writes it.
fn scalars() -> EchoTypes {
    EchoTypes {
        byte: 200,
        short: -1234,
        int: i32::MIN,
        long: i64::MAX,
        float: 1.25,
        double: 0.1,
        decimal: 1.5,
        string: "Ж \"q\" \\ {a:[1,b]} + 100%\n".to_owned(),
        date_time: "2020-01-02T03:04:05.678Z".to_owned(),
        time_span: "PT1H1.5S".to_owned(),
        date_time_offset: "1969-12-31T23:59:59Z".to_owned(),
        guid: "ea762009b66c410b9bf5ce21ad519249".to_owned(),
        char: ",".to_owned(),
        bytes: "//79+w==".to_owned(),
        bool: true,
        ..EchoTypes::default()
    }
}

/// The same as hosts write it: dates in milliseconds, with or without the host's zone.
fn as_answered(sent: EchoTypes) -> EchoTypes {
    let date_time = "/Date(1577934245678)/".to_owned();
    let n_date = sent.n_date.map(|_| date_time.clone());
    EchoTypes { date_time, date_time_offset: "/Date(-1000)/".to_owned(), n_date, ..sent }
}

fn without_zone(answer: EchoTypes) -> EchoTypes {
    let instant = |date: String| date.replace("+0000)", ")");
    EchoTypes { date_time: instant(answer.date_time), n_date: answer.n_date.map(instant), ..answer }
}

pub async fn body(host: &Host, checks: &Checks) -> Part {
    let sent = EchoTypes {
        list: ["A", "B,x", ""].map(str::to_owned).to_vec(),
        map: BTreeMap::from([("k".to_owned(), 1), ("two words".to_owned(), -2)]),
        n_date: Some("2020-01-02T03:04:05.678Z".to_owned()),
        ..scalars()
    };
    let answer = host.client().post(&sent).await?;
    same_members("body", checks, answer, as_answered(sent));
    Ok(())
}

/// Lists and maps come in brackets, their texts without quotes.
fn unquoted() -> EchoTypes {
    EchoTypes {
        list: ["A", "B x", "Ж"].map(str::to_owned).to_vec(),
        map: BTreeMap::from([("k".to_owned(), 1), ("l".to_owned(), -2)]),
        ..scalars()
    }
}

pub async fn query(host: &Host, checks: &Checks) -> Part {
    let answer = host.client().get(&unquoted()).await?;
    same_members("query", checks, answer, as_answered(unquoted()));
    Ok(())
}

pub async fn upload(host: &Host, checks: &Checks) -> Part {
    let file = UploadFile {
        field_name: "upload".to_owned(),
        file_name: "a.txt".to_owned(),
        content_type: Some("text/plain".to_owned()),
        data: b"text".to_vec(),
    };
    let answer = host.client().post_files_with_request(&unquoted(), vec![file]).await?;
    same_members("upload", checks, answer, as_answered(unquoted()));
    Ok(())
}

fn same_members(place: &str, checks: &Checks, got: EchoTypes, want: EchoTypes) {
    let (got, want) = (members(&without_zone(got)), members(&want));
    for (name, value) in &want {
        checks.same(&format!("{place}: {name}"), got.get(name), Some(value));
    }
}

fn members(echo: &EchoTypes) -> BTreeMap<String, serde_json::Value> {
    let value = serde_json::to_value(echo).expect("plain data");
    serde_json::from_value(value).expect("an object")
}
