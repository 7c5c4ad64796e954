//! A bar on a terminal. Elsewhere nothing is drawn.

use indicatif::{ProgressBar, ProgressStyle};

/// A bar towards a known number of coupons, or a count towards an unknown one.
pub fn bar(what: &'static str, total: Option<u64>) -> ProgressBar {
    let (bar, shape) = match total {
        Some(total) => {
            (ProgressBar::new(total), "{msg} [{wide_bar}] {human_pos}/{human_len} {per_sec} {eta}")
        }
        None => (ProgressBar::no_length(), "{msg} {spinner} {human_pos} {per_sec}"),
    };
    let style =
        ProgressStyle::with_template(shape).unwrap_or_else(|_| ProgressStyle::default_bar());
    bar.with_style(style).with_message(what)
}
