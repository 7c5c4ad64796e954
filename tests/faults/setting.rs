//! Who meets a fault, how often, and when; and what is no fault.

use std::time::{Duration, Instant};

use reqwest::Method;
use servicestack_emulator::Running;
use servicestack_emulator::faults::{FaultFiles, Operations};
use servicestack_emulator::lab::Clock;
use servicestack_emulator::lab::fault::{FaultDocument, FaultLimits};

use crate::client::{activate, activated, host, host_with, request, send};

/// Status and body of a call of the admin API.
async fn call(running: &Running, verb: &str, path: &str, body: &str) -> String {
    let url = format!("{}/_emulator{path}", running.base_url());
    let request = reqwest::Client::new().request(verb.parse::<Method>().unwrap(), url);
    let answer = request.header("Accept", "application/json").body(body.to_owned());
    let answer = answer.send().await.unwrap();
    format!("{} {}", answer.status().as_u16(), answer.text().await.unwrap())
}

async fn statuses(running: &Running, count: usize) -> Vec<Option<u16>> {
    let mut statuses = Vec::new();
    for number in 0..count {
        let id = format!("00000000-0000-0000-0000-{number:012}");
        statuses.push(activate(running, &id, "").await.status());
    }
    statuses
}

#[tokio::test]
async fn it_happens_so_often_to_whom_it_names_and_is_counted() {
    let running = host();
    let fault = r#"{"operation":"activatecoupon","user":"demo","point":"beforeCommit",
        "do":"status:429","times":2}"#;
    let put = call(&running, "PUT", "/faults/busy", fault).await;
    assert!(put.starts_with("200 ") && put.contains("\"Met\":0"), "{put}");
    assert_eq!(statuses(&running, 3).await, [Some(429), Some(429), Some(200)]);
    let got = call(&running, "GET", "/faults/busy", "").await;
    assert!(got.contains("\"Met\":3,\"Acted\":2"), "{got}");
    let list = send(&running, &request("GET", "/Coupons/ByStatus/1.json", "", "")).await;
    assert_eq!(list.status(), Some(200), "another operation does not meet it");
    let other = fault.replace("demo", "till");
    call(&running, "PUT", "/faults/busy", &other).await;
    assert_eq!(statuses(&running, 1).await, [Some(200)], "another user does not meet it");
    call(&running, "PUT", "/faults/busy", &fault.replace("\"user\"", "\"tenant\"")).await;
    assert_eq!(statuses(&running, 1).await, [Some(200)], "another tenant does not meet it");
    assert!(call(&running, "DELETE", "/faults/busy", "").await.starts_with("204"));
    assert!(call(&running, "DELETE", "/faults/busy", "").await.contains("NoSuchFault"));
}

#[tokio::test]
async fn the_admin_api_meets_none_so_that_they_can_be_taken_back() {
    let running = host();
    let all = r#"{"point":"accept","do":{"cut":"reset"}}"#;
    assert!(call(&running, "PUT", "/faults/all", all).await.starts_with("200 "));
    assert_eq!(statuses(&running, 1).await, [None]);
    assert!(call(&running, "GET", "/faults", "").await.contains("\"Acted\":1"));
    assert!(call(&running, "DELETE", "/faults", "").await.starts_with("204"));
    assert_eq!(statuses(&running, 1).await, [Some(200)]);
}

#[tokio::test]
async fn it_happens_within_its_window_of_the_tenants_clock() {
    let running = host();
    let noon = r#"{"point":"accept","do":"status:503","between":["12:00","12:05"]}"#;
    call(&running, "PUT", "/faults/noon", noon).await;
    let clock = running.tenants().default().clock().clone();
    for (at, status) in [
        ("2026-01-15T11:59:59Z", 200),
        ("2026-01-15T12:00:00Z", 503),
        ("2026-01-16T12:04:59Z", 503),
        ("2026-01-16T12:05:00Z", 200),
    ] {
        clock.set(at.parse().unwrap());
        assert_eq!(statuses(&running, 1).await, [Some(status)], "{at}");
    }
    call(&running, "DELETE", "/faults", "").await;
    call(&running, "PUT", "/faults/outage", r#"{"preset":"outage:30s"}"#).await;
    let out = activate(&running, "", "").await;
    assert!(out.text().contains("Retry-After: 30\r\n"), "{}", out.text());
    clock.advance(chrono::TimeDelta::seconds(30));
    assert_eq!(statuses(&running, 1).await, [Some(200)]);
}

#[tokio::test]
async fn timeout_after_commit_takes_the_coupon_and_says_nothing() {
    let running = host();
    let before = activated(&running).await;
    let header = "X-Emulator-Fault: timeout-after-commit\r\n";
    let patience = Duration::from_secs(2);
    let came = tokio::time::timeout(patience, activate(&running, "", header)).await;
    assert!(came.is_err(), "the client gives up first");
    assert_eq!(activated(&running).await, before + 1);
}

#[tokio::test]
async fn flaky_refuses_some_loses_some_and_delays_all() {
    let running = host();
    call(&running, "PUT", "/faults/bad", r#"{"preset":"flaky"}"#).await;
    let (before, begun) = (activated(&running).await, Instant::now());
    let came = statuses(&running, 60).await;
    let count = |status: Option<u16>| came.iter().filter(|one| **one == status).count();
    let (refused, lost, answered) = (count(Some(503)), count(None), count(Some(200)));
    assert_eq!(refused + lost + answered, 60, "{came:?}");
    assert!((2..=15).contains(&refused) && (1..=9).contains(&lost), "{refused} {lost}");
    assert!(begun.elapsed() > Duration::from_millis(10) * 60, "{:?}", begun.elapsed());
    let taken = usize::try_from(activated(&running).await - before).unwrap();
    assert_eq!(taken, answered + lost, "an answer is lost after the commit");
}

#[tokio::test]
async fn slow_3g_delays_and_throttles() {
    let running = host();
    let list = || request("GET", "/Coupons/ByStatus/0.json", "", "");
    // The password is known from here on.
    let quick = send(&running, &list()).await;
    call(&running, "PUT", "/faults/3g", r#"{"preset":"slow-3g"}"#).await;
    let slow = send(&running, &list()).await;
    assert_eq!(slow.body(), quick.body());
    let bytes = u32::try_from(slow.bytes.len()).unwrap();
    // 400 ms, and 50,000 bytes a second.
    let least = Duration::from_millis(400) + Duration::from_secs_f64(f64::from(bytes) / 50_000.0);
    assert!(slow.took > least.mul_f64(0.9), "{bytes} bytes in {:?}", slow.took);
}

#[tokio::test]
async fn chance_repeats_with_the_seed() {
    let mut runs = Vec::new();
    for _ in 0..2 {
        let running = host();
        let half = r#"{"point":"accept","do":"status:500","probability":0.5}"#;
        call(&running, "PUT", "/faults/half", half).await;
        runs.push(statuses(&running, 40).await);
    }
    assert_eq!(runs[0], runs[1]);
    let failed = runs[0].iter().filter(|status| **status == Some(500)).count();
    assert!((8..32).contains(&failed), "{failed}");
}

#[tokio::test]
async fn what_no_fault_can_be_is_refused_by_member_and_line() {
    let running = host();
    for (fault, field, part) in [
        (r#"{"point":"accept","do":"reset","probability":1.5}"#, "probability", "between 0 and 1"),
        (r#"{"point":"accept","do":"reset","probability":-0.1}"#, "probability", "between 0 and 1"),
        (r#"{"point":"accept","do":"reset","times":0}"#, "times", "at least 1"),
        (r#"{"point":"accept","do":"reset","times":-1}"#, "times", "invalid value"),
        (r#"{"point":"never","do":"reset"}"#, "point", "unknown variant `never`"),
        (r#"{"point":"accept","do":"explode"}"#, "do", "nobody knows what `explode` does"),
        (r#"{"point":"accept","do":{"latency":"2h"}}"#, "do.latency", "at most 5m"),
        (r#"{"point":"accept","do":{"latency":"-5"}}"#, "do.latency", "expected a time"),
        (
            r#"{"point":"accept","do":{"latency":{"median":"1s","sigma":9}}}"#,
            "do.latency",
            "sigma 9",
        ),
        (r#"{"point":"accept","do":{"throttle":0}}"#, "do.throttle", "at least 1"),
        (r#"{"point":"accept","do":{"status":200}}"#, "do.status", "not between 400 and 599"),
        (r#"{"point":"accept","do":{"cut":"reset","status":503}}"#, "do.cut", "excludes `status`"),
        (r#"{"point":"accept","do":{}}"#, "do", "says nothing"),
        (r#"{"point":"accept"}"#, "do", "is missing"),
        (r#"{"do":"reset"}"#, "point", "is missing"),
        (r#"{"preset":"typhoon"}"#, "preset", "there is no preset typhoon"),
        (r#"{"preset":"flaky","point":"accept"}"#, "point", "excludes `preset`"),
        (r#"{"point":"accept","do":"reset","between":["12:00"]}"#, "between", "has two ends"),
        (
            r#"{"point":"accept","do":"reset","between":["25:00","26:00"]}"#,
            "between",
            "expected two",
        ),
        (r#"{"point":"accept","do":"reset","betwen":[]}"#, "betwen", "did you mean `between`"),
    ] {
        let refused = call(&running, "PUT", "/faults/wrong", fault).await;
        let blamed = format!("\"FieldName\":\"{field}\"");
        assert!(refused.starts_with("400 "), "{fault}: {refused}");
        assert!(refused.contains(&blamed) && refused.contains(part), "{fault}: {refused}");
    }
    let toml = "point = \"accept\"\n\n[do]\ncut = \"reset\"\nstatus = 503\n";
    let refused = call(&running, "PUT", "/faults/wrong.toml", toml).await;
    assert!(refused.contains("wrong.toml, line 4: `do.cut`: excludes `status`"), "{refused}");
    let header = "X-Emulator-Fault: afterCommit=explode\r\n";
    let refused = activate(&running, "", header).await;
    assert_eq!(refused.status(), Some(400));
    assert!(refused.body().contains("nobody knows what `explode` does"), "{}", refused.body());
    assert_eq!(activated(&running).await, 20, "nothing was done");
    assert!(call(&running, "GET", "/faults", "").await.contains("\"Results\":[]"));
}

#[tokio::test]
async fn a_file_says_the_same_and_is_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("busy.toml");
    std::fs::write(&file, "point = 'accept'\ndo = 'status:503'\ntimes = 1\n").unwrap();
    let open = || {
        let operations = Operations { names: vec!["ActivateCoupon".to_owned()], others: false };
        FaultFiles::open(
            folder.path(),
            ("apex", operations),
            Clock::system(),
            FaultLimits::default(),
        )
    };
    let files = open().unwrap();
    let running = host_with(|builder| builder.fault_files(files.clone()));
    assert_eq!(statuses(&running, 2).await, [Some(503), Some(200)]);
    let listed = call(&running, "GET", "/faults", "").await;
    assert!(listed.contains("\"Source\":\"file\",\"File\":\"busy.toml\""), "{listed}");
    std::fs::write(&file, "point = 'accept'\ndo = 'status:503'\nprobability = 2\n").unwrap();
    let mistake = files.reload().unwrap_err().to_string();
    assert!(
        mistake.ends_with("busy.toml, line 3: `probability`: 2 is not between 0 and 1"),
        "{mistake}"
    );
    assert_eq!(files.all().len(), 1, "the one before stays");
    assert!(call(&running, "GET", "/faults", "").await.contains("is not between 0 and 1"));
    std::fs::write(folder.path().join("x.jsv"), "{}").unwrap();
    std::fs::remove_file(&file).unwrap();
    assert!(open().err().unwrap().to_string().contains("ends in .toml or .json"));
}

/// A folder that is made while the host runs is read, too, and read again when it is made anew.
#[tokio::test]
async fn a_folder_that_is_made_later_is_read() {
    let lab = tempfile::tempdir().unwrap();
    let folder = lab.path().join("faults");
    let open = FaultFiles::open(
        &folder,
        ("apex", Operations::default()),
        Clock::system(),
        FaultLimits::default(),
    );
    let files = open.unwrap();
    files.watch().unwrap();
    for name in ["first", "second"] {
        std::fs::create_dir(&folder).unwrap();
        let operation = "operation = 'ActivateCupon'\n";
        let file = folder.join(format!("{name}.toml"));
        std::fs::write(&file, "point = 'accept'\ndo = 'status:503'\n").unwrap();
        becomes(|| files.all().iter().any(|fault| fault.fault.name == name)).await;
        std::fs::write(&file, format!("point = 'accept'\ndo = 'status:503'\n{operation}")).unwrap();
        becomes(|| files.mistake().is_some()).await;
        let mistake = files.mistake().unwrap().to_string();
        assert!(
            mistake.ends_with(".toml, line 3: `operation`: there is no operation ActivateCupon"),
            "{mistake}"
        );
        std::fs::remove_dir_all(&folder).unwrap();
        becomes(|| !files.is_any()).await;
    }
}

/// A second is promised; a loaded machine gets ten.
async fn becomes(holds: impl Fn() -> bool) {
    let end = std::time::Instant::now() + std::time::Duration::from_secs(10);
    while !holds() {
        assert!(std::time::Instant::now() < end, "it does not become so");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn an_operation_that_is_not_there_is_a_mistake() {
    let folder = tempfile::tempdir().unwrap();
    let text = "point = 'accept'\noperation = 'ActivateCupon'\ndo = 'reset'\n";
    std::fs::write(folder.path().join("a.toml"), text).unwrap();
    let operations = Operations { names: vec!["ActivateCoupon".to_owned()], others: false };
    let limits = FaultLimits::default();
    let mistake = FaultFiles::open(folder.path(), ("apex", operations), Clock::system(), limits);
    let mistake = mistake.err().unwrap().to_string();
    let sentence = "line 2: `operation`: there is no operation ActivateCupon; did you mean \
                    ActivateCoupon?";
    assert!(mistake.ends_with(sentence), "{mistake}");
    let running = host();
    let refused = call(&running, "PUT", "/faults/a.toml", text).await;
    assert!(refused.starts_with("400 ") && refused.contains(sentence), "{refused}");
    let text = "point = 'accept'\noperation = 'generate.coupons'\ndo = 'reset'\n";
    assert!(call(&running, "PUT", "/faults/a.toml", text).await.starts_with("200 "));
}

/// `UPDATE_DOCS=1 cargo test --test faults schema` writes it anew.
#[tokio::test]
async fn the_published_schema_is_that_of_the_type() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/fault.schema.json");
    let schema = format!("{:#}\n", FaultDocument::schema());
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(path, &schema).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap(), schema, "write it anew with UPDATE_DOCS=1");
    assert_eq!(call(&host(), "GET", "/schemas/fault", "").await, format!("200 {schema}"));
}

#[tokio::test]
async fn headers_count_only_where_they_are_allowed() {
    let running = host_with(|builder| builder.lab_headers(false));
    let header = "X-Emulator-Fault: afterCommit=reset\r\n";
    assert_eq!(activate(&running, "", header).await.status(), Some(200));
}

#[tokio::test]
async fn a_fork_has_the_faults_and_a_reset_forgets_them() {
    let running = host();
    call(&running, "PUT", "/faults/busy", r#"{"point":"accept","do":"status:503"}"#).await;
    call(&running, "POST", "/tenants/default/fork?To=copy", "").await;
    let of = async |tenant: &str| {
        activate(&running, "", &format!("X-Emulator-Tenant: {tenant}\r\n")).await.status()
    };
    assert_eq!((of("copy").await, of("new").await), (Some(503), Some(200)));
    assert!(call(&running, "POST", "/tenants/default/reset", "").await.starts_with("200"));
    assert_eq!((of("default").await, of("copy").await), (Some(200), Some(503)));
}
