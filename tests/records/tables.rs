//! Records by name and text, and the tenants that have them.

use std::time::{Duration, Instant};

use servicestack_emulator::autoquery::Tables;
use servicestack_emulator::contract::Contract;
use servicestack_emulator::records::{Limits, Records, Schema, State, write_row};
use servicestack_emulator::value::{Object, Value};

use super::host::{CONTRACT, Folder, call};

fn pair(name: &str, text: &str) -> (String, String) {
    (name.to_owned(), text.to_owned())
}

fn json(tables: &Tables, row: &Object) -> String {
    write_row(&tables.schema(), row).unwrap()
}

#[tokio::test]
async fn rows_are_put_listed_patched_deleted_exported_and_imported_by_name() {
    let schema = Schema::of(Contract::read(CONTRACT.as_bytes()).unwrap().into());
    let tables = Tables(Records::new(State::new(schema.into()), Limits::default()).into());
    let put = tables.put(
        "customer",
        r#"{"Name":"Ann","Since":"2026-03-01T10:00:00.1234567","Tier":"Gold","Tags":["a,b"]}"#,
    );
    let row = r#"{"Id":1,"Name":"Ann","Since":"2026-03-01T10:00:00.1234567","Tier":"Gold","Tags":["a,b"]}"#;
    assert_eq!(
        json(&tables, &put.await.unwrap()),
        row,
        "the key is the next one, and nothing of a date is lost"
    );
    tables.put("Customer", r#"{"Id":7,"Name":"Bob"}"#).await.unwrap();
    tables.put("Visit", r#"{"Page":"/"}"#).await.unwrap();
    assert_eq!(tables.types(), [("Customer".to_owned(), 2), ("Visit".to_owned(), 1)]);
    let listing =
        tables.list("Customer", &[pair("nameContains", "an"), pair("Take", "1")]).unwrap();
    assert_eq!((listing.total, listing.rows.len()), (1, 1));
    assert_eq!(json(&tables, &listing.rows[0]), row);
    let patched = tables.patch("Customer", "1", r#"{"Tags":null,"Tier":"Basic"}"#).await.unwrap();
    assert_eq!(
        json(&tables, &patched.unwrap()),
        r#"{"Id":1,"Name":"Ann","Since":"2026-03-01T10:00:00.1234567","Tier":"Basic"}"#
    );
    assert_eq!(tables.patch("Customer", "99", "{}").await.unwrap(), None);
    let exported = tables.export().unwrap();
    assert!(tables.delete("Customer", "7").await.unwrap());
    assert!(!tables.delete("Customer", "7").await.unwrap());
    assert_eq!(tables.import(&exported).await.unwrap(), 3);
    assert_eq!(tables.export().unwrap(), exported);
    tables.reset().unwrap();
    assert_eq!(tables.types(), []);
}

#[tokio::test]
async fn what_is_wrong_is_said_and_changes_nothing() {
    let schema = Schema::of(Contract::read(CONTRACT.as_bytes()).unwrap().into());
    let tables = Tables(Records::new(State::new(schema.into()), Limits::default()).into());
    let said = |result: Result<std::sync::Arc<Object>, _>| result.unwrap_err();
    let sentences = [
        said(tables.put("Custumer", "{}").await).to_string(),
        said(tables.put("Customer", r#"{"Nam":"x"}"#).await).to_string(),
        said(tables.put("Customer", r#"{"Tier":"Silver"}"#).await).to_string(),
        said(tables.put("Customer", "[1]").await).to_string(),
        said(tables.put("Customer", "{").await).to_string(),
        said(tables.put("Customer", r#"{"Id":"x"}"#).await).to_string(),
        tables.list("Customer", &[pair("OrderBy", "nothing")]).unwrap_err().to_string(),
        tables.list("Customer", &[pair("Take", "x")]).unwrap_err().to_string(),
        tables.list("Customer", &[pair("id", "x")]).unwrap_err().to_string(),
        tables.list("Customer", &[pair("Nam", "x")]).unwrap_err().to_string(),
        tables.import(r#"{"Customer":[{"Id":1},{"Id":1}]}"#).await.unwrap_err().to_string(),
        tables.import(r#"{"Customer":[{"Id":1},{"Nmae":1}]}"#).await.unwrap_err().to_string(),
        tables.import(r#"{"Costumer":[]}"#).await.unwrap_err().to_string(),
        tables.import("[").await.unwrap_err().to_string(),
    ];
    insta::assert_snapshot!(sentences.join("\n"));
    assert_eq!(tables.types(), []);
}

#[tokio::test]
async fn keys_stay_what_their_type_can_hold_and_what_they_were() {
    let schema = Schema::of(Contract::read(CONTRACT.as_bytes()).unwrap().into());
    let tables = Tables(Records::new(State::new(schema.into()), Limits::default()).into());
    tables.put("Customer", r#"{"Id":2147483646,"Name":"Ann"}"#).await.unwrap();
    let last = tables.put("Customer", r#"{"Name":"Bob"}"#).await.unwrap();
    assert_eq!(last.members[0], Value::Int(2_147_483_647));
    let full = tables.put("Customer", r#"{"Name":"Cid"}"#).await.unwrap_err();
    assert_eq!(
        full.to_string(),
        "Customer.Id has no number left: the greatest of its type was used"
    );
    let renamed = tables.patch("Customer", "2147483647", r#"{"Id":9}"#).await.unwrap_err();
    assert_eq!(renamed.to_string(), "`Id` is the key of the row, which a patch cannot change");
    let same = tables.patch("Customer", "2147483647", r#"{"Id":2147483647,"Name":"Dan"}"#).await;
    assert!(json(&tables, &same.unwrap().unwrap()).contains(r#""Name":"Dan""#));
    assert_eq!(tables.types(), [("Customer".to_owned(), 2)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_tenant_has_rows_of_its_own_and_begins_with_the_seed() {
    let folder = Folder::of(&[("data/Visit.csv", "Page\n/a\n/b\n")]);
    let host = folder.start();
    let pages = |tenant: &'static str| {
        let host = &host;
        async move { call(host, "GET", &format!("{tenant}/visits?include=total&take=0"), None).await.1 }
    };
    let of = |total: usize| format!(r#"{{"Offset":0,"Total":{total},"Results":[]}}"#);
    assert_eq!(call(&host, "POST", "/_t/one/visits", Some(r#"{"Page":"/c"}"#)).await.0, 204);
    assert_eq!((pages("/_t/one").await, pages("").await), (of(3), of(2)));
    host.tenants().fork("one", "two").unwrap();
    call(&host, "POST", "/_t/two/visits", Some(r#"{"Page":"/d"}"#)).await;
    assert_eq!((pages("/_t/one").await, pages("/_t/two").await), (of(3), of(4)));
    host.tenants().reset("one").unwrap();
    assert_eq!((pages("/_t/one").await, pages("/_t/two").await), (of(2), of(4)));
}

#[tokio::test]
async fn a_million_rows_are_reset_and_copied_within_ten_milliseconds() {
    let schema = Schema::of(Contract::read(CONTRACT.as_bytes()).unwrap().into());
    let class = schema.find("Customer").unwrap();
    let contract = schema.contract().clone();
    let records = Records::new(State::new(schema.into()), Limits::default());
    let fill = move |draft: &mut servicestack_emulator::records::Draft| {
        for number in 1..=1_000_000 {
            let mut row = contract.new_object(class);
            row.members[0] = Value::Int(number);
            draft.create(row)?;
        }
        Ok::<_, servicestack_emulator::records::RecordsError>(())
    };
    records.change(fill).await.unwrap();
    let full = records.read();
    // The machine may be busy: the fastest of several counts.
    let mut fastest = [Duration::MAX; 3];
    for _ in 0..10 {
        records.replace_all(full.clone()).unwrap();
        let begun = Instant::now();
        let copy = records.fork();
        let forked = begun.elapsed();
        records.reset().unwrap();
        let reset = begun.elapsed() - forked;
        drop(copy);
        let dropped = begun.elapsed() - forked - reset;
        for (least, time) in fastest.iter_mut().zip([forked, reset, dropped]) {
            *least = (*least).min(time);
        }
    }
    drop(full);
    assert_eq!(records.read().count(), 0);
    let limit = Duration::from_millis(10);
    assert!(fastest.iter().all(|took| *took < limit), "copied, reset, dropped: {fastest:?}");
}
