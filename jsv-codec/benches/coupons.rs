//! JSV against serde_json on the same coupons, in bytes of its own notation per second, and against
//! a loop over bytes as the limit.

#![allow(missing_docs, clippy::unwrap_used)]

mod data;

use criterion::{
    BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main, measurement::WallTime,
};
use data::{Coupon, CouponRef};
use serde::{Serialize, de::DeserializeOwned};
use std::hint::black_box;

type Group<'a> = BenchmarkGroup<'a, WallTime>;

fn bench(group: &mut Group<'_>, name: &str, text: &str, run: impl Fn(&str)) {
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function(name, |b| b.iter(|| run(black_box(text))));
}

/// Reads the same value in both notations.
fn read<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(
    c: &mut Criterion,
    name: &str,
    value: &T,
) {
    let (jsv, json) = texts(value);
    assert!(jsv_codec::from_str::<T>(&jsv).unwrap() == *value);
    let mut group = c.benchmark_group(format!("read/{name}"));
    bench(&mut group, "jsv", &jsv, |text| drop(black_box(jsv_codec::from_str::<T>(text).unwrap())));
    bench(&mut group, "serde_json", &json, |text| {
        drop(black_box(serde_json::from_str::<T>(text).unwrap()))
    });
    group.finish();
}

fn texts<T: Serialize>(value: &T) -> (String, String) {
    (jsv_codec::to_string(value).unwrap(), serde_json::to_string(value).unwrap())
}

fn write<T: Serialize>(c: &mut Criterion, name: &str, value: &T) {
    let (jsv, json) = texts(value);
    let mut group = c.benchmark_group(format!("write/{name}"));
    bench(&mut group, "jsv", &jsv, |_| {
        drop(black_box(jsv_codec::to_string(black_box(value)).unwrap()))
    });
    bench(&mut group, "serde_json", &json, |_| {
        drop(black_box(serde_json::to_string(black_box(value)).unwrap()))
    });
    group.finish();
}

fn reading(c: &mut Criterion) {
    let list = data::coupons(10_000);
    read(c, "one coupon, owned", &list[0]);
    read(c, "10,000 coupons, owned", &list);
    let (jsv, json) = texts(&list);
    assert!(data::byte_loop::coupons(&jsv) == list);
    let mut group = c.benchmark_group("read/10,000 coupons, owned");
    bench(&mut group, "byte loop", &jsv, |text| drop(black_box(data::byte_loop::coupons(text))));
    group.finish();
    let mut group = c.benchmark_group("read/10,000 coupons, borrowed");
    bench(&mut group, "jsv", &jsv, |text| {
        drop(black_box(jsv_codec::from_str::<Vec<CouponRef>>(text).unwrap()))
    });
    bench(&mut group, "serde_json", &json, |text| {
        drop(black_box(serde_json::from_str::<Vec<CouponRef>>(text).unwrap()));
    });
    group.finish();
    let mut group = c.benchmark_group("read/10,000 coupons, Value");
    bench(&mut group, "jsv", &jsv, |text| {
        drop(black_box(jsv_codec::from_str::<jsv_codec::Value>(text).unwrap()))
    });
    bench(&mut group, "serde_json", &json, |text| {
        drop(black_box(serde_json::from_str::<serde_json::Value>(text).unwrap()));
    });
    group.finish();
    read(c, "10,000 strings in quotes", &data::quoted_strings(10_000));
    read(c, "100 nests of 100 lists", &data::nested(100, 100));
}

fn writing(c: &mut Criterion) {
    let list: Vec<Coupon> = data::coupons(10_000);
    write(c, "one coupon", &list[0]);
    write(c, "10,000 coupons", &list);
    write(c, "10,000 strings in quotes", &data::quoted_strings(10_000));
    write(c, "100 nests of 100 lists", &data::nested(100, 100));
}

criterion_group!(benches, reading, writing);
criterion_main!(benches);
