//! A type with something of everything.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;

#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[allow(non_snake_case)]
pub struct Sample<'a> {
    pub A: Option<String>,
    pub B: Option<i64>,
    pub C: Vec<Option<String>>,
    pub D: Option<Box<Sample<'a>>>,
    pub E: BTreeMap<String, Vec<u8>>,
    pub F: bool,
    pub G: f64,
    pub H: Option<Shape>,
    #[serde(borrow)]
    pub I: Cow<'a, str>,
    pub J: (i8, u64),
    pub K: char,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub enum Shape {
    Dot,
    Circle(u8),
    Box { w: u8, h: u8 },
}
