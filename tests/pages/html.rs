//! Just enough of an HTML reader to take our own, well-formed pages apart.

/// An element with its class, or a text.
#[derive(Debug, Clone)]
pub enum Node {
    Element { name: String, attributes: String, children: Vec<Node> },
    Text(String),
}

const VOID: [&str; 6] = ["br", "hr", "input", "link", "meta", "wbr"];

/// The children of the page's `body`.
pub fn body(page: &str) -> Node {
    let start = page.find("<body>").expect("a page has a body");
    let end = page.rfind("</body>").expect("the body ends");
    let mut rest = &page[start + "<body>".len()..end];
    Node::Element {
        name: "body".into(),
        attributes: String::new(),
        children: children(&mut rest, "body"),
    }
}

fn children(rest: &mut &str, parent: &str) -> Vec<Node> {
    let mut nodes = Vec::new();
    while !rest.is_empty() {
        if parent == "script" {
            let end = rest.find("</script>").expect("a script ends");
            *rest = &rest[end + "</script>".len()..];
            return nodes;
        }
        if let Some(after) = rest.strip_prefix("</") {
            let (name, after) = after.split_once('>').expect("a tag ends");
            assert_eq!(name, parent, "elements close in order");
            *rest = after;
            return nodes;
        }
        match rest.strip_prefix('<') {
            Some(after) => nodes.push(element(after, rest)),
            None => {
                let (text, after) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
                nodes.push(Node::Text(decoded(text)));
                *rest = after;
            }
        }
    }
    assert_eq!(parent, "body", "every element closes");
    nodes
}

fn element<'a>(after: &'a str, rest: &mut &'a str) -> Node {
    let end = end_of_tag(after);
    let (name, attributes) = after[..end].split_once(' ').unwrap_or((&after[..end], ""));
    *rest = &after[end + 1..];
    let children = if VOID.contains(&name) { Vec::new() } else { children(rest, name) };
    Node::Element { name: name.into(), attributes: attributes.into(), children }
}

/// Attribute values may hold `>`.
fn end_of_tag(tag: &str) -> usize {
    let mut quoted = false;
    let end = tag.find(|c| {
        quoted ^= c == '"';
        c == '>' && !quoted
    });
    end.expect("a tag ends")
}

fn decoded(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

impl Node {
    /// The text of this node and all below it.
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Element { children, .. } => children.iter().map(Self::text).collect(),
        }
    }

    /// All elements of a name below this one, in order; `*` is any name.
    pub fn all(&self, wanted: &str) -> Vec<&Self> {
        let Self::Element { children, .. } = self else { return Vec::new() };
        let mut found = Vec::new();
        for child in children {
            if child.is(wanted) {
                found.push(child);
            }
            found.extend(child.all(wanted));
        }
        found
    }

    /// Whether this is an element of the name.
    pub fn is(&self, wanted: &str) -> bool {
        matches!(self, Self::Element { name, .. } if name == wanted || wanted == "*")
    }

    /// An element's name.
    pub fn name(&self) -> &str {
        match self {
            Self::Element { name, .. } => name,
            Self::Text(_) => "",
        }
    }

    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let Self::Element { attributes, .. } = self else { return None };
        let after = format!(" {attributes}")
            .find(&format!(" {name}=\""))
            .map(|at| &attributes[at + name.len() + 2..])?;
        after.split('"').next()
    }

    /// Child elements.
    pub fn elements(&self) -> Vec<&Self> {
        let Self::Element { children, .. } = self else { return Vec::new() };
        children.iter().filter(|child| matches!(child, Self::Element { .. })).collect()
    }
}
