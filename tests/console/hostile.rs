//! Forms and contracts of strangers.

use servicestack_emulator::console::{
    self, Call, Console, Fields, FilledForm, Predefined, Sending, call_styles, snippets,
};
use servicestack_emulator::contract::Contract;
use servicestack_emulator::pages::{PageContext, Search};
use servicestack_emulator::wire::Dialect;

/// Names change the text of the pages and nothing of their elements, and every snippet stays on its
/// lines.
#[test]
fn names_are_text() {
    let hostile = r#"<script>alert('x')<b>\" onload='y' &amp;\n"#;
    let elements = |name: &str| {
        let pages = all_pages(
            &crate::DOCUMENT
                .replace("\"Order\"", &format!("\"{name}\""))
                .replace("\"Note\"", &format!("\"{name}\""))
                .replace("\"Red\"", &format!("\"{name}\"")),
            "n.5=1&n.6=1&n.7=1&n.8=1",
        );
        pages.iter().map(|page| page.matches('<').count()).sum::<usize>()
    };
    assert_eq!(elements(hostile), elements("A"));
}

/// Types that hold themselves and counts beyond reason end.
#[test]
fn forms_have_an_end() {
    let document = r#"{"types":[{"name":"Node","properties":[{"name":"Next","type":"List`1","genericArgs":["Node"]},
        {"name":"A","type":"String"}]}],"operations":[{"request":{"name":"R","properties":[{"name":"N","type":"Node"}]}}]}"#;
    let wide: String = (0..6)
        .flat_map(|depth| {
            [
                format!("n.0{}=9999&", ".0.0".repeat(depth)),
                format!("n.0{}.0=200&", ".0.0".repeat(depth)),
            ]
        })
        .collect();
    let largest =
        |form: &str| all_pages(document, form).iter().map(String::len).max().unwrap_or_default();
    assert!(largest(&wide) < 3_000_000, "{}", largest(&wide));
    let deep: String = (0..400)
        .map(|depth| format!("n.0{}=1&n.0{}.0=1&", ".0.0".repeat(depth), ".0.0".repeat(depth)))
        .collect();
    assert!(largest(&deep) < 1_000_000, "{}", largest(&deep));
}

/// The list and a page for every way.
fn all_pages(document: &str, form: &str) -> Vec<String> {
    let contract = Contract::read(document.as_bytes()).expect("it reads");
    let (dialect, fields) = (Dialect::default(), Fields::parse(form));
    let context = PageContext { host: "h", base_url: "", dialect: &dialect, links: &[] };
    let console = Console {
        contract: &contract,
        context: &context,
        origin: "http://h",
        predefined: Predefined::FormatsAndApi,
        has_auth: true,
        user: Some("<i>"),
        cookies: "",
        refused: true,
    };
    let operation = &contract.operations()[0];
    let filled_form = FilledForm::read(&contract, operation.request, &fields, &dialect);
    let mut pages = vec![console::index(&console, &Search::default())];
    for way in call_styles(operation, Predefined::FormatsAndApi) {
        let call = Call::new(&console, operation, &way, filled_form.request.clone(), &fields);
        if let Ok(call) = &call {
            assert!(!call.target.contains(['\r', '\n', ' ']), "{}", call.target);
            assert_eq!(snippets(&console, call).len(), 4);
        }
        let sending = Sending {
            operation,
            way: &way,
            fields: &fields,
            filled_form: &filled_form,
            call: &call,
            outcome: None,
        };
        pages.push(console::page(&console, &sending));
    }
    pages
}
