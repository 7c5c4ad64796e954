//! Counts what a scenario saw: one line a check on standard output.

use std::cell::Cell;
use std::fmt::Debug;
use std::process::ExitCode;

use servicestack::{Error, ResponseStatus, Result, WebServiceException};

use crate::dtos::PascalError;

/// How several checks of one thing ended.
pub type Part = Result<()>;

/// The count.
pub struct Checks {
    reads_errors: bool,
    failed: Cell<u32>,
}

/// What a refusal must say.
pub struct Refusal<'a> {
    pub status: u16,
    pub code: &'a str,
    pub message: Option<&'a str>,
    pub fields: &'a [(&'a str, &'a str)],
}

impl<'a> Refusal<'a> {
    pub fn of(status: u16, code: &'a str) -> Self {
        Self { status, code, message: None, fields: &[] }
    }

    pub fn saying(self, message: &'a str) -> Self {
        Self { message: Some(message), ..self }
    }

    pub fn naming(self, fields: &'a [(&'a str, &'a str)]) -> Self {
        Self { fields, ..self }
    }
}

impl Checks {
    /// The client reads errors of hosts that answer in camelCase, and of no others.
    pub fn new(reads_errors: bool) -> Self {
        Self { reads_errors, failed: Cell::new(0) }
    }

    pub fn same<T: PartialEq + Debug>(&self, name: &str, got: T, want: T) {
        if got == want {
            println!("ok {name}");
        } else {
            self.fail(name, &format!("got {got:?}, want {want:?}"));
        }
    }

    fn fail(&self, name: &str, why: &str) {
        self.failed.set(self.failed.get() + 1);
        println!("FAIL {name}: {}", why.replace('\n', "\\n"));
    }

    /// An error that no check expected fails them all.
    pub fn of(&self, name: &str, ended: Part) {
        if let Err(error) = ended {
            self.fail(name, &format!("{error:?}"));
        }
    }

    pub fn refused<T: Debug>(&self, name: &str, answer: Result<T>, want: Refusal<'_>) {
        let reported = match answer {
            Ok(answer) => return self.fail(name, &format!("was answered {answer:?}")),
            Err(Error::Api(error)) => error,
            Err(other) => return self.fail(name, &other.to_string()),
        };
        let status = self.status_of(&reported);
        let errors = status.errors.iter();
        let fields: Vec<_> =
            errors.map(|error| (error.field_name.as_str(), error.error_code.as_str())).collect();
        let message = want.message.map(|_| status.message.as_str());
        let got = (reported.status_code, status.error_code.as_str(), message, fields.as_slice());
        self.same(name, got, (want.status, want.code, want.message, want.fields));
    }

    /// Of a PascalCase error the client keeps nothing but the body, which is read here and must not
    /// be in camelCase. What an empty body means is the client's to say.
    fn status_of(&self, error: &WebServiceException) -> ResponseStatus {
        if self.reads_errors || error.response_body.is_empty() {
            return error.response_status.clone().unwrap_or_default();
        }
        serde_json::from_str(&error.response_body)
            .map_or_else(|_| ResponseStatus::default(), PascalError::into_status)
    }

    pub fn done(&self) -> ExitCode {
        if self.failed.get() == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}
