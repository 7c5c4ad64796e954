//! Sends the last date of .NET, which the host reads as the first.

use crate::doctor::{About, Case, Each};

pub const RULE: Each = Each {
    about: &About {
        name: "last-date",
        title: "Sends the last date of .NET, which the host reads as the first",
        source: "JsonServiceClient writes DateTime.MaxValue as /Date(253402300800000-0000)/, which 5.9.1 reads as 0001-01-01: such a coupon is expired (docs/compatibility.md).",
        remedy: "Send 9999-12-31 without a time for no end, or leave the member out.",
    },
    look,
};

fn look(case: &Case<'_>) -> Option<String> {
    let found = case.text().contains("Date(253402300800000");
    found.then(|| format!("{} sends /Date(253402300800000…)/", case.call()))
}
