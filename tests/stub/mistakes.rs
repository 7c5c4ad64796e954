//! Mistakes in files: each is one sentence with file, line and member.

use super::host::open;

/// Files and what is wrong with them.
const MISTAKES: &[(&str, &str)] = &[
    // Names and notations.
    ("Nope.json", "{}"),
    ("Helo.json", "{}"),
    ("Hello.txt", "x"),
    ("Hello.yaml", "x"),
    ("Hello.json", ""),
    ("Hello.json", "{\"Result\":"),
    ("Hello.json", "{\n\"Result\": 'a'}"),
    ("Hello.toml", "[[answer]\n"),
    ("Hello.toml", "x = 1\n"),
    ("Hello.toml", "answer = []\n"),
    ("Hello.toml", "answer = 3\n"),
    ("Hello.jsv", ""),
    ("Hello.xml", "<Other/>"),
    ("Hello.json", "null"),
    ("Ping.json", "{}"),
    // Members and types.
    ("Hello.json", "{\"Resullt\":\"x\"}"),
    ("Hello.json", "{\n  \"Foo\": 1\n}"),
    ("Hello.json", "{\"Result\":{\"a\":1}}"),
    ("Hello.json", "{\"Result\":5}"),
    ("Hello.json", "{\"Id\":\"many\"}"),
    ("Hello.json", "{\"Id\":1.5}"),
    ("Hello.json", "{\"Id\":99999999999}"),
    ("Hello.json", "{\"Id\":null}"),
    ("Hello.json", "{\"Id\":true}"),
    ("Hello.json", "{\"Flag\":1}"),
    ("Hello.json", "{\"At\":\"soon\"}"),
    ("Hello.json", "{\"Key\":\"x\"}"),
    ("Hello.json", "{\"Kind\":\"Lrge\"}"),
    ("Hello.json", "{\"Kind\":\"Medium\"}"),
    ("Hello.json", "{\"Names\":\"a\"}"),
    ("Hello.json", "{\"Names\":[\"a\",\n1]}"),
    ("Hello.json", "{\"Lines\":[{\"Amount\":1},\n{\"Amout\":1}]}"),
    ("Hello.json", "{\"Lines\":{\"Amount\":1}}"),
    ("Hello.json", "{\"Customer\":[]}"),
    ("Hello.json", "{\"Customer\":\"c\"}"),
    ("Hello.json", "{\"Prices\":{\"a\":\"dear\"}}"),
    ("Hello.json", "{\"Data\":\"?\"}"),
    ("Hello.json", "{\"Result\":\"a\",\n\"result\":\"b\"}"),
    ("Hello.json", "{\"Result\":\"a\",\"Result\":\"b\"}"),
    ("Hello.jsv", "{Result:a,\nResullt:b}"),
    ("Hello.jsv", "{Id:many}"),
    ("HelloString.json", "{}"),
    ("ReturnBytes.json", "[1,300]"),
    // Templates.
    ("Hello.json", "{\"Result\":\"{{ Nme }}\"}"),
    ("Hello.json", "{\"Result\":\"{{ Zzz }}\"}"),
    ("Hello.json", "{\"Result\":\"{{ Customer.Nme }}\"}"),
    ("Hello.json", "{\"Result\":\"a {{ request.hedders }}\"}"),
    ("Hello.json", "{\"Result\":\"{{ Name \"}"),
    ("Hello.json", "{\"Result\":\"{{ Name | uper }}\"}"),
    ("Hello.json", "{\"Result\":\"{% for x in Names %}\"}"),
    ("Hello.json", "{\"Id\":\"{{ At }}\"}"),
    ("Hello.json", "{\"Names\":\"{{ Age }}\"}"),
    ("Hello.json", "{\"Lines\":[{\"$for\":\"Names\",\"Text\":\"x\"}]}"),
    ("Hello.json", "{\"Lines\":[{\"$for\":\"n in Nmes\",\"Text\":\"x\"}]}"),
    ("Hello.json", "{\"Lines\":[{\"$for\":\"n in Names\",\"Txt\":\"x\"}]}"),
    // Conditions.
    ("Hello.toml", "[[answer]]\nbody = 'a'\nwhen = { Nme = 'a' }\n"),
    ("Hello.toml", "[[answer]]\nbody = 'a'\nwhen = { hedders = { a = 'b' } }\n"),
    ("Hello.toml", "[[answer]]\nbody = 'a'\nwhen = { Age = 'a' }\n"),
    ("Hello.toml", "[[answer]]\nbody = 'a'\nwhen = { Age = { gtt = 1 } }\n"),
    ("Hello.toml", "[[answer]]\nbody = 'a'\nwhen = { Age = { matches = 'a' } }\n"),
    ("Hello.toml", "[[answer]]\nbody = 'a'\nwhen = { Name = { matches = '(' } }\n"),
    ("Hello.toml", "[[answer]]\nbody = 'a'\nwhen = { Name = { in = 'a' } }\n"),
    ("Hello.toml", "[[answer]]\nbody = 'a'\nwhen = { Name = { exists = 1 } }\n"),
    ("Hello.toml", "[[answer]]\nbody = 'a'\nwhen = { Customer = { Nme = 'a' } }\n"),
    ("Hello.toml", "[[answer]]\nbody = 'a'\nwhen = { call = 'a' }\n"),
    ("Hello.toml", "[[answer]]\nbody = 'a'\nwhen = { headers = 'a' }\n"),
    ("Hello.toml", "[[answer]]\nbody = 'a'\nwhen = { expression = 'Age >' }\n"),
    ("Hello.toml", "[[answer]]\nbody = 'a'\nwhen = 'a'\n"),
    // Answers.
    ("Hello.toml", "[[answer]]\n"),
    ("Hello.toml", "[[answer]]\nansver = {}\n"),
    ("Hello.toml", "[[answer]]\nanswer = {}\n\nbody = 'a'\n"),
    ("Hello.toml", "[[answer]]\n\nanswer = { Resullt = 'a' }\n"),
    ("Hello.toml", "[[answer]]\nstatus = 99\n"),
    ("Hello.toml", "[[answer]]\nstatus = 'ok'\n"),
    ("Hello.toml", "[[answer]]\nstatus = 200\ndelay = 'long'\n"),
    ("Hello.toml", "[[answer]]\nstatus = 200\ndelay = '1day'\n"),
    ("Hello.toml", "[[answer]]\nstatus = 200\nheaders = { 'a b' = 'c' }\n"),
    ("Hello.toml", "[[answer]]\nstatus = 200\nheaders = { a = [1] }\n"),
    ("Hello.toml", "[[answer]]\nstatus = 200\ncookies = { 'a=b' = 'c' }\n"),
    ("Hello.toml", "[[answer]]\nanswer = {}\ncontent_type = 'a'\n"),
    ("Hello.toml", "[[answer]]\nbase64 = '?'\n"),
    ("Hello.toml", "[[answer]]\nbody_file = 'none.png'\n"),
    ("Hello.toml", "[[answer]]\nbody_file = '../secret'\n"),
    ("Hello.toml", "[[answer]]\nerror = { status = 404 }\n"),
    ("Hello.toml", "[[answer]]\nerror = { status = 40, code = 'a' }\n"),
    ("Hello.toml", "[[answer]]\n\nerror = { status = 200, code = 'a' }\n"),
    ("Hello.toml", "[[answer]]\nerror = { code = 'a', mesage = 'b' }\n"),
    ("Hello.toml", "[[answer]]\nstatus = 404\nerror = { code = 'a' }\n"),
    ("Hello.toml", "[[answer]]\nservice = true\nheaders = { a = 'b' }\n"),
    ("Hello.toml", "[[answer]]\necho = 'all'\n"),
    ("HelloString.toml", "[[answer]]\necho = 'request'\n"),
    ("Ping.toml", "[[answer]]\nanswer = {}\n"),
    ("Hello.toml", "[[answer]]\nsequence = []\n"),
    ("Hello.toml", "[[answer]]\nsequence = [{}, { Id = 'x' }]\n"),
    ("Hello.toml", "[[answer]]\nbody = 'a'\ntimes = 0\n"),
    ("Hello.toml", "[[answer]]\ntimes = -1\nbody = 'a'\n"),
    ("Hello.toml", "[[answer]]\nbody = 'a'\nset = { scenarios = 'a' }\n"),
    ("Hello.toml", "[[answer]]\nbody = 'a'\nset = { variables = { a = [1] } }\n"),
    ("Hello.toml", "[[answer]]\nname = 'a'\nbody = 'a'\n\n[[answer]]\nname = 'a'\nbody = 'b'\n"),
    ("Hello.json", "{\"answer\":[{\"body\":\"a\",\n\"statuss\":200}]}"),
    // Rules.
    ("Hello.toml", "validate = { Nme = 'NotEmpty' }\n"),
    ("Hello.toml", "validate = { Name = 'NotEmty' }\n"),
    ("Hello.toml", "validate = { Name = 'Zzz' }\n"),
    ("Hello.toml", "validate = { Name = 'Length(1' }\n"),
    ("Hello.toml", "validate = { Name = 'Length(1)' }\n"),
    ("Hello.toml", "validate = { Name = 'Length(1,2,3)' }\n"),
    ("Hello.toml", "validate = { Name = 'Length(a,2)' }\n"),
    ("Hello.toml", "validate = { Age = 'Length(1,2)' }\n"),
    ("Hello.toml", "validate = { Age = 'GreaterThan(old)' }\n"),
    ("Hello.toml", "validate = { At = 'GreaterThan(soon)' }\n"),
    ("Hello.toml", "validate = { Name = \"RegularExpression('(')\" }\n"),
    ("Hello.toml", "validate = { Name = 5 }\n"),
    ("Hello.toml", "validate = { Name = ['NotEmpty', 'Emial'] }\n"),
    ("Hello.toml", "validate = { Name = { code = 'a' } }\n"),
    ("Hello.toml", "validate = { Name = { validator = 'NotEmpty', mesage = 'a' } }\n"),
    ("Hello.toml", "validate = { Name = { validator = 'NotEmpty', status = 409 } }\n"),
    ("Hello.toml", "validate = { Age = { condition = 'it >' } }\n"),
    ("Hello.toml", "validate = { Age = { condition = 'it.isOd()' } }\n"),
    ("Hello.toml", "validate = { Age = { condition = 'dto.Agee > 1' } }\n"),
    ("Hello.toml", "validate = { Age = 'GreaterThan(dto.Agee)' }\n"),
    ("Hello.toml", "validate = { Age = 'GreaterThan(dto.Name)' }\n"),
    ("Hello.toml", "validate = { Age = 'InclusiveBetween(dto.Age,5)' }\n"),
    ("Hello.toml", "[validate]\n'Customer.Nme' = 'NotEmpty'\n"),
    ("Hello.toml", "[validate]\nCustomer.Nme = 'NotEmpty'\n"),
    ("Hello.toml", "[validate]\n'Name.First' = 'NotEmpty'\n"),
    ("Hello.toml", "[validate]\n'Name[]' = 'NotEmpty'\n"),
    ("Hello.toml", "[validate]\n'Names.Length' = 'NotEmpty'\n"),
    ("Hello.toml", "validate = { Name = { validator = 'NotEmpty', verbs = ['PSOT'] } }\n"),
    ("Hello.toml", "validate = { Name = { validator = 'NotEmpty', when = 'dto.Agee == 1' } }\n"),
    ("Hello.toml", "requires = [{ validator = 'IsAdmin', when = 'dto.Age == 1' }]\n"),
    ("Hello.toml", "requires = 'IsAdmin'\n"),
    ("Hello.toml", "requires = ['IsAdmn']\n"),
    ("Hello.toml", "requires = ['HasRole']\n"),
    ("Hello.toml", "requires = ['Zzz']\n"),
    ("Hello.toml", "requires = [{ condition = 'it == 1' }]\n"),
    ("Hello.toml", "requires = [{ validator = 'IsAdmin', status = 200 }]\n"),
    // Users and sessions.
    ("Hello.toml", "[[answer]]\nlogin = true\n"),
    ("Hello.toml", "[[answer]]\nlogin = 5\n"),
    ("Hello.toml", "[[answer]]\nlogin = { nme = 'a' }\n"),
    ("Hello.toml", "[[answer]]\nlogin = { roles = ['a'] }\n"),
    ("Hello.toml", "[[answer]]\nlogin = { name = 'a', password = 'b' }\n"),
    ("Hello.toml", "[[answer]]\nlogin = '{{ Nme }}'\n"),
    ("Hello.toml", "[[answer]]\nlogin = 'a'\nerror = { code = 'a' }\n"),
    ("Hello.toml", "[[answer]]\nregister = { password = 'b' }\n"),
    ("Hello.toml", "[[answer]]\nregister = { name = 'a', roles = [[1]] }\n"),
    ("Hello.toml", "[[answer]]\nassign = { roles = ['a'] }\n"),
    ("Hello.toml", "[[answer]]\nrevoke = 'all'\n"),
    ("Register.json", "{}"),
    // What is kept, and how long it holds.
    ("Hello.toml", "cache = { duration = 'soon' }\n"),
    ("Hello.toml", "cache = { duration = '0s' }\n"),
    ("Hello.toml", "cache = { duration = '1500ms' }\n"),
    ("Hello.toml", "cache = { max_age = '1s' }\n"),
    ("Hello.toml", "cache = { duration = '1s', control = 'public' }\n"),
    ("Hello.toml", "cache = { duration = '1s', by_headers = ['a b'] }\n"),
    ("Hello.toml", "cache = { duration = '1s', for_user = true }\n"),
    ("Hello.toml", "[[answer]]\netag = 'v1'\nerror = { code = 'a' }\n"),
    ("Hello.toml", "[[answer]]\netag = 'v1'\nservice = true\n"),
    ("Hello.toml", "[[answer]]\nlast_modified = 'yesterday'\nanswer = { Result = 'a' }\n"),
    ("Hello.toml", "[[answer]]\nmax_age = 10\nanswer = { Result = 'a' }\n"),
    ("Hello.toml", "[[answer]]\nmax_age = 'ten'\nanswer = { Result = 'a' }\n"),
    ("Hello.toml", "[[answer]]\nranges = true\nanswer = { Result = 'a' }\n"),
    ("Hello.toml", "[[answer]]\ndownload = 'a.txt'\nanswer = { Result = 'a' }\n"),
    ("Hello.toml", "[[answer]]\nreason = 'No'\nerror = { code = 'a' }\n"),
    ("Hello.toml", "[[answer]]\netag = '{{ Nme }}'\nanswer = { Result = 'a' }\n"),
];

#[test]
fn each_is_one_sentence_with_file_line_and_member() {
    let mut sentences = Vec::new();
    for (name, text) in MISTAKES {
        let sentence = match open(name, text) {
            Ok(_) => panic!("{name} is taken: {text}"),
            Err(mistake) => mistake,
        };
        assert!(!sentence.reason.contains('\n'), "{sentence}");
        let file = sentence.file.file_name().unwrap().to_string_lossy().into_owned();
        let line = sentence.line.map_or_else(String::new, |line| format!(", line {line}"));
        sentences.push(format!(
            "{file}{line}: {}\n    {}",
            sentence.reason,
            text.replace('\n', "\\n")
        ));
    }
    assert!(sentences.len() >= 60);
    insta::assert_snapshot!("mistakes", sentences.join("\n"));
}

#[test]
fn an_operation_has_one_stub() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["Hello.json", "hello.jsv"] {
        std::fs::write(folder.path().join(name), "{\"Result\":\"a\"}").unwrap();
    }
    let contract = super::host::contract();
    let dialect = servicestack_emulator::wire::Dialect::default();
    let opened = servicestack_emulator::stub::Stubs::open(folder.path(), "x", &contract, &dialect);
    let Err(mistake) = opened else { panic!("both are taken") };
    assert_eq!(mistake.reason, "Hello has a stub already, in Hello.json");
}
