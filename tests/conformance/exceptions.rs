//! Exchanges that are answered otherwise, each with the reason. The test fails when one of them is
//! answered right: the list can only get shorter.

/// An exchange that is answered otherwise than recorded.
pub struct Exception {
    /// The exchange's name: host, request line, headers, body.
    pub request: &'static str,
    /// Why.
    #[expect(dead_code, reason = "reported to the reader, not to the test")]
    pub reason: &'static str,
}

/// All of them.
pub const EXCEPTIONS: &[Exception] = &[Exception {
    request: "A GET /hello/x Accept=",
    reason: "an empty Accept made mono answer 200 without anything; a fault of the recording, not of the host",
}];
