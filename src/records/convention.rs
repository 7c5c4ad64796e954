//! AutoQuery's implicit conventions: which argument filters which column how.

/// How a column is compared with what is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// `=`
    Equal,
    /// `<>`
    NotEqual,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `LIKE`
    Like,
    /// `LIKE 'a%'`
    StartsWith,
    /// `LIKE '%a'`
    EndsWith,
    /// `LIKE '%a%'`
    Contains,
    /// `IN`
    In,
    /// `BETWEEN`
    Between,
    /// All these bits are set.
    HasAll,
    /// One of these bits is set.
    HasAny,
    /// `IS NULL`
    IsNull,
    /// `IS NOT NULL`
    IsNotNull,
}

/// Where the name of a convention stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placed {
    /// Before the column's name.
    Before,
    /// After it.
    After,
    /// Either.
    Around,
}

/// A convention.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Convention {
    /// What stands beside the column's name, in exactly this case.
    pub word: &'static str,
    /// On which side.
    pub placed: Placed,
    /// What it means.
    pub operator: Operator,
}

use Operator::{
    AtLeast, AtMost, Between, Contains, EndsWith, Equal, Greater, HasAll, HasAny, In, IsNotNull,
    IsNull, Less, Like, NotEqual, StartsWith,
};
use Placed::{After, Around, Before};

/// All of them (recorded of 10.1.5: what each means, and where it stands).
const ALL: [(&str, Placed, Operator); 47] = [
    ("Above", Around, Greater),
    ("Begin", Before, Greater),
    ("Beyond", Around, Greater),
    ("Over", Around, Greater),
    ("OlderThan", After, Greater),
    ("After", Around, Greater),
    ("OnOrAfter", Before, AtLeast),
    ("From", Around, AtLeast),
    ("Since", Before, AtLeast),
    ("Start", Before, AtLeast),
    ("Higher", Around, AtLeast),
    ("Min", Before, AtLeast),
    ("Minimum", Before, AtLeast),
    ("GreaterThanOrEqualTo", Around, AtLeast),
    ("GreaterThan", Around, Greater),
    ("Behind", Before, Less),
    ("Below", Around, Less),
    ("Under", Around, Less),
    ("Lower", Around, Less),
    ("Before", Around, Less),
    ("YoungerThan", After, Less),
    ("OnOrBefore", Before, AtMost),
    ("End", Before, AtMost),
    ("Stop", Before, AtMost),
    ("To", Before, AtMost),
    ("Until", Before, AtMost),
    ("Max", Before, AtMost),
    ("Maximum", Before, AtMost),
    ("LessThanOrEqualTo", Around, AtMost),
    ("LessThan", Around, Less),
    ("NotEqualTo", After, NotEqual),
    ("Like", Around, Like),
    ("Between", Around, Between),
    ("StartsWith", After, StartsWith),
    ("Contains", After, Contains),
    ("EndsWith", After, EndsWith),
    ("In", After, In),
    ("Ids", After, In),
    ("HasAll", After, HasAll),
    ("HasAny", After, HasAny),
    ("IsNull", After, IsNull),
    ("IsNotNull", After, IsNotNull),
    // In an address the sign `=` is the argument's: `amount>=7` is the argument `amount>`.
    (">", After, Greater),
    (">", Before, AtLeast),
    ("<", After, AtMost),
    ("<", Before, Less),
    ("!", After, NotEqual),
];

impl Convention {
    /// The column and the comparison that the name of an argument means; `find` knows columns by their names
    /// in any case. `s` behind a column's name is [`Operator::In`].
    pub fn of<T>(name: &str, find: impl Fn(&str) -> Option<T>) -> Option<(T, Operator)> {
        let read = |(word, placed, operator): &(&str, Placed, Operator)| {
            let after = || name.strip_suffix(word).and_then(&find);
            let before = || name.strip_prefix(word).and_then(&find);
            let found = match placed {
                Before => before(),
                After => after(),
                Around => after().or_else(before),
            };
            found.map(|column| (column, *operator))
        };
        let exact = find(name).map(|column| (column, Equal));
        let plural = || Some((find(name.strip_suffix(['s', 'S'])?)?, In));
        exact.or_else(|| ALL.iter().find_map(read)).or_else(plural)
    }

    /// All of them, for documents.
    pub fn all() -> impl Iterator<Item = Self> {
        ALL.iter().map(|(word, placed, operator)| Self {
            word,
            placed: *placed,
            operator: *operator,
        })
    }
}

impl Operator {
    /// Whether it asks for no value.
    pub fn is_about_null(self) -> bool {
        matches!(self, IsNull | IsNotNull)
    }
}
