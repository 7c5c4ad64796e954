//! The report as JUnit writes it, for continuous integration: a test case a rule.

use std::fmt::Write as _;

use super::{Diagnosis, Report};

/// The report as a JUnit document.
pub fn junit(report: &Report) -> String {
    let failures = report.found().count();
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <testsuite name=\"doctor\" tests=\"{}\" failures=\"{failures}\" errors=\"0\" skipped=\"0\">\n",
        report.diagnoses.len()
    );
    report.diagnoses.iter().for_each(|diagnosis| case(&mut xml, diagnosis));
    xml.push_str("</testsuite>\n");
    xml
}

fn case(xml: &mut String, diagnosis: &Diagnosis) {
    let Diagnosis { about, findings, count } = diagnosis;
    // Writing to a string never fails.
    _ = write!(xml, "  <testcase classname=\"doctor\" name=\"{}\"", about.name);
    if *count == 0 {
        xml.push_str("/>\n");
        return;
    }
    let message = format!("{}: {count} times", about.title);
    _ = write!(xml, ">\n    <failure message=\"{}\">", escaped(&message));
    for finding in findings {
        let line = format!("exchange {}: {}\n", finding.exchange, finding.reason);
        xml.push_str(&escaped(&line));
    }
    let end = format!("{}\nRemedy: {}", about.source, about.remedy);
    _ = writeln!(xml, "{}</failure>\n  </testcase>", escaped(&end));
}

/// XML 1.0 has no control characters but three.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' | '\t' => escaped.push(c),
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => escaped.push('\u{FFFD}'),
            c => escaped.push(c),
        }
    }
    escaped
}
