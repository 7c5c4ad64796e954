//! Hostile text takes time in proportion to its length: each text in two sizes, with bytes per
//! second for both.

#![allow(missing_docs, clippy::unwrap_used)]

#[path = "data/hostile.rs"]
mod texts;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use jsv_codec::{Mode, Options, Value, from_str_with};
use std::collections::HashMap;
use std::hint::black_box;
use std::time::Duration;
use texts::texts;

/// Short, for there are over a hundred of them and their differences are large.
const WARM_UP: Duration = Duration::from_millis(200);
const MEASURED: Duration = Duration::from_secs(1);

fn hostile(c: &mut Criterion) {
    for size in [1 << 16, 1 << 20] {
        for (name, text) in texts(size) {
            let mut group = c.benchmark_group(name);
            group
                .sample_size(10)
                .warm_up_time(WARM_UP)
                .measurement_time(MEASURED)
                .throughput(Throughput::Bytes(text.len() as u64));
            for mode in [Mode::Standard, Mode::Tolerant, Mode::Strict] {
                let options = Options { mode, ..Options::default() };
                group.bench_function(format!("{mode:?} value, {} KiB", size >> 10), |b| {
                    b.iter(|| {
                        black_box(from_str_with::<Value>(black_box(&text), &options).is_ok())
                    });
                });
                group.bench_function(format!("{mode:?} typed, {} KiB", size >> 10), |b| {
                    b.iter(|| {
                        let typed = from_str_with::<HashMap<String, Vec<HashMap<String, String>>>>(
                            &text, &options,
                        );
                        black_box(typed.is_ok())
                    });
                });
            }
            group.finish();
        }
    }
}

criterion_group!(benches, hostile);
criterion_main!(benches);
