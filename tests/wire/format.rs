//! Names and content types (docs/wire/http.md#formats).

use servicestack_emulator::wire::Format;

#[test]
fn names_in_any_case() {
    for format in Format::ALL {
        assert_eq!(Format::from_name(&format.name().to_uppercase()), Some(format));
    }
    assert_eq!(Format::from_name("soap11"), None);
}

#[test]
fn json_alone_names_its_charset() {
    let types = Format::ALL.map(Format::content_type);
    let expected = [
        "application/json; charset=utf-8",
        "application/xml",
        "application/jsv",
        "text/csv",
        "text/html",
    ];
    assert_eq!(types, expected);
    assert_eq!(Format::Jsv.metadata_type(), "text/jsv");
}

#[test]
fn aliases_count_for_requests_only() {
    assert_eq!(Format::from_request_type("text/jsv"), Some(Format::Jsv));
    assert_eq!(Format::from_request_type("Text/XML; charset=utf-8"), Some(Format::Xml));
    assert_eq!(Format::from_request_type("application/json;charset=UTF-8"), Some(Format::Json));
    assert_eq!(Format::from_request_type("text/html"), None);
    assert_eq!(Format::from_request_type("text/plain"), None);
    assert_eq!(Format::from_media_type("text/jsv"), None);
    assert_eq!(Format::from_media_type("APPLICATION/JSV"), Some(Format::Jsv));
}
