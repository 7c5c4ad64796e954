//! The OpenAPI document, Swagger UI and the Postman collection.

mod support;

#[path = "openapi/check.rs"]
mod check;
#[path = "openapi/document.rs"]
mod document;
#[path = "openapi/hostile.rs"]
mod hostile;
#[path = "openapi/postman.rs"]
mod postman;
#[path = "openapi/served.rs"]
mod served;
