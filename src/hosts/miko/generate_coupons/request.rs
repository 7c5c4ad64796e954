//! The request, its fields read with their types and nothing else checked.

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::config::MikoSettings;
use crate::hosts::miko::fields::Fields;
use crate::hosts::miko::refusal::Refusal;

/// A request whose fields have their types. What is absent is `None`.
#[derive(Debug)]
pub struct RawRequest<'v> {
    pub coupon_type: Option<Cow<'v, str>>,
    pub coupons_count: Option<i64>,
    pub use_many_times: Option<i64>,
    pub distributor_guid: Option<Cow<'v, str>>,
    pub crm_invoice: Option<Cow<'v, str>>,
    pub crm_invoice_date: Option<Cow<'v, str>>,
    pub description: Option<Cow<'v, str>>,
    pub products: Vec<AskedProduct<'v>>,
}

/// One of `products`.
#[derive(Debug)]
pub struct AskedProduct<'v> {
    pub guid: Option<Cow<'v, str>>,
    pub multiplier: Option<Cow<'v, str>>,
    pub fixed_expire: Option<Cow<'v, str>>,
    pub extend_days: Option<i64>,
}

impl<'v> RawRequest<'v> {
    /// Reads the types of all fields, then looks whether those are there that the settings require.
    pub fn read(body: &'v Map<String, Value>, settings: &MikoSettings) -> Result<Self, Refusal> {
        let loose = settings.loose_types;
        let fields = Fields::new(body, "", loose);
        let products = fields.list("products")?.unwrap_or_default();
        let request = Self {
            coupon_type: fields.text("coupontype")?,
            coupons_count: fields.integer("couponscount")?,
            use_many_times: fields.integer("usemanytimes")?,
            distributor_guid: fields.text("distributorguid")?,
            crm_invoice: fields.text("crminvoice")?,
            crm_invoice_date: fields.text("crminvoicedate")?,
            description: fields.text("description")?,
            products: products
                .iter()
                .enumerate()
                .map(|(place, product)| AskedProduct::read(product, place, loose))
                .collect::<Result<_, _>>()?,
        };
        let missing = settings.required.iter().find(|field| match field.name() {
            "products" => request.products.is_empty(),
            name => fields.get(name).is_none(),
        });
        match missing {
            Some(field) => Err(Refusal::bad(format!("{} is required", field.name()))),
            None => Ok(request),
        }
    }
}

impl<'v> AskedProduct<'v> {
    fn read(product: &'v Value, place: usize, loose: bool) -> Result<Self, Refusal> {
        let Value::Object(object) = product else {
            return Err(Refusal::bad(format!("products[{place}] must be an object")));
        };
        let fields = Fields::new(object, format!("products[{place}]."), loose);
        Ok(Self {
            guid: fields.text("guid")?,
            multiplier: fields.text("multiplier")?,
            fixed_expire: fields.text("fixedexpire")?,
            extend_days: fields.integer("extenddays")?,
        })
    }
}
