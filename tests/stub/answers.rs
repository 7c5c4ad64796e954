//! What answers say, and what they do besides.

use std::time::{Duration, Instant};

use reqwest::Method;

use super::host::host;

#[tokio::test]
async fn a_file_is_the_answer_in_every_notation() {
    let json = host(&[(
        "Hello.json",
        "{\"Result\":\"a\",\n \"Total\":12.50, \"Names\":[\n\"x\",\n\"y\"\n]}\n",
    )]);
    assert_eq!(
        json.get("/hello/World?format=jsv").await,
        "200 {Result:a,Id:0,Total:12.50,At:0001-01-01,Names:[x,y],Kind:Small,Flag:False,Key:00000000000000000000000000000000}"
    );
    let jsv = host(&[("hello.jsv", "{Result:a,Total:12.50,Names:[x,y]}\n")]);
    assert_eq!(jsv.get("/hello/World?format=jsv").await, json.get("/hello/World?format=jsv").await);
    let xml = host(&[(
        "Hello.xml",
        "<HelloResponse xmlns=\"http://schemas.datacontract.org/2004/07/Shop\"><Result>{{ Name }}</Result></HelloResponse>\n",
    )]);
    assert!(xml.get("/hello/World?format=json").await.starts_with("200 {\"Result\":\"World\","));
}

#[tokio::test]
async fn texts_bytes_and_streams_are_sent_as_they_are() {
    let host = host(&[
        ("HelloString.json", "\"{{ Name }}!\"\n"),
        ("ReturnBytes.json", "[65, 66, 67]\n"),
        ("ReturnStream.json", "\"QUJD\"\n"),
    ]);
    assert_eq!(host.get("/json/reply/HelloString?Name=a").await, "200 a!");
    assert_eq!(host.get("/json/reply/ReturnBytes").await, "200 ABC");
    assert_eq!(host.get("/json/reply/ReturnStream").await, "200 ABC");
}

#[tokio::test]
async fn a_time_with_a_z_is_utc_and_one_without_is_as_it_stands() {
    let host = host(&[("Hello.json", r#"{"At":"2001-01-01T00:00:00Z"}"#)]);
    assert!(host.get("/hello/a?format=json").await.contains(r#""At":"\/Date(978307200000)\/""#));
}

#[tokio::test]
async fn status_headers_cookies_and_raw_bodies() {
    let host = host(&[
        (
            "Hello.toml",
            r#"
            [[answer]]
            body = "Id={{ Age }};{{ Name }}"
            content_type = "text/x-{{ Name }}"
            status = 201
            headers = { X-Args = "{{ Age }},{{ Name }}" }
            cookies = { seen = "{{ Name }}" }
            "#,
        ),
        ("Ping.toml", "[[answer]]\nstatus = 202\nheaders = { X-A = 'b' }\n"),
        ("ReturnBytes.toml", "[[answer]]\nbody_file = '.logo'\ncontent_type = 'image/png'\n"),
        ("ReturnStream.toml", "[[answer]]\nbase64 = 'QUJD'\n"),
        (".logo", "PNG"),
    ]);
    let (status, headers, text) = host.whole(Method::GET, "/hello/a?Age=3", &[], "").await;
    assert_eq!((status, &*text), (201, "Id=3;a"));
    assert_eq!(headers["content-type"], "text/x-a");
    assert_eq!(headers["x-args"], "3,a");
    assert!(headers.get_all("set-cookie").iter().any(|cookie| cookie == "seen=a; path=/"));
    let (status, headers, text) = host.whole(Method::GET, "/json/reply/Ping?Id=1", &[], "").await;
    assert_eq!((status, &*text), (202, ""));
    assert_eq!(headers["x-a"], "b");
    assert_eq!(host.get("/json/reply/ReturnStream").await, "200 ABC");
    let (_, headers, text) = host.whole(Method::GET, "/json/reply/ReturnBytes", &[], "").await;
    assert_eq!((&headers["content-type"], &*text), (&"image/png".parse().unwrap(), "PNG"));
}

#[tokio::test]
async fn errors_have_the_shape_of_the_host() {
    let host = host(&[(
        "Hello.toml",
        r#"
        [[answer]]
        error = { status = 409, code = "Taken", message = "{{ Name }} is taken", meta = { Near = "{{ Name }}2" }, errors = [
            { field = "Name", code = "NotUnique", message = "'{{ Name }}' is there", meta = { By = "till" } },
        ] }
        "#,
    )]);
    let (status, _, text) = host.whole(Method::GET, "/hello/a?format=json", &[], "").await;
    assert_eq!(status, 409);
    insta::assert_snapshot!("error_json", text);
    insta::assert_snapshot!("error_xml", host.get("/hello/a?format=xml").await);
}

#[tokio::test]
async fn a_request_is_sent_back_by_names_or_as_bytes() {
    let host = host(&[(
        "Hello.toml",
        "[[answer]]\nwhen = { verb = 'GET' }\necho = 'request'\n[[answer]]\necho = 'body'\ncontent_type = 'application/x'\n",
    )]);
    let query = "/hello/a?Sum=1.50&At=2026-03-01&Names=[x,y]&Customer={Name:c,Level:2}&Kind=Large&Lines=[{Text:t,Amount:2.0}]";
    let answer = host.get(&format!("{query}&format=jsv")).await;
    assert_eq!(
        answer,
        "200 {Id:0,Total:0,At:2026-03-01,Names:[x,y],Lines:[{Text:t,Amount:2.0}],Customer:{Name:c,Level:2},Kind:Large,Flag:False,Key:00000000000000000000000000000000}"
    );
    let (_, headers, text) = host
        .whole(
            Method::POST,
            "/json/reply/Hello",
            &[("content-type", "application/json")],
            "{\"Name\": 1}",
        )
        .await;
    assert_eq!(
        (&headers["content-type"], &*text),
        (&"application/x".parse().unwrap(), "{\"Name\": 1}")
    );
}

#[tokio::test]
async fn values_in_turn_and_answers_so_many_times() {
    let host = host(&[
        (
            "Hello.toml",
            "[[answer]]\ntimes = 1\nanswer = { Result = 'once' }\n[[answer]]\nsequence = [{ Result = 'a' }, { Result = '{{ Name }}' }]\n",
        ),
        (
            "HelloString.toml",
            "[[answer]]\nwhen = { call = { lt = 3 } }\nerror = { status = 503, code = 'Busy' }\n[[answer]]\nanswer = 'call {{ call }}'\n",
        ),
    ]);
    let mut results = Vec::new();
    for _ in 0..4 {
        let answer = host.get("/hello/b?format=json").await;
        results.push(answer.split('"').nth(3).unwrap().to_owned());
    }
    assert_eq!(results, ["once", "a", "b", "b"]);
    let mut statuses = Vec::new();
    for _ in 0..3 {
        statuses.push(host.get("/json/reply/HelloString").await[..3].to_owned());
    }
    assert_eq!(statuses, ["503", "503", "200"]);
    assert_eq!(host.get("/json/reply/HelloString").await, "200 call 4");
}

#[tokio::test]
async fn a_delay_and_the_services_own_answer() {
    let host = host(&[("Hello.toml", "[[answer]]\ndelay = '150ms'\nservice = true\n")]);
    let start = Instant::now();
    assert!(host.get("/hello/a?format=json").await.starts_with("200 {\"Id\":0,"));
    assert!(start.elapsed() >= Duration::from_millis(150));
}

#[tokio::test]
async fn scenarios_and_variables_are_the_tenants() {
    let host = host(&[
        (
            "Hello.toml",
            r#"
            [[answer]]
            when = { scenario = "paid" }
            answer = { Result = "{{ variables.who }} paid {{ variables.sum }}", Id = "{{ variables.sum + 1 }}" }
            [[answer]]
            answer = { Result = "{{ scenario }}" }
            "#,
        ),
        (
            "Ping.toml",
            "[[answer]]\nstatus = 204\nset = { scenario = 'paid', variables = { who = 'Ann', sum = '{{ Id }}' } }\n",
        ),
    ]);
    let result = async || {
        host.get("/hello/a?format=jsv").await.split(',').take(2).collect::<Vec<_>>().join(",")
    };
    assert_eq!(result().await, "200 {Result:start,Id:0");
    assert!(host.get("/json/reply/Ping?Id=41").await.starts_with("204"));
    assert_eq!(result().await, "200 {Result:Ann paid 41,Id:42");
    let tenants = host.running.tenants();
    let fork = tenants.fork("default", "other").unwrap();
    assert_eq!(fork.stubs().scenario(), "paid");
    tenants.reset("default").unwrap();
    assert_eq!(result().await, "200 {Result:start,Id:0");
    assert_eq!(fork.stubs().scenario(), "paid");
}

#[tokio::test]
async fn batches_and_one_way_calls_are_answered_like_others() {
    let host = host(&[("Hello.json", r#"{"Result":"{{ Name }}"}"#)]);
    let body = r#"[{"Name":"a"},{"Name":"b"}]"#;
    let answer = host.send(Method::POST, "/jsv/reply/Hello[]", &[], "[{Name:a},{Name:b}]").await;
    assert_eq!(answer.matches("Result:").count(), 2, "{answer}");
    let answer = host
        .send(Method::POST, "/json/reply/Hello[]", &[("content-type", "application/json")], body)
        .await;
    assert!(answer.contains(r#"{"Result":"a""#) && answer.contains(r#"{"Result":"b""#), "{answer}");
}

#[tokio::test]
async fn reading_again_is_all_or_nothing() {
    let host = host(&[("Hello.json", r#"{"Result":"old"}"#)]);
    let path = host.folder.path();
    std::fs::write(path.join("Hello.json"), r#"{"Result":"new"}"#).unwrap();
    std::fs::write(path.join("Ping.json"), "{}").unwrap();
    assert!(
        host.stubs
            .reload()
            .unwrap_err()
            .to_string()
            .ends_with("Ping answers nothing: give it a `status` or an `error`")
    );
    assert!(host.get("/hello/a?format=json").await.contains("old"));
    std::fs::remove_file(path.join("Ping.json")).unwrap();
    assert_eq!(host.stubs.reload().unwrap(), 1);
    assert!(host.get("/hello/a?format=json").await.contains("new"));
}

/// Files of any name, an operation's notation included; one that no stub sends is a mistake.
#[tokio::test]
async fn a_file_that_is_sent_stands_beside_its_stub() {
    let files = [
        ("ReturnBytes.toml", "[[answer]]\nbody_file = 'logo.png'\ncontent_type = 'image/png'\n"),
        ("HelloString.toml", "[[answer]]\nbody_file = 'text.json'\n"),
        ("logo.png", "PNG"),
        ("text.json", "{"),
    ];
    let host = host(&files);
    assert_eq!(host.get("/json/reply/ReturnBytes").await, "200 PNG");
    assert_eq!(host.get("/json/reply/HelloString").await, "200 {");
    std::fs::write(host.folder.path().join("other.png"), "PNG").unwrap();
    let mistake = host.stubs.reload().unwrap_err().to_string();
    assert!(mistake.ends_with("and no stub sends this file (`body_file`)"), "{mistake}");
}

#[tokio::test]
async fn an_error_has_headers() {
    let host = host(&[(
        "Hello.toml",
        "[[answer]]\nerror = { status = 503, code = 'Busy' }\nheaders = { Retry-After = '7', X-Why = '{{ Name }}' }\n",
    )]);
    let (status, headers, _) = host.whole(Method::GET, "/hello/a", &[], "").await;
    assert_eq!(
        (status, &headers["Retry-After"], &headers["X-Why"]),
        (503, &"7".parse().unwrap(), &"a".parse().unwrap())
    );
    assert_eq!(headers.get_all("Retry-After").iter().count(), 1);
}

/// An answer of a void operation need not say what it answers.
#[tokio::test]
async fn a_void_operation_only_sets_something() {
    let host = host(&[
        ("Ping.toml", "[[answer]]\nset = { variables = { last = '{{ Id }}' } }\n"),
        (
            "HelloString.json",
            r#""{{ variables.last | default('none') }} {{ variables | length }}""#,
        ),
    ]);
    assert_eq!(host.get("/json/reply/HelloString").await, "200 none 0");
    assert_eq!(host.get("/json/reply/Ping?Id=7").await, "204 ");
    assert_eq!(host.get("/json/reply/HelloString").await, "200 7 1");
}

/// As `[CacheResponse]`: apart by address and headers, forgotten with the time and by a reset.
#[tokio::test]
async fn answers_stay_the_same_for_a_while() {
    let host = host(&[(
        "Hello.toml",
        "cache = { duration = \"60s\", max_age = \"10s\", by_headers = [\"X-Shop\"] }\n\n\
         [[answer]]\nanswer = { Result = \"{{ counter() }}\" }\n",
    )]);
    let count = async |path: &str, shop: &str| {
        let answer = host.send(Method::GET, path, &[("X-Shop", shop)], "").await;
        answer.split("Result\":\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
    };
    assert_eq!(count("/hello/a?format=json", "1").await, "1");
    assert_eq!(count("/hello/a?format=json", "1").await, "1");
    assert_eq!(count("/hello/b?format=json", "1").await, "2");
    assert_eq!(count("/hello/a?format=json", "2").await, "3");
    let (_, headers, _) =
        host.whole(Method::GET, "/hello/a?format=json", &[("X-Shop", "1")], "").await;
    assert_eq!(headers["cache-control"], "max-age=10");
    let since = headers["last-modified"].to_str().unwrap();
    let known = [("X-Shop", "1"), ("If-Modified-Since", since)];
    assert_eq!(host.send(Method::GET, "/hello/a?format=json", &known, "").await, "304 ");
    let tenants = host.running.tenants();
    tenants.default().clock().advance(chrono::TimeDelta::seconds(61));
    assert_eq!(count("/hello/a?format=json", "1").await, "4");
    tenants.reset("default").unwrap();
    assert_eq!(count("/hello/a?format=json", "1").await, "1");
}

#[tokio::test]
async fn an_answer_says_how_long_it_holds_and_how_it_is_sent() {
    let host = host(&[
        (
            "Hello.toml",
            "[[answer]]\nanswer = { Result = \"{{ Name }}\" }\netag = \"v{{ Name }}\"\nmax_age = \"1m\"\n\
             cache_control = \"public\"\ncompress = true\n",
        ),
        (
            "HelloString.toml",
            "[[answer]]\nbody = \"0123456789\"\ncontent_type = \"text/csv\"\ndownload = \"{{ Name }}\"\n\
             last_modified = \"2026-01-15T10:00:00Z\"\nreason = \"Here\"\n",
        ),
    ]);
    let (status, headers, _) = host.whole(Method::GET, "/hello/1?format=json", &[], "").await;
    assert_eq!(
        (status, &headers["etag"], &headers["cache-control"]),
        (200, &"\"v1\"".parse().unwrap(), &"max-age=60, public".parse().unwrap())
    );
    let known = [("If-None-Match", "W/\"v1\"")];
    assert_eq!(host.send(Method::GET, "/hello/1?format=json", &known, "").await, "304 ");
    assert!(host.send(Method::GET, "/hello/2?format=json", &known, "").await.starts_with("200 "));
    let (_, headers, _) =
        host.whole(Method::GET, "/hello/1?format=json", &[("Accept-Encoding", "gzip")], "").await;
    assert_eq!(headers["content-encoding"], "gzip");
    let part = [("Range", "bytes=2-4")];
    let (status, headers, text) =
        host.whole(Method::GET, "/json/reply/HelloString?Name=a%22b.csv", &part, "").await;
    assert_eq!(
        (status, &*text, &headers["content-range"]),
        (206, "234", &"bytes 2-4/10".parse().unwrap())
    );
    assert_eq!(
        headers["content-disposition"],
        "attachment; filename=\"a_b.csv\"; size=10; modification-date=Thu 15 Jan 2026 10:00:00 GMT"
    );
    assert_eq!(headers["last-modified"], "Thu, 15 Jan 2026 10:00:00 GMT");
}
