//! What a program could do at most: a loop over bytes that knows the members of a coupon and their
//! order by heart, checks nothing and handles no quotes.

use super::{Coupon, CouponData, CouponProd};

struct Bytes<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Bytes<'a> {
    /// The text up to the next `,`, `}` or `]`, behind the next colon.
    fn next(&mut self) -> &'a str {
        let bytes = self.text.as_bytes();
        while bytes[self.at] != b':' {
            self.at += 1;
        }
        let start = self.at + 1;
        self.at = start;
        while !matches!(bytes[self.at], b',' | b'}' | b']') {
            self.at += 1;
        }
        &self.text[start..self.at]
    }

    fn skip(&mut self, to: u8) {
        while self.text.as_bytes()[self.at] != to {
            self.at += 1;
        }
        self.at += 1;
    }

    fn int(&mut self) -> i32 {
        self.next().bytes().fold(0, |n, b| n * 10 + i32::from(b - b'0'))
    }

    fn float(&mut self) -> f64 {
        let (mut mantissa, mut scale, mut behind) = (0u64, 1.0, false);
        for b in self.next().bytes() {
            if b == b'.' {
                behind = true;
            } else {
                mantissa = mantissa * 10 + u64::from(b - b'0');
                scale *= if behind { 10.0 } else { 1.0 };
            }
        }
        mantissa as f64 / scale
    }

    fn bool(&mut self) -> bool {
        self.next() == "True"
    }

    fn prod(&mut self) -> CouponProd {
        CouponProd {
            prod_id: self.next().to_owned(),
            is_service: self.int(),
            r#type: self.int(),
            count: self.float(),
            value_type: self.int(),
            value: self.float(),
            count_additive: self.float(),
        }
    }

    fn data(&mut self) -> CouponData {
        let mut prods = Vec::new();
        self.skip(b'[');
        while self.text.as_bytes()[self.at] != b']' {
            prods.push(self.prod());
            self.at += 1;
        }
        CouponData { prods }
    }

    fn coupon(&mut self) -> Coupon {
        Coupon {
            id: self.int(),
            code: self.next().to_owned(),
            coupon_type: self.int(),
            expiration_date: self.next().to_owned(),
            voided: self.bool(),
            used: self.bool(),
            data: self.data(),
            coupon_status: Some(self.int()),
            activate_id: Some(self.next().to_owned()),
        }
    }
}

pub fn coupons(text: &str) -> Vec<Coupon> {
    let mut bytes = Bytes { text, at: 1 };
    let mut coupons = Vec::new();
    while bytes.text.as_bytes()[bytes.at] != b']' {
        coupons.push(bytes.coupon());
        bytes.skip(b'}');
        bytes.at += usize::from(bytes.text.as_bytes()[bytes.at] == b',');
    }
    coupons
}
