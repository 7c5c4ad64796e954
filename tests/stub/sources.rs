//! Where members come from, and what is not deserialised: raw bodies and files.

use reqwest::Method;

use super::host::{Host, host};

const ANSWER: &str =
    r#"{"Result":"{{ Name }}","Id":"{{ Age }}","Total":"{{ Sum }}","Names":"{{ Names }}"}"#;
const GOT: &str = "Result:World,Id:4,Total:1.50,At:0001-01-01,Names:[x,y]";

async fn got(host: &Host, verb: Method, path: &str, content_type: &str, body: &str) -> String {
    let headers = [("content-type", content_type), ("accept", "application/jsv")];
    let answer =
        host.send(verb, path, if body.is_empty() { &headers[1..] } else { &headers }, body).await;
    answer.split(",Kind:").next().unwrap().to_owned()
}

#[tokio::test]
async fn members_come_from_every_notation_and_place() {
    let host = host(&[("Hello.json", ANSWER)]);
    let wanted = format!("200 {{{GOT}");
    let reply = "/jsv/reply/Hello";
    let xml = "<Hello xmlns=\"http://schemas.datacontract.org/2004/07/Shop\" xmlns:a=\"http://schemas.microsoft.com/2003/10/Serialization/Arrays\"><Age>4</Age><Name>World</Name><Names><a:string>x</a:string><a:string>y</a:string></Names><Sum>1.50</Sum></Hello>";
    let multipart = "--X\r\nContent-Disposition: form-data; name=\"Age\"\r\n\r\n4\r\n--X\r\nContent-Disposition: form-data; name=\"Sum\"\r\n\r\n1.50\r\n--X\r\nContent-Disposition: form-data; name=\"Names\"\r\n\r\nx,y\r\n--X--\r\n";
    let json = r#"{"Age":4,"Sum":1.50,"Names":["x","y"],"Name":"World"}"#;
    let cases = [
        (Method::GET, "/hello/World?age=4&SUM=1.50&Names=x,y", "", ""),
        (Method::GET, "/jsv/reply/Hello?Name=World&age=4&SUM=1.50&Names=x,y", "", ""),
        (
            Method::POST,
            "/hello/World?Sum=1.50",
            "application/json",
            r#"{"age":4,"names":["x","y"]}"#,
        ),
        (Method::POST, "/hello/World", "application/json", json),
        (Method::POST, "/hello/World", "application/jsv", "{Age:4,Sum:1.50,Names:[x,y]}"),
        (Method::POST, reply, "application/jsv", "{Name:World,Age:4,Sum:1.50,Names:[x,y]}"),
        (Method::POST, "/hello/World", "application/xml", xml),
        (Method::POST, "/hello/World", "text/csv", "Age,Sum,Names\r\n4,1.50,\"[x,y]\"\r\n"),
        (
            Method::POST,
            "/hello/World",
            "application/x-www-form-urlencoded",
            "Age=4&Sum=1.50&Names=x,y",
        ),
        (
            Method::POST,
            reply,
            "application/x-www-form-urlencoded",
            "Name=World&age=4&Sum=1.50&Names=x,y",
        ),
        (Method::PUT, "/hello/World", "multipart/form-data; boundary=\"X\"", multipart),
    ];
    for (verb, path, content_type, body) in cases {
        let answer = got(&host, verb, path, content_type, body).await;
        assert_eq!(answer, wanted, "{path} {content_type} {body}");
    }
    let batch = host
        .send(Method::POST, "/jsv/reply/Hello[]", &[], "[{Name:World,Age:4,Sum:1.50,Names:[x,y]}]")
        .await;
    assert!(batch.contains(GOT), "{batch}");
    let one_way = host
        .send(Method::POST, "/json/oneway/Hello", &[("content-type", "application/json")], json)
        .await;
    assert!(one_way.contains("\"Result\":\"World\""), "{one_way}");
}

#[tokio::test]
async fn a_raw_body_is_not_deserialised() {
    let host = host(&[(
        "SendRaw.toml",
        "[[answer]]\nwhen = { Id = 1 }\nbody = '{{ Name }}:{{ request.raw }}'\nheaders = { X-Id = '{{ Id }}' }\n[[answer]]\necho = 'body'\ncontent_type = 'text/plain'\n",
    )]);
    for content_type in
        ["application/json", "application/xml", "application/jsv", "text/plain", "x/y"]
    {
        let headers = [("content-type", content_type)];
        let (status, headers, text) =
            host.whole(Method::POST, "/raw/1?Name=n", &headers, "<{no DTO").await;
        assert_eq!((status, &*text), (200, "n:<{no DTO"), "{content_type}");
        assert_eq!(headers["x-id"], "1");
        let echoed =
            host.send(Method::PUT, "/raw/2", &[("content-type", content_type)], "{[").await;
        assert_eq!(echoed, "200 {[");
        let answer = host
            .send(
                Method::POST,
                "/json/reply/SendRaw?Id=1&Name=q",
                &[("content-type", content_type)],
                "{",
            )
            .await;
        assert_eq!(answer, "200 q:{");
    }
    // A form gives its fields.
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    let (_, _, text) = host.whole(Method::POST, "/raw/1", &headers, "Name=form").await;
    assert!(text.starts_with("form:"), "{text}");
}

#[tokio::test]
async fn files_of_a_form_are_there_for_templates() {
    let text = r#"[[answer]]
        answer = { Result = "{% for file in files %}{{ file.name }} {{ file.fileName }} {{ file.contentLength }} {{ file.contentType }} {{ file.text }};{% endfor %}", Id = "{{ files | length }}", Names = [{ "$for" = "f in files", "$item" = "{{ f.fileName }}" }] }
        "#;
    let host = host(&[("Hello.toml", text)]);
    let body = "--X\r\nContent-Disposition: form-data; name=\"Age\"\r\n\r\n4\r\n--X\r\nContent-Disposition: form-data; name=\"a\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\nabc\r\n--X\r\nContent-Disposition: form-data; name=\"b\"; filename=\"b.bin\"\r\n\r\n\r\n--X--\r\n";
    let answer =
        got(&host, Method::POST, "/hello/x", "multipart/form-data; boundary=\"X\"", body).await;
    assert_eq!(
        answer,
        "200 {Result:a a.txt 3 text/plain abc;b b.bin 0  ;,Id:2,Total:0,At:0001-01-01,Names:[a.txt,b.bin]"
    );
    assert!(got(&host, Method::GET, "/hello/x", "", "").await.contains("Id:0"));
}
