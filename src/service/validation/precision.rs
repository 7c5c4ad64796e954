//! The digits of a decimal: `ScalePrecision`.

use rust_decimal::Decimal;

use super::rule::Rule;
use crate::value::Value;

/// `ScalePrecision`: at most `scale` decimals and `precision` digits in total. Trailing zeros
/// count. Null keeps the rule.
pub fn scale_precision(scale: u32, precision: u32) -> Rule {
    const MESSAGE: &str = "'{PropertyName}' must not be more than {ExpectedPrecision} digits in total, \
                           with allowance for {ExpectedScale} decimals. \
                           {Digits} digits and {ActualScale} decimals were found.";
    Rule::new("ScalePrecision", MESSAGE, move |subject| {
        let Value::Decimal(number) = subject.value else { return Ok(()) };
        let digits = integer_digits(*number);
        if number.scale() <= scale && digits <= i64::from(precision) - i64::from(scale) {
            return Ok(());
        }
        Err(vec![
            ("ExpectedPrecision", precision.to_string().into()),
            ("ExpectedScale", scale.to_string().into()),
            ("Digits", digits.to_string().into()),
            ("ActualScale", number.scale().to_string().into()),
        ])
    })
}

/// Digits before the decimal point: 0.5 has none, and the host counts on below (recorded: 0.001 has
/// -2, 0.000 has -3).
fn integer_digits(number: Decimal) -> i64 {
    let all = number.mantissa().unsigned_abs().checked_ilog10().map_or(0, |power| power + 1);
    i64::from(all) - i64::from(number.scale())
}
