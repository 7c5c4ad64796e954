//! Each mistake in a file is one sentence.

use super::host::Folder;

#[test]
fn mistakes_in_rows_and_settings_name_file_line_and_member() {
    let cases: &[(&str, &str)] = &[
        ("data/Custumer.json", "[]"),
        ("data/Tier.json", "[]"),
        ("data/Customer.json", "{}"),
        ("data/Customer.json", "[{\"Id\":1},\n{\"Nmae\":\"x\"}]"),
        ("data/Customer.json", "[\n{\"Id\":\"one\"}]"),
        ("data/Customer.json", "[{\"Id\":1.5}]"),
        ("data/Customer.json", "[{\"Tier\":\"Glod\"}]"),
        ("data/Customer.json", "[{\"Since\":\"soon\"}]"),
        ("data/Customer.json", "[{\"Tags\":\"a\"}]"),
        ("data/Customer.json", "[{\"Tags\":[1]}]"),
        ("data/Customer.json", "[{\"Id\":null}]"),
        ("data/Customer.json", "[{\"Id\":1,\"id\":2}]"),
        ("data/Customer.json", "[{\"Id\":1},\n\n{\"Id\":1}]"),
        ("data/Customer.json", "[1]"),
        ("data/Customer.json", "[{"),
        ("data/Customer.jsv", "[{Id:1,Nmae:x}]"),
        ("data/Customer.jsv", "[{Id:one}]"),
        ("data/Customer.csv", "Id,Nmae\n1,x\n"),
        ("data/Customer.csv", "Id\none\n"),
        ("data/Customer.csv", "Id\n1\n1\n"),
        ("records.toml", "most_row = 1"),
        ("records.toml", "most_rows = \"many\""),
        ("records.toml", "[operation.QueryVisit]\n"),
        ("records.toml", "[operation.QueryVisits]\njoin = [{ with = \"Custumer\" }]"),
        ("records.toml", "[operation.QueryVisits]\njoin = [{ with = \"Customer\" }]"),
        (
            "records.toml",
            "[operation.QueryVisits]\njoin = [{ with = \"Visit\", kind = \"outer\" }]",
        ),
        ("records.toml", "[operation.QueryVisits.members]\nSkp = { or = true }"),
        ("records.toml", "[operation.QueryVisits.members]\nTake = { field = \"Nothing\" }"),
        ("records.toml", "[operation.QueryVisits.members]\nTake = { template = \"rm {Field}\" }"),
        ("records.toml", "[operation.CreateVisit]\nset = { Pge = \"x\" }"),
        ("records.toml", "[operation.CreateBadge]\nset = { Id = \"x\" }"),
        ("records.toml", "[operation.GetCustomer]\nset = { Id = 1 }"),
        ("records.toml", "[type.Customer]\nId = \"Int32\""),
        ("records.toml", "[type.Maker]\nId = \"Int23\""),
        ("stubs/GetCustomer.toml", "[[answer]]\nrecords = { in = \"Custumer\", do = \"get\" }"),
        ("stubs/GetCustomer.toml", "[[answer]]\nrecords = { in = \"Customer\", do = \"fetch\" }"),
        ("stubs/GetCustomer.toml", "[[answer]]\nrecords = { in = \"Customer\", do = \"get\" }"),
        (
            "stubs/GetCustomer.toml",
            "[[answer]]\nrecords = { in = \"Customer\", do = \"get\", key = \"Numbre\" }",
        ),
        ("stubs/GetCustomer.toml", "[[answer]]\nrecords = { in = \"Customer\", do = \"list\" }"),
        (
            "stubs/GetCustomer.toml",
            "[[answer]]\nstatus = 201\nrecords = { in = \"Customer\", do = \"get\", key = \"Number\" }",
        ),
        ("stubs/GetCustomer.json", "{\"Result\":\"{{ records.Custumer }}\"}"),
    ];
    let sentence = |(name, text): &(&str, &str)| Folder::of(&[(name, text)]).mistake();
    let sentences: Vec<String> = cases.iter().map(sentence).collect();
    insta::assert_snapshot!(sentences.join("\n"));
}

#[test]
fn two_files_of_one_type_are_a_mistake_and_other_files_are_passed_over() {
    let twice = Folder::of(&[("data/Visit.csv", "Page\n/\n"), ("data/Visit.json", "[]")]);
    assert_eq!(twice.mistake(), "data/Visit.json: Visit has rows already, in Visit.csv");
    let others = Folder::of(&[
        ("data/sessions.jsonl", "x"),
        ("data/README.md", "x"),
        ("data/.Visit.json", "x"),
        ("data/records/checkpoint", "x"),
    ]);
    assert_eq!(others.mistake(), "nothing is wrong");
}
