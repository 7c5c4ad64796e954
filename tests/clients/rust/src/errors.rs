//! Refusals: codes, messages, field errors.

use crate::Host;
use crate::checks::{Checks, Part, Refusal};
use crate::dtos::*;

pub async fn all(host: &Host, checks: &Checks) -> Part {
    thrown(host, checks).await;
    validation(host, checks).await
}

async fn thrown(host: &Host, checks: &Checks) {
    let cases = [
        (
            "not found",
            "NotFound",
            None,
            Refusal::of(404, "NotFound").saying("What you're looking for isn't here"),
        ),
        ("own code", "Http", None, Refusal::of(422, "BadCoupon").saying("Coupon bad")),
        (
            "argument",
            "ArgumentException",
            Some("Ж \"x\"\n"),
            Refusal::of(400, "ArgumentException").saying("Ж \"x\"\n"),
        ),
        (
            "field error",
            "Null",
            None,
            Refusal::of(400, "ArgumentNullException").naming(&[("Prefix", "ArgumentNullException")]),
        ),
        ("exception", "other", None, Refusal::of(500, "Exception").saying("Server Error")),
    ];
    let client = host.client();
    for (name, r#type, message, want) in cases {
        checks.refused(name, client.post(&ThrowType { r#type, message }).await, want);
    }
}

async fn validation(host: &Host, checks: &Checks) -> Part {
    let client = host.client();
    let broken = ThrowValidation { age: 121, email: "x", ..ThrowValidation::default() };
    let fields = [("Age", "InclusiveBetween"), ("Required", "NotEmpty"), ("Email", "Email")];
    let refusal =
        Refusal::of(400, "InclusiveBetween").saying("'Age' must be between 1 and 120. You entered 121.");
    checks.refused("validation", client.post(&broken).await, refusal.naming(&fields));
    let refusal = Refusal::of(400, "ShouldNotBeEmpty").saying("Name is needed, you gave ''");
    checks.refused(
        "own validation message",
        client.get(&OneErr { name: "" }).await,
        refusal.naming(&[("Name", "ShouldNotBeEmpty")]),
    );
    let valid = ThrowValidation { age: 120, required: "x", email: "a@b.c" };
    checks.same("valid", client.post(&valid).await?.result.as_str(), "ok");
    let misfit = client.get_url_with::<EchoTypes>("/echo/types", &[("Int", "x"), ("format", "json")]).await;
    let refusal = Refusal::of(400, "SerializationException").naming(&[("Int", "SerializationException")]);
    checks.refused("value that does not fit", misfit, refusal);
    Ok(())
}
