//! The known name that a misspelt one was meant for.

/// Less alike than this, a name is another one.
const ALIKE: f64 = 0.75;

/// The known name that is most like this one; none when no name is like it.
///
/// ```
/// use servicestack_emulator::nearest::nearest;
///
/// assert_eq!(nearest("Amout", ["Amount", "Since"]), Some("Amount"));
/// assert_eq!(nearest("Amout", ["Since"]), None);
/// ```
pub fn nearest<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let name = name.to_lowercase();
    let alike = |known: &'n str| (strsim::jaro_winkler(&name, &known.to_lowercase()), known);
    let alike = known.into_iter().map(alike).filter(|(likeness, _)| *likeness > ALIKE);
    alike.max_by(|one, other| one.0.total_cmp(&other.0)).map(|(_, known)| known)
}

/// The known name that differs from this one by a slip or two; none of a name that is known.
///
/// ```
/// use servicestack_emulator::nearest::slip;
///
/// assert_eq!(slip("Amout", &["Amount", "Since"]), Some("Amount"));
/// assert_eq!(slip("Amount", &["Amount", "Since"]), None);
/// ```
pub fn slip<'n>(name: &str, known: &[&'n str]) -> Option<&'n str> {
    let distance = |known: &&'n str| (strsim::damerau_levenshtein(name, known), *known);
    let (slips, near) = known.iter().map(distance).min_by_key(|(slips, _)| *slips)?;
    matches!(slips, 1 | 2).then_some(near)
}

/// The key and what is wrong with it. An unknown key is answered with the nearest known one.
pub fn sentence(key: &str, message: &str) -> String {
    // A value that is on several lines stands in the sentence, too.
    let message = &message.trim_end().replace(char::is_control, " ");
    if let Some(unknown) = Unknown::read("field", message) {
        return unknown.sentence(key);
    }
    let meant = Unknown::read("variant", message).and_then(|unknown| unknown.word(key));
    if let Some(sentence) = meant {
        return sentence;
    }
    if is_whole(key) { message.clone() } else { format!("`{key}`: {message}") }
}

/// Settings of ServiceStack that have another name or stand in another section, and what they are.
const ELSEWHERE: [(&str, &str); 11] = [
    ("debug_mode", "`debug`, at the top"),
    ("handler_factory_path", "`base_path`, at the top"),
    ("admin_auth_secret", "`auth.secret`"),
    ("max_login_attempts", "`session.lock_after`"),
    ("session_expiry", "`session.expiry`"),
    ("emit_camel_case_names", "`json.text_case = \"CamelCase\"`"),
    ("emit_lowercase_underscore_names", "`json.text_case = \"SnakeCase\"`"),
    ("enable_features", "`host.disable_features`, with those that are removed"),
    ("use_bcl_json_serializers", "`json.library = \"datacontract\"`"),
    ("allow_non_http_only_cookies", "`host.use_http_only_cookies = false`"),
    ("registration_feature", "`auth.register`"),
];

/// A name of settings as ServiceStack has it.
fn pascal(name: &str) -> String {
    let word = |word: &str| {
        word.chars()
            .take(1)
            .map(|c| c.to_ascii_uppercase())
            .chain(word.chars().skip(1))
            .collect::<String>()
    };
    name.split('_').map(word).collect()
}

/// Whether the path of a fault names the document rather than a part of it.
fn is_whole(path: &str) -> bool {
    matches!(path, "" | "." | "?")
}

/// Serde's sentence ``unknown field `a`, expected one of `b`, `c` ``: the only place where the
/// known keys are listed. Words that a setting takes are `variant`s.
struct Unknown<'a> {
    key: &'a str,
    known: Vec<&'a str>,
}

impl<'a> Unknown<'a> {
    fn read(kind: &str, message: &'a str) -> Option<Self> {
        let rest = message.strip_prefix("unknown ")?.strip_prefix(kind)?;
        let mut names = rest.split('`').skip(1).step_by(2);
        Some(Self { key: names.next()?, known: names.collect() })
    }

    /// Of a word that is like one of those that are known.
    fn word(&self, path: &str) -> Option<String> {
        // In short words one slip is a large part.
        let slip = |known: &&&str| strsim::damerau_levenshtein(self.key, known) == 1;
        let near = nearest(self.key, self.known.iter().copied());
        let known = near.or_else(|| self.known.iter().find(slip).copied())?;
        let sentence = format!("`{}` is not known here; did you mean `{known}`?", self.key);
        Some(if is_whole(path) { sentence } else { format!("`{path}`: {sentence}") })
    }

    fn sentence(&self, path: &str) -> String {
        let path = if is_whole(path) { self.key } else { path };
        if let Some((_, key)) = ELSEWHERE.iter().find(|(own, _)| *own == self.key) {
            return format!(
                "`{path}` is not known here; ServiceStack's {} is {key}",
                pascal(self.key)
            );
        }
        match nearest(self.key, self.known.iter().copied()) {
            Some(known) => format!("`{path}` is not known here; did you mean `{known}`?"),
            None => format!("`{path}` is not known here; the keys are {}", self.known.join(", ")),
        }
    }
}
