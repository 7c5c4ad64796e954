//! What is at the root of a server whose host has a base path.

use crate::http::{Answer, Answering, Exchange, Request, Site};

/// Leads from `/` to the host; there is nothing else.
pub(super) struct Elsewhere {
    /// `/erp`.
    pub base_path: String,
    /// A real host says nothing there.
    pub says_where: bool,
}

impl Site for Elsewhere {
    fn answer<'a>(&'a self, exchange: &'a Exchange) -> Answering<'a> {
        let request = &exchange.request;
        let answer = if request.path() == "/" {
            let host = format!("{}{}/", request.base_url(), self.base_path);
            Answer::empty(302).header("Location", host)
        } else if !self.says_where {
            Answer::empty(404)
        } else {
            let sentence = format!("The host is below {}.", self.base_path);
            Answer::of(404, "text/plain; charset=utf-8", sentence)
        };
        Box::pin(std::future::ready(answer))
    }

    fn has(&self, request: &Request) -> bool {
        request.path() == "/"
    }
}
