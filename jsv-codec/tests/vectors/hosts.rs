//! Types of the hosts that the vectors of 10.1.5 were recorded with.

type Members = &'static [(&'static str, &'static str)];

/// Members with their types, in the order they are written.
pub fn members(of: &str) -> Option<Members> {
    Some(match of {
        "Cased" => &CASED,
        // By the order of `[DataMember]`; others are no members.
        "DC2" => &[
            ("Plain", "Int32"),
            ("NInt", "Nullable<Int32>"),
            ("Renamed_Name", "String"),
            ("Ps", "List<P>"),
        ],
        "Flat" => &FLAT,
        "EchoTypes" => &ECHO_TYPES,
        "All" => &ALL,
        "AllN" => &ALL_NULLABLE,
        "Coupon" => &COUPON,
        "CouponData" => &[("Prods", "List<CouponProd>")],
        "CouponProd" => &[
            ("ProdId", "String"),
            ("IsService", "Int32"),
            ("Type", "Int32"),
            ("SCount", "Decimal"),
            ("ValueType", "Int32"),
            ("Value", "Decimal"),
            ("SCountAdditive", "Decimal"),
        ],
        _ => return None,
    })
}

const CASED: [(&str, &str); 14] = [
    ("ID", "Int32"),
    ("URLPath", "Int32"),
    ("MD5Hash", "Int32"),
    ("iPhone", "Int32"),
    ("X1Y", "Int32"),
    ("a_b", "Int32"),
    ("AB_Cd", "Int32"),
    ("A", "Int32"),
    ("ABc", "Int32"),
    ("HTTPStatusCode", "Int32"),
    ("UserId2FA", "Int32"),
    ("\u{C4}Bc", "Int32"),
    ("_x", "Int32"),
    ("IOStream2", "Int32"),
];

const FLAT: [(&str, &str); 10] = [
    ("Id", "Int32"),
    ("Name", "String"),
    ("Price", "Decimal"),
    ("When", "DateTime"),
    ("Ok", "Boolean"),
    ("Color", "Color"),
    ("Tags", "List<String>"),
    ("G", "Nullable<Guid>"),
    ("D", "Nullable<Double>"),
    ("P", "P"),
];

const ECHO_TYPES: [(&str, &str); 18] = [
    ("Byte", "Byte"),
    ("Short", "Int16"),
    ("Int", "Int32"),
    ("Long", "Int64"),
    ("Float", "Single"),
    ("Double", "Double"),
    ("Decimal", "Decimal"),
    ("String", "String"),
    ("DateTime", "DateTime"),
    ("TimeSpan", "TimeSpan"),
    ("DateTimeOffset", "DateTimeOffset"),
    ("Guid", "Guid"),
    ("Char", "Char"),
    ("List", "List<String>"),
    ("Map", "Dictionary<String,Int32>"),
    ("Bytes", "Byte[]"),
    ("Bool", "Boolean"),
    ("NDate", "Nullable<DateTime>"),
];

const COUPON: [(&str, &str); 16] = [
    ("Id", "Int32"),
    ("Code", "String"),
    ("CouponType", "Int32"),
    ("ExpirationDate", "DateTime"),
    ("Voided", "Boolean"),
    ("Used", "Boolean"),
    ("UseTime", "Nullable<DateTime>"),
    ("Data", "CouponData"),
    ("CouponStatus", "Nullable<Int32>"),
    ("ActivateId", "Nullable<Guid>"),
    ("SpendId", "Nullable<Guid>"),
    ("CheckSumFrom", "Nullable<Decimal>"),
    ("CheckSumTo", "Nullable<Decimal>"),
    ("DiscountAmountLimit", "Nullable<Decimal>"),
    ("DiscountSumLimit", "Nullable<Decimal>"),
    ("SingleCouponPerCheck", "Nullable<Int32>"),
];

const ALL: [(&str, &str); 25] = [
    ("Bool", "Boolean"),
    ("Byte", "Byte"),
    ("SByte", "SByte"),
    ("Short", "Int16"),
    ("UShort", "UInt16"),
    ("Int", "Int32"),
    ("UInt", "UInt32"),
    ("Long", "Int64"),
    ("ULong", "UInt64"),
    ("Float", "Single"),
    ("Double", "Double"),
    ("Decimal", "Decimal"),
    ("Char", "Char"),
    ("String", "String"),
    ("Guid", "Guid"),
    ("TimeSpan", "TimeSpan"),
    ("DateTime", "DateTime"),
    ("DateTimeOffset", "DateTimeOffset"),
    ("DateOnly", "DateOnly"),
    ("TimeOnly", "TimeOnly"),
    ("Bytes", "Byte[]"),
    ("Uri", "Uri"),
    ("Color", "Color"),
    ("Perm", "Perm"),
    ("Em", "EM"),
];

const ALL_NULLABLE: [(&str, &str); 19] = [
    ("Bool", "Nullable<Boolean>"),
    ("Byte", "Nullable<Byte>"),
    ("Short", "Nullable<Int16>"),
    ("Int", "Nullable<Int32>"),
    ("UInt", "Nullable<UInt32>"),
    ("Long", "Nullable<Int64>"),
    ("ULong", "Nullable<UInt64>"),
    ("Float", "Nullable<Single>"),
    ("Double", "Nullable<Double>"),
    ("Decimal", "Nullable<Decimal>"),
    ("Char", "Nullable<Char>"),
    ("Guid", "Nullable<Guid>"),
    ("TimeSpan", "Nullable<TimeSpan>"),
    ("DateTime", "Nullable<DateTime>"),
    ("DateTimeOffset", "Nullable<DateTimeOffset>"),
    ("DateOnly", "Nullable<DateOnly>"),
    ("TimeOnly", "Nullable<TimeOnly>"),
    ("Color", "Nullable<Color>"),
    ("Perm", "Nullable<Perm>"),
];
