//! The list of operations to try.

use maud::html;

use super::Console;
use super::page::header;
use crate::pages::{Layout, Search, haystack, mark};

/// The page `/ui`.
pub fn index(console: &Console<'_>, search: &Search) -> String {
    let operations = search.find(console.contract);
    let context = console.context;
    let body = html! {
        (header(console, &context.console_index_url()))
        main {
            div.operation {
                h2 { "API console" }
                (search.form(console.contract, &context.console_index_url()))
            }
            p.note { "Choose an operation to fill in its request, send it, and see every byte of request and answer." }
            table.operations {
                tbody {
                    @for operation in &operations {
                        tr data-text=(haystack(operation)) {
                            th scope="row" {
                                a href=(console.url(operation)) { (operation.name) } (mark(operation))
                                @for tag in &operation.tags { " " span.tag { (tag) } }
                            }
                            td.way {
                                @if let Some(way) = super::call_styles(operation, console.predefined).first() {
                                    span.verbs data-verb=(way.verb()) { (way.verb()) }
                                    " " code { (way.label(operation).split_once(' ').map_or("", |(_, path)| path)) }
                                }
                            }
                        }
                    }
                }
            }
            p #none hidden[!operations.is_empty()] { "No matching operation." }
        }
    };
    let title = format!("API console · {}", console.contract.title);
    Layout { context, title: &title, files: &["console.css", "search.js"] }.page(&body)
}
