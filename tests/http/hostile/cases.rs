//! The requests, as bytes on the wire.

use std::io::Write;

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};

/// Signs in.
pub const AUTH: &str = "Authorization: Basic ZGVtbzpkZW1v";

const JSON: &str = "Content-Type: application/json";
const JSV: &str = "Content-Type: application/jsv";
const XML: &str = "Content-Type: application/xml";

/// What it is called, and its bytes.
pub type Case = (String, Vec<u8>);

/// All of them.
pub fn all() -> Vec<Case> {
    [
        paths(),
        queries(),
        heads(),
        bodies(),
        depths(),
        encodings(),
        forms(),
        credentials(),
        values(),
        lines(),
    ]
    .concat()
}

/// A GET that closes the connection.
pub fn get(target: &str, headers: &[&str]) -> Vec<u8> {
    request("GET", target, headers, b"")
}

fn request(verb: &str, target: &str, headers: &[&str], body: &[u8]) -> Vec<u8> {
    let mut bytes =
        format!("{verb} {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n").into_bytes();
    for header in headers {
        bytes.extend_from_slice(format!("{header}\r\n").as_bytes());
    }
    if !body.is_empty() {
        bytes.extend_from_slice(format!("Content-Length: {}\r\n", body.len()).as_bytes());
    }
    bytes.extend_from_slice(b"\r\n");
    bytes.extend_from_slice(body);
    bytes
}

/// PUT of an ActivateCoupon in JSON answers.
fn activate(content_type: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    request("PUT", "/Coupons/Activate.json", &[AUTH, content_type], body.as_ref())
}

fn named(group: &str, cases: impl IntoIterator<Item = (&'static str, Vec<u8>)>) -> Vec<Case> {
    cases.into_iter().map(|(name, bytes)| (format!("{group}: {name}"), bytes)).collect()
}

fn paths() -> Vec<Case> {
    let long = format!("/{}", "a".repeat(20_000));
    let deep = "/a".repeat(5_000);
    named(
        "path",
        [
            ("broken escape", get("/Coupons/ByStatus/%zz", &[AUTH])),
            ("half an escape", get("/Coupons/ByStatus/%", &[AUTH])),
            ("NUL", get("/Coupons/ByStatus/%00", &[AUTH])),
            ("overlong dot", get("/Coupons/%c0%ae%c0%ae/ByStatus", &[AUTH])),
            ("bytes that are no UTF-8", get("/Coupons/ByStatus/%ff%fe", &[AUTH])),
            ("encoded slash", get("/Coupons%2fByStatus", &[AUTH])),
            ("up and out", get("/../../etc/passwd", &[])),
            ("encoded up and out", get("/%2e%2e/%2e%2e/etc/passwd", &[])),
            ("two slashes", get("//metadata", &[])),
            ("20,000 letters", get(&long, &[])),
            ("5,000 segments", get(&deep, &[])),
            ("two suffixes", get("/Coupons/ByStatus.json.json", &[AUTH])),
            ("script in the operation", get("/json/reply/%3Cscript%3Ealert(1)%3C/script%3E", &[])),
            ("script in op=", get("/json/metadata?op=%3Cscript%3E", &[])),
        ],
    )
}

fn queries() -> Vec<Case> {
    let many: String = (0..10_000).map(|key| format!("k{key}=1&")).collect();
    let same = "Status=1&".repeat(7_000);
    let long = format!("/json/reply/GetCouponsByStatus?Status={}", "9".repeat(60_000));
    let nested = format!("/json/reply/GetCouponsByStatus?Status={}", "{a:".repeat(10_000));
    let callback = format!("/json/reply/GetRates?callback={}", "c".repeat(30_000));
    named(
        "query",
        [
            ("10,000 keys", get(&format!("/json/reply/GetRates?{}", &many[..60_000]), &[])),
            (
                "one key 7,000 times",
                get(&format!("/json/reply/GetCouponsByStatus?{}", &same[..60_000]), &[AUTH]),
            ),
            ("60,000 digits", get(&long, &[AUTH])),
            ("10,000 open braces", get(&nested, &[AUTH])),
            ("ampersands alone", get(&format!("/json/reply/GetRates?{}", "&".repeat(30_000)), &[])),
            ("script as callback", get("/json/reply/GetRates?callback=%3Cscript%3E", &[])),
            ("30,000 letters of callback", get(&callback, &[])),
            (
                "line break in callback",
                get("/json/reply/GetRates?callback=a%0d%0aSet-Cookie:x", &[]),
            ),
            ("format that is a path", get("/Coupons/ByStatus?format=../../x", &[AUTH])),
            (
                "jsconfig of nonsense",
                get("/json/reply/GetRates?jsconfig=,,:::,eccn:maybe,%00", &[]),
            ),
            ("line break in the redirect", get("/login?redirect=%2f%2fevil.example%0d%0ax", &[])),
            (
                "override to nonsense",
                get("/json/reply/GetRates?X-Http-Method-Override=%0d%0a", &[]),
            ),
        ],
    )
}

fn heads() -> Vec<Case> {
    let big = format!("X-Big: {}", "a".repeat(100_000));
    let many: Vec<String> = (0..2_000).map(|n| format!("X-{n}: 1")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let cookies = format!("Cookie: {}", "a=b; ".repeat(5_000));
    let accept = format!("Accept: {}", "text/x,".repeat(5_000));
    named(
        "head",
        [
            ("a header of 100,000 bytes", get("/metadata", &[&big])),
            ("2,000 headers", get("/metadata", &many)),
            ("5,000 cookies", get("/json/reply/GetRates", &[&cookies])),
            ("5,000 types in Accept", get("/json/reply/GetRates", &[&accept])),
            (
                "two Accepts",
                get(
                    "/Coupons/ByStatus",
                    &[AUTH, "Accept: application/xml", "Accept: application/json"],
                ),
            ),
            (
                "two Authorizations",
                get("/Coupons/ByStatus.json", &[AUTH, "Authorization: Basic x"]),
            ),
            ("two Hosts", get("/metadata", &["Host: y"])),
            ("two lengths", get("/metadata", &["Content-Length: 0", "Content-Length: 5"])),
            (
                "length and chunks",
                get("/metadata", &["Content-Length: 5", "Transfer-Encoding: chunked"]),
            ),
            ("a negative length", get("/metadata", &["Content-Length: -1"])),
            ("a length of nonsense", get("/metadata", &["Content-Length: 0x10"])),
            ("chunks in gzip", get("/metadata", &["Transfer-Encoding: gzip, chunked"])),
            ("NUL in a header", get("/metadata", &["X-A: a\0b"])),
            ("a folded header", get("/metadata", &["X-A: a\r\n b"])),
            ("a header without a colon", get("/metadata", &["nonsense"])),
            ("Host with a script", get("/jsv/metadata?op=ActivateCoupon", &["X-Y: <script>"])),
            (
                "override to a long verb",
                get(
                    "/json/reply/GetRates",
                    &[&format!("X-Http-Method-Override: {}", "A".repeat(5_000))],
                ),
            ),
        ],
    )
}

fn bodies() -> Vec<Case> {
    let huge = format!("{{\"Prefix\":\"{}\"}}", "a".repeat(1_000_000));
    let batch = format!("[{}]", vec!["{}"; 1001].join(","));
    named(
        "body",
        [
            ("overlong UTF-8 in JSON", activate(JSON, b"{\"Prefix\":\"\xc0\xae\"}")),
            ("half a surrogate pair in JSON", activate(JSON, "{\"Prefix\":\"\\ud800\"}")),
            ("NULs in JSON", activate(JSON, b"{\"Prefix\":\"\0\0\"}")),
            ("a million letters", activate(JSON, huge)),
            ("no JSON at all", activate(JSON, [0xff; 500])),
            ("no JSV at all", activate(JSV, [0x80; 500])),
            ("quotes alone in JSV", activate(JSV, format!("{{A:{}", "\"".repeat(100_000)))),
            ("commas alone in JSV", activate(JSV, format!("{{{}}}", ",".repeat(100_000)))),
            ("colons alone in JSV", activate(JSV, format!("{{{}}}", ":".repeat(100_000)))),
            (
                "a batch of 1,001",
                request("PUT", "/json/reply/ActivateCoupon[]", &[AUTH, JSON], batch.as_bytes()),
            ),
            (
                "a batch of nonsense",
                request("PUT", "/json/reply/ActivateCoupon[]", &[AUTH, JSON], b"xx"),
            ),
            (
                "a batch of batches",
                request("PUT", "/json/reply/ActivateCoupon[][]", &[AUTH, JSON], b"[[]]"),
            ),
            (
                "__type of the system",
                activate(JSON, r#"{"__type":"System.IO.FileInfo, mscorlib","Prefix":"x"}"#),
            ),
            (
                "100,000 members",
                activate(JSON, format!("{{{}}}", vec!["\"a\":1"; 100_000].join(","))),
            ),
        ],
    )
}

fn depths() -> Vec<Case> {
    let json = |open: &str| activate(JSON, format!("{{\"A\":{}", open.repeat(100_000)));
    let jsv = |open: &str| activate(JSV, format!("{{A:{}", open.repeat(100_000)));
    let laughs = "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]><ActivateCoupon><Prefix>&c;</Prefix></ActivateCoupon>";
    let outside = "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><ActivateCoupon><Prefix>&a;</Prefix></ActivateCoupon>";
    named(
        "depth",
        [
            ("lists in JSON", json("[")),
            ("objects in JSON", json("{\"a\":")),
            ("lists in JSV", jsv("[")),
            ("objects in JSV", jsv("{a:")),
            ("elements in XML", activate(XML, "<a>".repeat(100_000))),
            ("attributes in XML", activate(XML, format!("<a {}/>", "b='c' ".repeat(50_000)))),
            ("a billion laughs", activate(XML, laughs)),
            ("an entity from outside", activate(XML, outside)),
            ("an entity nobody knows", activate(XML, "<ActivateCoupon>&nope;</ActivateCoupon>")),
            (
                "a namespace of 100,000 letters",
                activate(XML, format!("<a xmlns='{}'/>", "n".repeat(100_000))),
            ),
        ],
    )
}

fn encodings() -> Vec<Case> {
    let gzip = |bytes: &[u8]| {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).expect("memory");
        encoder.finish().expect("memory")
    };
    let bomb = gzip(&vec![b' '; 100_000_000]);
    let mut deflate = DeflateEncoder::new(Vec::new(), Compression::best());
    deflate.write_all(&vec![b' '; 50_000_000]).expect("memory");
    let deflate = deflate.finish().expect("memory");
    let send = |encoding: &str, body: &[u8]| {
        request(
            "PUT",
            "/Coupons/Activate.json",
            &[AUTH, JSON, &format!("Content-Encoding: {encoding}")],
            body,
        )
    };
    named(
        "encoding",
        [
            ("a gzip bomb of 100 MB", send("gzip", &bomb)),
            ("the bomb in gzip again", send("gzip, gzip", &gzip(&bomb))),
            ("a deflate bomb of 50 MB", send("deflate", &deflate)),
            ("half a gzip", send("gzip", &gzip(b"{\"Prefix\":\"x\"}")[..15])),
            ("gzip that is none", send("gzip", b"{}")),
            ("brotli that is none", send("br", b"{}")),
            ("nobody's encoding", send("zip", b"{}")),
            ("a hundred encodings", send(&["gzip"; 100].join(","), &gzip(b"{}"))),
        ],
    )
}

fn forms() -> Vec<Case> {
    let multipart = |boundary: &str, body: &str| {
        let header = format!("Content-Type: multipart/form-data; boundary={boundary}");
        request("PUT", "/Coupons/Activate.json", &[AUTH, &header], body.as_bytes())
    };
    let form = |body: &str| activate("Content-Type: application/x-www-form-urlencoded", body);
    let many: String = (0..10_000)
        .map(|n| format!("--X\r\nContent-Disposition: form-data; name=\"a{n}\"\r\n\r\n1\r\n"))
        .collect();
    named(
        "form",
        [
            (
                "multipart without end",
                multipart("X", "--X\r\nContent-Disposition: form-data; name=\"Prefix\"\r\n\r\nx"),
            ),
            ("multipart without boundary", multipart("", "--\r\n\r\n")),
            ("a boundary of 500 letters", multipart(&"b".repeat(500), "--b\r\n\r\nx")),
            ("10,000 parts", multipart("X", &many)),
            ("a part without a head", multipart("X", "--X\r\nx\r\n--X--\r\n")),
            ("boundaries alone", multipart("X", &"--X\r\n".repeat(50_000))),
            ("10,000 fields", form(&"a=1&".repeat(10_000))),
            ("broken escapes", form("Prefix=%zz%&CouponType=%31%")),
        ],
    )
}

fn credentials() -> Vec<Case> {
    let try_with = |header: &str| get("/Coupons/ByStatus.json", &[header]);
    let bearer = format!("Authorization: Bearer {}", "a.".repeat(10_000));
    named(
        "credentials",
        [
            ("Basic that is no base64", try_with("Authorization: Basic !!!")),
            ("Basic without a colon", try_with("Authorization: Basic ZGVtbw==")),
            ("Basic of bytes that are no UTF-8", try_with("Authorization: Basic //86//8=")),
            (
                "an unsigned token",
                try_with("Authorization: Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0."),
            ),
            ("a token of 10,000 parts", try_with(&bearer)),
            ("a scheme alone", try_with("Authorization: Basic")),
            ("a session id of 5,000 letters", try_with(&format!("X-ss-id: {}", "a".repeat(5_000)))),
            ("a session id of another shape", try_with("X-ss-id: <script>")),
            ("a session cookie of nonsense", try_with("Cookie: ss-id=%00; ss-id=; =; ;;; ss-pid")),
        ],
    )
}

fn values() -> Vec<Case> {
    let add = |member: &str, value: &str| {
        let body = format!("{{\"CodeFrom\":5,\"CodeTo\":4,\"{member}\":{value}}}");
        request("POST", "/Coupons.json", &[AUTH, JSON], body.as_bytes())
    };
    named(
        "value",
        [
            ("an integer of 1,000 digits", add("Type", &"9".repeat(1_000))),
            ("an exponent of a million", add("CheckSumFrom", "1e1000000")),
            ("a decimal of 1,000 digits", add("CheckSumFrom", &format!("0.{}", "3".repeat(1_000)))),
            ("a date beyond time", add("ExpDate", "\"\\/Date(99999999999999999999)\\/\"")),
            ("a date of nonsense", add("ExpDate", "\"99999-99-99T99:99:99Z\"")),
            (
                "a Guid of 1,000 digits",
                activate(JSON, format!("{{\"ActivateId\":\"{}\"}}", "a".repeat(1_000))),
            ),
            ("Data that is a bomb", add("Data", &format!("\"{}\"", "{Prods:[".repeat(10_000)))),
            (
                "all numbers there are",
                request(
                    "POST",
                    "/Coupons.json",
                    &[AUTH, JSON],
                    b"{\"CodeFrom\":-9223372036854775808,\"CodeTo\":9223372036854775807}",
                ),
            ),
        ],
    )
}

fn lines() -> Vec<Case> {
    named(
        "line",
        [
            ("no path", b"GET  HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".to_vec()),
            ("no version", b"GET /metadata\r\n\r\n".to_vec()),
            ("another version", b"GET /metadata HTTP/9.9\r\nHost: x\r\n\r\n".to_vec()),
            ("not HTTP", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n".to_vec()),
            ("a verb of 5,000 letters", request(&"V".repeat(5_000), "/metadata", &[], b"")),
            ("an absolute target", get("http://x/metadata", &[])),
            ("an asterisk", request("OPTIONS", "*", &[], b"")),
            ("a chunk of nonsense", request("POST", "/json/reply/GetRates", &["Transfer-Encoding: chunked"], b"").into_iter().chain(*b"zz\r\nabc\r\n").collect()),
            ("a chunk too large", request("POST", "/json/reply/GetRates", &["Transfer-Encoding: chunked"], b"").into_iter().chain(*b"ffffffffffffffff\r\nabc\r\n").collect()),
            ("a body that never comes", b"POST /json/reply/GetRates HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 10\r\n\r\n".to_vec()),
            ("a length beyond the limit", b"POST /json/reply/GetRates HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 99999999999\r\n\r\n".to_vec()),
            ("a head that never ends", b"GET /metadata HTTP/1.1\r\nHost: x\r\nX-A: ".to_vec()),
        ],
    )
}
