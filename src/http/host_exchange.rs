//! An exchange as a host answers it, and the call of an operation in it: what the stages hand on.

use std::ops::Deref;

use super::credentials::Credentials;
use super::negotiate::AnswerType;
use super::route::Call;
use super::{Exchange, Request};
use crate::host::{Host, TenantHost};

/// A host in the state of an exchange's tenant, and the exchange.
#[derive(Clone, Copy)]
pub struct HostExchange<'x> {
    host: TenantHost<'x>,
    /// The exchange.
    pub exchange: &'x Exchange,
    /// The exchange's request, or what the host makes of it.
    pub request: &'x Request,
    /// The token in the request's DTO, which wins over the header (`IHasBearerToken`).
    pub token: Option<&'x str>,
}

impl<'x> HostExchange<'x> {
    /// An exchange that comes to a host.
    pub fn new(host: &'x Host, exchange: &'x Exchange) -> Self {
        let host = TenantHost::new(host, &exchange.tenant);
        Self { host, exchange, request: &exchange.request, token: None }
    }

    /// The same with another request.
    pub fn with_request(self, request: &'x Request) -> Self {
        Self { request, ..self }
    }

    /// The same with the token of its DTO.
    pub fn carrying<'y>(self, token: Option<&'y str>) -> HostExchange<'y>
    where
        'x: 'y,
    {
        HostExchange { token, ..self }
    }

    /// The bearer token of the request: that of its DTO, else of its header.
    pub fn bearer(&self) -> Option<&'x str> {
        self.token.or_else(|| Credentials::bearer(self.request))
    }
}

impl<'x> Deref for HostExchange<'x> {
    type Target = TenantHost<'x>;

    fn deref(&self) -> &TenantHost<'x> {
        &self.host
    }
}

/// The call of an operation in an exchange.
#[derive(Clone, Copy)]
pub struct HostCall<'x> {
    /// Host and exchange.
    pub host: &'x HostExchange<'x>,
    /// Which operation, and how it is addressed.
    pub call: &'x Call<'x>,
    /// How the answer is written.
    pub answer_type: AnswerType<'x>,
}

impl<'x> HostCall<'x> {
    /// The request.
    pub fn request(&self) -> &'x Request {
        self.host.request
    }
}
