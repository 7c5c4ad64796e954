//! Making values: conversions and the macro.

use super::{Map, Text, Value};
use crate::scalar::{boolean, float};

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        boolean::write(value).into()
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<char> for Value {
    fn from(character: char) -> Self {
        (&*character.encode_utf8(&mut [0; 4])).into()
    }
}

impl From<std::borrow::Cow<'_, str>> for Value {
    fn from(text: std::borrow::Cow<'_, str>) -> Self {
        text.as_ref().into()
    }
}

impl From<()> for Value {
    fn from((): ()) -> Self {
        Self::Null
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<Text> for Value {
    fn from(text: Text) -> Self {
        Self::Text(text)
    }
}

impl From<Map> for Value {
    fn from(map: Map) -> Self {
        Self::Object(map)
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl<T: Into<Self>> From<Vec<T>> for Value {
    fn from(elements: Vec<T>) -> Self {
        elements.into_iter().collect()
    }
}

impl<T: Into<Self>, const N: usize> From<[T; N]> for Value {
    fn from(elements: [T; N]) -> Self {
        elements.into_iter().collect()
    }
}

impl<T: Into<Self> + Clone> From<&[T]> for Value {
    fn from(elements: &[T]) -> Self {
        elements.iter().cloned().collect()
    }
}

/// An object of entries.
impl<K: Into<Text>, V: Into<Self>> FromIterator<(K, V)> for Value {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        Self::Object(entries.into_iter().collect())
    }
}

impl<T: Into<Self>> FromIterator<T> for Value {
    fn from_iter<I: IntoIterator<Item = T>>(elements: I) -> Self {
        Self::List(elements.into_iter().map(Into::into).collect())
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        let mut text = String::new();
        float::write_f64_round_trip(number, &mut text);
        text.into()
    }
}

impl From<f32> for Value {
    fn from(number: f32) -> Self {
        let mut text = String::new();
        float::write_f32_round_trip(number, &mut text);
        text.into()
    }
}

macro_rules! integers {
    ($($t:ty),+) => {$(
        impl From<$t> for Value {
            fn from(number: $t) -> Self {
                itoa::Buffer::new().format(number).into()
            }
        }
    )+};
}
integers!(i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize);

/// Makes a [`Value`] from something that looks like JSON: `null`, lists, objects with literal or
/// parenthesised keys, and any expression that a `Value` can be made from.
///
/// ```
/// use jsv_codec::jsv;
///
/// let name = String::from("Me, Junior");
/// let value = jsv!({ "Name": name, "Tags": ["a", null, 1 + 1], "Sub": { ("X".to_owned()): true }, });
/// assert_eq!(value.to_string(), r#"{Name:"Me, Junior",Tags:[a,,2],Sub:{X:True}}"#);
/// ```
#[macro_export]
macro_rules! jsv {
    (null) => { $crate::Value::Null };
    ([ $($elements:tt)* ]) => { $crate::Value::List($crate::jsv!(@list [] $($elements)*)) };
    ({ $($entries:tt)* }) => {{
        #[allow(unused_mut)]
        let mut map = $crate::Map::new();
        $crate::jsv!(@object map $($entries)*);
        $crate::Value::Object(map)
    }};

    (@list [$($done:expr,)*]) => { ::std::vec![$($done),*] };
    (@list [$($done:expr,)*] null $(, $($rest:tt)*)?) => {
        $crate::jsv!(@list [$($done,)* $crate::Value::Null,] $($($rest)*)?)
    };
    (@list [$($done:expr,)*] [$($inner:tt)*] $(, $($rest:tt)*)?) => {
        $crate::jsv!(@list [$($done,)* $crate::jsv!([$($inner)*]),] $($($rest)*)?)
    };
    (@list [$($done:expr,)*] {$($inner:tt)*} $(, $($rest:tt)*)?) => {
        $crate::jsv!(@list [$($done,)* $crate::jsv!({$($inner)*}),] $($($rest)*)?)
    };
    (@list [$($done:expr,)*] $next:expr $(, $($rest:tt)*)?) => {
        $crate::jsv!(@list [$($done,)* $crate::Value::from($next),] $($($rest)*)?)
    };

    (@object $map:ident) => {};
    (@object $map:ident $key:tt : null $(, $($rest:tt)*)?) => {
        $map.insert($key, $crate::Value::Null);
        $crate::jsv!(@object $map $($($rest)*)?);
    };
    (@object $map:ident $key:tt : [$($inner:tt)*] $(, $($rest:tt)*)?) => {
        $map.insert($key, $crate::jsv!([$($inner)*]));
        $crate::jsv!(@object $map $($($rest)*)?);
    };
    (@object $map:ident $key:tt : {$($inner:tt)*} $(, $($rest:tt)*)?) => {
        $map.insert($key, $crate::jsv!({$($inner)*}));
        $crate::jsv!(@object $map $($($rest)*)?);
    };
    (@object $map:ident $key:tt : $value:expr $(, $($rest:tt)*)?) => {
        $map.insert($key, $crate::Value::from($value));
        $crate::jsv!(@object $map $($($rest)*)?);
    };

    ($value:expr) => { $crate::Value::from($value) };
}
