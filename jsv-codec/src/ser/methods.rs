//! The methods of a serializer that differ in nothing but their arguments: each list is given to the
//! macro that writes one of them.

/// Those of values that hold no others.
macro_rules! of_scalars {
    ($each:ident) => {
        $each! {
            serialize_bool(value: bool);
            serialize_i8(value: i8);
            serialize_i16(value: i16);
            serialize_i32(value: i32);
            serialize_i64(value: i64);
            serialize_i128(value: i128);
            serialize_u8(value: u8);
            serialize_u16(value: u16);
            serialize_u32(value: u32);
            serialize_u64(value: u64);
            serialize_u128(value: u128);
            serialize_f32(value: f32);
            serialize_f64(value: f64);
            serialize_char(value: char);
            serialize_str(value: &str);
            serialize_bytes(value: &[u8]);
            serialize_none();
            serialize_unit();
            serialize_unit_struct(name: &'static str);
            serialize_unit_variant(name: &'static str, index: u32, variant: &'static str);
        }
    };
}

/// Those of values that hold others, but for maps and classes.
macro_rules! of_compounds {
    ($each:ident) => {
        $each! {
            serialize_seq(len: Option<usize>);
            serialize_tuple(len: usize);
            serialize_tuple_struct(name: &'static str, len: usize);
            serialize_tuple_variant(name: &'static str, index: u32, variant: &'static str, len: usize);
            serialize_struct_variant(name: &'static str, index: u32, variant: &'static str, len: usize);
        }
    };
}

pub(super) use {of_compounds, of_scalars};
