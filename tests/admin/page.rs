//! The console page `/_emulator/ui`.

use servicestack_emulator::{Emulator, Running};

fn started() -> Running {
    Emulator::apex().start().unwrap()
}

fn client() -> reqwest::Client {
    reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap()
}

async fn page(running: &Running, path: &str) -> (u16, String) {
    let url = format!("{}/_emulator/ui{path}", running.base_url());
    let answer = client().get(url).send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

/// Sends a form; gives the status, where it leads, and the page.
async fn sent(running: &Running, path: &str, form: &str) -> (u16, String, String) {
    let url = format!("{}/_emulator/ui/{path}", running.base_url());
    let form_type = "application/x-www-form-urlencoded";
    let request = client().post(url).header("Content-Type", form_type).body(form.to_owned());
    let answer = request.send().await.unwrap();
    let place = answer.headers().get("Location").map(|place| place.to_str().unwrap().to_owned());
    (answer.status().as_u16(), place.unwrap_or_default(), answer.text().await.unwrap())
}

#[tokio::test]
async fn every_section_is_a_page_without_faults() {
    let running = started();
    let (status, first) = page(&running, "").await;
    assert_eq!(status, 200);
    let sections: Vec<&str> = first.split("href=\"/_emulator/ui/").skip(1).collect();
    let names: Vec<&str> = sections
        .iter()
        .filter_map(|rest| rest.split('"').next())
        .filter(|name| !name.starts_with("assets"))
        .collect();
    for name in [
        "journal", "doctor", "coupons", "tenants", "stubs", "clock", "faults", "race", "scenario",
        "records",
    ] {
        assert!(names.contains(&name), "{names:?}");
    }
    for name in names {
        let (status, text) = page(&running, &format!("/{name}")).await;
        assert_eq!(status, 200, "{name}");
        assert!(!text.contains("role=\"alert\"") && !text.contains("<script>"), "{name}: {text}");
    }
    assert_eq!(page(&running, "/nothing").await.0, 404);
    // The form of each operation stays where it was.
    assert!(page(&running, "/ListStubs").await.1.contains("API console"));
}

#[tokio::test]
async fn a_coupon_is_found_and_voided_and_a_second_time_says_why_not() {
    let running = started();
    let (_, found) = page(&running, "/coupons?Code=PCT0001-GE").await;
    assert!(found.contains("PCT0001-GE") && found.contains("Void PCT0001-GE"), "{found}");
    let (status, place, _) = sent(&running, "coupons/VoidCoupon", "Code=PCT0001-GE").await;
    assert_eq!((status, &*place), (303, "/_emulator/ui/coupons?done=VoidCoupon"));
    let (status, _, text) = sent(&running, "coupons/SpendCoupon", "Code=PCT0001-GE").await;
    assert!(status >= 400 && text.contains("role=\"alert\""), "{status} {text}");
    let (_, none) = page(&running, "/coupons?Code=%3Cscript%3Ealert(1)%3C/script%3E").await;
    assert!(!none.contains("<script>") && none.contains("&lt;script&gt;"), "{none}");
}

#[tokio::test]
async fn tenants_are_made_and_shown_apart() {
    let running = started();
    assert_eq!(sent(&running, "tenants/CreateTenant", "Name=till").await.0, 303);
    let (status, place, _) =
        sent(&running, "scenario/SetScenario", "Tenant=till&Scenario=%1b%5B31m%3Cb%3Esale").await;
    assert_eq!((status, &*place), (303, "/_emulator/ui/scenario?Tenant=till&done=SetScenario"));
    let (_, till) = page(&running, "/scenario?Tenant=till").await;
    assert!(till.contains("␛[31m&lt;b&gt;sale"), "{till}");
    let (_, own) = page(&running, "/scenario").await;
    assert!(!own.contains("sale") && own.contains("start"), "{own}");
    let (status, _, text) = sent(&running, "tenants/DropTenant", "Name=nobody").await;
    assert!(status >= 400 && text.contains("there is no tenant nobody"), "{status} {text}");
}

#[tokio::test]
async fn a_form_that_is_refused_keeps_what_was_written_and_its_tenant() {
    let running = started();
    let (status, _, text) = sent(&running, "tenants/CreateTenant", "Name=a%2Fb").await;
    assert!(status == 400 && text.contains(r#"value="a/b""#), "{status} {text}");
    assert_eq!(sent(&running, "tenants/CreateTenant", "Name=till").await.0, 303);
    let (_, page) = page(&running, "/clock?Tenant=till").await;
    let action = "clock/SetClock?Tenant=till";
    assert!(page.contains(&format!("action=\"/_emulator/ui/{action}\"")), "{page}");
    let form = "Tenant=till&At=soon&Frozen=true&Rate=";
    let (status, _, text) = sent(&running, action, form).await;
    assert!(status == 400 && text.contains(r#"value="soon""#), "{status} {text}");
    assert!(text.contains("<option selected>true</option>"), "{text}");
    assert!(text.contains(r#"<option value="till" selected>till</option>"#), "{text}");
    assert_eq!(text.matches(r#"value="soon""#).count(), 1, "other forms stay as they are");
}

#[tokio::test]
async fn what_sections_offer_is_done() {
    let running = started();
    let stub = "Operation=GetCouponsByStatus&Text=%7B%22Coupon%22%3A%5B%5D%7D";
    let fault = "Name=slow&Text=%7B%22point%22%3A%22answer%22%2C%22do%22%3A%7B%22latency%22%3A%221ms%22%7D%7D";
    for (act, form) in [
        ("clock/SetClock", "At=2030-01-02T03%3A04%3A05Z&Frozen=true&Rate="),
        ("clock/AdvanceClock", "By=P1D"),
        ("stubs/SetStub", stub),
        ("stubs/RemoveStub", "Operation=GetCouponsByStatus"),
        ("faults/SetFault", fault),
        ("faults/RemoveFault", "Name=slow"),
        ("faults/ClearFaults", ""),
        ("journal/ClearJournal", ""),
        ("snapshots/TakeSnapshot", "Name=good"),
        ("snapshots/RestoreSnapshot", "Name=good"),
        ("snapshots/DropSnapshot", "Name=good"),
        ("tenants/ForkTenant", "Name=default&To=copy"),
        ("tenants/ResetTenant", "Name=copy"),
        ("tenants/DropTenant", "Name=copy"),
        ("coupons/ExpireCoupon", "Code=PCT0001-GE"),
    ] {
        let (status, _, text) = sent(&running, act, form).await;
        let fault = text.split("role=\"alert\">").nth(1).unwrap_or_default();
        assert_eq!(status, 303, "{act}: {}", fault.split('<').next().unwrap());
    }
    let (_, clock) = page(&running, "/clock").await;
    assert!(clock.contains("2030-01-03 03:04:05 UTC"), "{clock}");
}

#[tokio::test]
async fn pages_of_other_origins_change_nothing() {
    let running = started();
    let url = format!("{}/_emulator/ui/tenants/CreateTenant", running.base_url());
    for (name, value) in [("Origin", "http://evil.example"), ("Sec-Fetch-Site", "cross-site")] {
        let request = client().post(&url).header(name, value).body("Name=evil");
        assert_eq!(request.send().await.unwrap().status().as_u16(), 403, "{name}");
    }
    // Only what a section offers can be called by it.
    assert_eq!(sent(&running, "tenants/RemoveCoupons", "").await.0, 404);
    assert_eq!(running.tenants().names(), ["default"]);
}

#[tokio::test]
async fn the_journal_shows_hostile_exchanges_as_text() {
    let running = started();
    let url = format!("{}/nope?q=%3Cimg%20src=x%3E", running.base_url());
    client().get(url).header("X-Odd", "<script>").send().await.unwrap();
    // An entry follows its answer.
    running.tenants().default().journal().subscribe_after(0).next().await;
    let (status, list) = page(&running, "/journal").await;
    assert_eq!(status, 200);
    assert!(list.contains("/nope?q=%3Cimg") && !list.contains("<img src=x"), "{list}");
    let (_, one) = page(&running, "/journal?Number=1").await;
    assert!(one.contains("X-Odd") || one.contains("x-odd"), "{one}");
    assert!(!one.contains("<script>") && one.contains("&lt;script&gt;"), "{one}");
}

/// An activation over HTTP, once it is in the journal: the code that it got.
async fn activated(running: &Running) -> String {
    let url = format!("{}/Coupons/Activate.json", running.base_url());
    let body = r#"{"CouponType":1,"Prefix":"AB"}"#;
    let request = client().put(url).basic_auth("demo", Some("demo")).body(body);
    let request = request.header("Content-Type", "application/json");
    let answer = request.send().await.unwrap().text().await.unwrap();
    running.tenants().default().journal().subscribe_after(0).next().await;
    answer.split_once("\"Code\":\"").unwrap().1.split('"').next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_coupon_shows_its_exchanges_and_an_exchange_its_request_in_each_format() {
    let running = started();
    let code = activated(&running).await;
    let (_, coupon) = page(&running, &format!("/coupons?Code={code}")).await;
    assert!(coupon.contains("aria-label=\"History\""), "{coupon}");
    assert!(coupon.contains("href=\"/_emulator/ui/journal?Number=1\""), "{coupon}");
    let (_, other) = page(&running, "/coupons?Code=PCT0001-GE").await;
    assert!(!other.contains("journal?Number="), "no exchange names it: {other}");
    let (_, one) = page(&running, "/journal?Number=1").await;
    for text in ["{CouponType:1,Prefix:AB", "&lt;ActivateCoupon", "CouponType,Prefix"] {
        assert!(one.contains(text), "{text}: {one}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn races_and_replays_show_their_answers() {
    let running = started();
    let code = activated(&running).await;
    let request = "Request=GET+%2Fjson%2Freply%2FGetRates&Copies=3&Fork=true";
    let (status, _, text) = sent(&running, "race/RunRace", request).await;
    let answer = text.split_once("aria-label=\"Answer\"").unwrap_or_default().1;
    assert!(status == 200 && answer.contains("Copies 3"), "{status} {text}");
    assert!(
        text.contains(">GET /json/reply/GetRates</textarea>"),
        "what was written stays: {text}"
    );
    let (status, _, text) = sent(&running, "race/ReplayJournal", "").await;
    let answer = text.split_once("aria-label=\"Answer\"").unwrap_or_default().1;
    assert!(status == 200 && answer.contains("Replayed") && code.starts_with("AB"), "{text}");
    let (status, _, text) = sent(&running, "race/RunRace", "Request=&Copies=3").await;
    assert!(status == 400 && text.contains("role=\"alert\""), "{status} {text}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_consoles_that_spend_a_coupon_at_once_one_is_told_why_not() {
    let running = started();
    let form = format!("Code={}", activated(&running).await);
    let spend = || sent(&running, "coupons/SpendCoupon", &form);
    let (one, other) = tokio::join!(spend(), spend());
    let (done, refused) = if one.0 == 303 { (one, other) } else { (other, one) };
    assert_eq!((done.0, &*done.1), (303, "/_emulator/ui/coupons?done=SpendCoupon"));
    assert!(
        refused.0 >= 400 && refused.2.contains("role=\"alert\""),
        "{} {}",
        refused.0,
        refused.2
    );
    // A page that is old acts on what there is now.
    assert_eq!(sent(&running, "tenants/CreateTenant", "Name=till").await.0, 303);
    let drop_it = || sent(&running, "tenants/DropTenant", "Name=till");
    let (one, other) = tokio::join!(drop_it(), drop_it());
    let statuses = [one.0.min(other.0), one.0.max(other.0)];
    assert_eq!(statuses, [303, 404], "{} {}", one.2, other.2);
}
