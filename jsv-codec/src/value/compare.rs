//! Comparing and hashing, in time proportional to the size of what is compared.

use super::map::Entries;
use super::{Map, Value};
use crate::scalar::boolean;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::iter::Skip;

/// Two objects are equal when they have the same entries, in whatever order.
impl PartialEq for Map {
    fn eq(&self, other: &Self) -> bool {
        if self.len() != other.len() {
            return false;
        }
        if self.keys.shares(&other.keys) {
            return self.values == other.values;
        }
        // No two values are compared twice, or each level of depth would double the time.
        let pairs = self.entries().zip(other.entries());
        let same_order =
            pairs.clone().take_while(|((ours, _), (theirs, _))| ours == theirs).count();
        pairs.take(same_order).all(|((_, ours), (_, theirs))| ours == theirs)
            && same_entries(self.entries().skip(same_order), other.entries().skip(same_order))
    }
}

impl Eq for Map {}

fn same_entries(mut ours: Skip<Entries<'_>>, theirs: Skip<Entries<'_>>) -> bool {
    if ours.len() == 0 {
        return true;
    }
    let theirs: HashMap<&str, &Value> = theirs.map(|(key, value)| (key.as_str(), value)).collect();
    ours.all(|(key, value)| theirs.get(key.as_str()).is_some_and(|other| *other == value))
}

/// Equal objects have equal hashes, in whatever order their entries are.
impl Hash for Map {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let sum = self.entries().fold(0_u64, |sum, entry| {
            let mut hasher = DefaultHasher::new();
            entry.hash(&mut hasher);
            sum.wrapping_add(hasher.finish())
        });
        state.write_usize(self.len());
        state.write_u64(sum);
    }
}

impl PartialEq<str> for Value {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == Some(other)
    }
}

impl PartialEq<&str> for Value {
    fn eq(&self, other: &&str) -> bool {
        *self == **other
    }
}

impl PartialEq<String> for Value {
    fn eq(&self, other: &String) -> bool {
        *self == **other
    }
}

impl PartialEq<Value> for str {
    fn eq(&self, other: &Value) -> bool {
        *other == *self
    }
}

impl PartialEq<Value> for &str {
    fn eq(&self, other: &Value) -> bool {
        *other == **self
    }
}

impl PartialEq<Value> for String {
    fn eq(&self, other: &Value) -> bool {
        *other == **self
    }
}

/// `True` and what else [`as_bool`](Value::as_bool) takes for it.
impl PartialEq<bool> for Value {
    fn eq(&self, other: &bool) -> bool {
        self.as_str().is_some_and(|text| boolean::read(text) == Ok(*other))
    }
}

impl PartialEq<bool> for &Value {
    fn eq(&self, other: &bool) -> bool {
        **self == *other
    }
}

impl PartialEq<Value> for bool {
    fn eq(&self, other: &Value) -> bool {
        other == self
    }
}

/// A number equals every text that reads as it: `1` and `01`, `1.5` and `1.50`.
macro_rules! numbers {
    ($($t:ty: $read:path),+ $(,)?) => {$(
        impl PartialEq<$t> for Value {
            fn eq(&self, other: &$t) -> bool {
                self.as_str().is_some_and(|text| $read(text).is_ok_and(|number: $t| number == *other))
            }
        }
        impl PartialEq<$t> for &Value {
            fn eq(&self, other: &$t) -> bool {
                **self == *other
            }
        }
        impl PartialEq<Value> for $t {
            fn eq(&self, other: &Value) -> bool {
                other == self
            }
        }
    )+};
}
numbers! {
    i8: crate::scalar::integer::read, i16: crate::scalar::integer::read, i32: crate::scalar::integer::read,
    i64: crate::scalar::integer::read, u8: crate::scalar::integer::read, u16: crate::scalar::integer::read,
    u32: crate::scalar::integer::read, u64: crate::scalar::integer::read,
    isize: str::parse, usize: str::parse, i128: str::parse, u128: str::parse,
    f32: crate::scalar::float::read_f32, f64: crate::scalar::float::read_f64,
}

#[cfg(test)]
mod tests {
    use crate::{Value, jsv};
    use std::hash::{BuildHasher, RandomState};
    use std::time::{Duration, Instant};

    #[test]
    fn order_does_not_matter_but_every_entry_does() {
        let a = jsv!({ "A": 1, "B": { "C": [1, null], "D": 2 }, "E": 3 });
        let b = jsv!({ "E": 3, "A": 1, "B": { "D": 2, "C": [1, null] } });
        assert_eq!(a, b);
        let hashes = RandomState::new();
        assert_eq!(hashes.hash_one(&a), hashes.hash_one(&b));
        for other in [
            jsv!({ "A": 1, "B": { "C": [1], "D": 2 }, "E": 3 }),
            jsv!({ "A": 1, "B": { "C": [1, null], "D": 2 }, "F": 3 }),
            jsv!({ "A": 1, "B": { "C": [1, null], "D": 2 } }),
        ] {
            assert_ne!(a, other);
            assert_ne!(hashes.hash_one(&a), hashes.hash_one(&other));
        }
    }

    #[test]
    fn comparing_takes_time_in_proportion_to_depth() {
        // Where each level doubles the time, so few take hours under Miri.
        let (depth, longest) = if cfg!(miri) { (30, 30) } else { (120, 2) };
        let nest = |leaf: &str| (0..depth).fold(Value::from(leaf), |inner, _| jsv!({ "A": inner }));
        let swapped = (0..depth).fold(Value::from("1"), |inner, _| jsv!({ "B": 1, "A": inner }));
        let twisted = (0..depth).fold(Value::from("2"), |inner, _| jsv!({ "A": inner, "B": 1 }));
        let start = Instant::now();
        assert_ne!(nest("1"), nest("2"));
        assert_ne!(swapped, twisted);
        let took = start.elapsed();
        assert!(took < Duration::from_secs(longest), "it took {took:?}");
    }

    #[test]
    fn literals_compare_with_what_they_read_as() {
        let value = jsv!({ "a": "x", "b": true, "c": 1.5, "d": -7 });
        assert_eq!(value["a"], "x");
        assert_eq!("x", value["a"]);
        assert_eq!(value["a"], *"x");
        assert_eq!(value["b"], true);
        assert_ne!(false, value["b"]);
        assert_eq!(value["c"], 1.5);
        assert_eq!(value["c"], 1.5_f32);
        assert_eq!(value["d"], -7);
        assert_eq!(-7_i8, value["d"]);
        assert_ne!(value["a"], 1);
        assert_ne!(value["none"], "");
        assert_ne!(value["none"], 0);
        assert_ne!(value, "x");
        assert_eq!("{a:x}".parse::<Value>().unwrap(), jsv!({ "a": "x" }));
    }
}
