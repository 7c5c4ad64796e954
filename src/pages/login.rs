//! The page that refused browsers are sent to. The real host's is its own; this one is plain HTML
//! over `/auth/credentials`.

use maud::html;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::PageContext;
use super::layout::Layout;

/// A form that signs in and goes back to `back`, a path of this server.
pub fn login(title: &str, back: &str, context: &PageContext<'_>) -> String {
    let back = utf8_percent_encode(back, NON_ALPHANUMERIC);
    let action = format!("{}/auth/credentials?continue={back}", context.base_url);
    let body = html! {
        header { h1 { (title) } }
        main {
            h2 { "Sign in" }
            p role="alert" {}
            form method="post" action=(action) {
                p { label { "User name " br; input name="UserName" autocomplete="username" required autofocus; } }
                p { label { "Password " br; input name="Password" type="password" autocomplete="current-password" required; } }
                p { label { input type="checkbox" name="RememberMe" value="true"; " Remember me" } }
                p { button type="submit" { "Sign in" } }
            }
        }
    };
    Layout { context, title: &format!("Sign in — {title}"), files: &["login.js"] }.page(&body)
}
