//! Text made to be slow or deep.

/// Name and text of about `size` bytes.
pub fn texts(size: usize) -> Vec<(&'static str, String)> {
    let many = |part: &str| part.repeat(size / part.len());
    let keys: String = (0..size / 8).map(|i| format!("k{i:05}:,")).collect();
    vec![
        ("quotes", many("\"")),
        ("opening braces", many("{")),
        ("members that open braces", many("{a:")),
        ("opening brackets", many("[")),
        ("closing braces", format!("[{}", many("}"))),
        ("quotes inside raw values", format!("{{a:{}}}", many("x\"y,b:"))),
        ("lists that do not close", format!("{{a:{}", many("[x,"))),
        ("many keys", format!("{{{keys}}}")),
        ("objects with garbage behind strings", format!("[{}]", many("{a:\"x\"y},"))),
        ("nested to the limit, then garbage", format!("{}{}", "{a:[".repeat(60), many("x}"))),
        ("JSON with escapes", format!("[\"{}\"]", many("\\u0041\\"))),
        ("line breaks", many("\n")),
        ("a query string", many("a=1&")),
    ]
}
