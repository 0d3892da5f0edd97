//! Numbers as the providers print them: a whole value has no decimal point.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::Serializer;

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde's serialize_with passes references")]
pub(in crate::sandbox) fn float<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    // Whole values below 2^53 convert without loss.
    if value.fract() == 0.0 && value.abs() < 9_007_199_254_740_992.0 {
        serializer.serialize_i64(*value as i64)
    } else {
        serializer.serialize_f64(*value)
    }
}

pub(in crate::sandbox) fn decimal<S: Serializer>(value: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
    float(&value.to_f64().unwrap_or_default(), serializer)
}
