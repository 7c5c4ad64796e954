//! Sums a member over a list of any length on the standard input, element by element.
//! `echo '[{Count:1},{Count:2}]' | cargo run -p jsv-codec --example sum_a_list`

#![allow(clippy::print_stdout, clippy::print_stderr)]

use jsv_codec::stream;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Row {
    count: u64,
}

fn main() {
    let (mut sum, mut faults) = (0, 0);
    for row in stream::elements::<_, Row>(std::io::stdin().lock()) {
        match row {
            Ok(row) => sum += row.count,
            Err(error) => {
                eprintln!("{error}");
                faults += 1;
            }
        }
    }
    println!("sum {sum}, {faults} faults");
}
