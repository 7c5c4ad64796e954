//! `coupons --url`: the coupons of a running emulator.

use std::path::Path;

use clap::Args;
use reqwest::Method;
use serde_json::{Value, json};

use super::Client;
use super::files::{read_file, write_file};
use crate::cli::failure::Failure;
use crate::cli::print;

/// The coupons of a running emulator.
pub struct Remote(pub Client);

#[derive(Debug, Args)]
pub struct FindArgs {
    /// Only this one, with its history
    #[arg(value_name = "CODE")]
    code: Option<String>,
    /// Only of this type
    #[arg(long = "type", value_name = "NUMBER")]
    coupon_type: Option<i32>,
    /// Only of this CouponStatus: 0 added, 1 activated, 2 spent
    #[arg(long, value_name = "NUMBER")]
    status: Option<i32>,
    /// So many at most
    #[arg(long, value_name = "NUMBER", default_value_t = 100)]
    take: i32,
}

#[derive(Debug, Args)]
pub struct AddArgs {
    /// Their type
    #[arg(long = "type", value_name = "NUMBER")]
    coupon_type: i32,
    /// What their codes begin with
    #[arg(long, default_value = "")]
    prefix: String,
    /// The first number
    #[arg(long, value_name = "NUMBER", requires = "to")]
    from: Option<i64>,
    /// The last number
    #[arg(long, value_name = "NUMBER", requires = "from")]
    to: Option<i64>,
    /// Length of the numbers, filled up with zeros
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    length: i32,
    /// Their end, e.g. 2030-01-01 [default: never]
    #[arg(long, value_name = "INSTANT")]
    expires: Option<String>,
    /// They are activated already
    #[arg(long)]
    activate: bool,
    /// Codes after the prefix, in the place of numbers
    #[arg(value_name = "CODE", conflicts_with = "from")]
    codes: Vec<String>,
}

impl Remote {
    pub async fn count(&self) -> Result<(), Failure> {
        let counts = self.0.get(&["coupons", "count"], &[]).await?;
        let names = ["Free", "Activated", "Used", "Voided", "Expired", "Total"];
        let line =
            |name: &str| format!("{:<10}{:>12}\n", name.to_lowercase(), counts[name].to_string());
        print(&names.map(line).concat())
    }

    /// Prints a coupon a line, as JSON.
    pub async fn find(&self, args: &FindArgs) -> Result<(), Failure> {
        if let Some(code) = &args.code {
            let found = self.0.get(&["coupons", code], &[]).await?;
            return print(&format!("{:#}\n", found["Result"]));
        }
        let take = args.take.to_string();
        let number = |number: Option<i32>| number.map(|number| number.to_string());
        let (of_type, status) = (number(args.coupon_type), number(args.status));
        let mut query = vec![("Take", take.as_str())];
        query.extend(of_type.as_deref().map(|number| ("CouponType", number)));
        query.extend(status.as_deref().map(|number| ("Status", number)));
        let found = self.0.get(&["coupons"], &query).await?;
        let coupons = found["Results"].as_array().into_iter().flatten();
        print(&coupons.map(|coupon| format!("{coupon}\n")).collect::<String>())
    }

    pub async fn add(&self, args: &AddArgs) -> Result<(), Failure> {
        let mut body = json!({
            "Type": args.coupon_type, "Prefix": args.prefix, "Activate": args.activate,
            "ExpDate": args.expires, "Codes": args.codes, "CodeLength": args.length,
        });
        if let (Some(from), Some(to)) = (args.from, args.to) {
            body["CodeFrom"] = from.into();
            body["CodeTo"] = to.into();
        }
        let added = self.0.call(Method::POST, &["coupons"], body).await?;
        let omitted = added["Omitted"].as_array().map_or(0, Vec::len);
        print(&format!("added {} coupons, {omitted} codes existed already\n", added["Inserted"]))
    }

    pub async fn export(&self, file: &Path, form: &str) -> Result<(), Failure> {
        let path = ["coupons", "export"];
        let text = self.0.send(Method::GET, &path, &[("Form", form)], Vec::new()).await?;
        write_file(file, &text, "the coupons")
    }

    pub async fn import(&self, file: &Path) -> Result<(), Failure> {
        let file = read_file(file)?;
        let answer = self.0.members(Method::PUT, &["coupons"], &[], file).await?;
        print(&format!("imported {} coupons\n", answer["Coupons"]))
    }

    /// Spends, voids or ends a coupon.
    pub async fn change(&self, code: &str, verb: &str, body: Value) -> Result<(), Failure> {
        let changed = self.0.call(Method::POST, &["coupons", code, verb], body).await?;
        let coupon = &changed["Result"];
        let done = match verb {
            "spend" => "spent",
            "expire" => "ended",
            _ => "voided",
        };
        let spend_id = match coupon["SpendId"].as_str().filter(|_| verb == "spend") {
            Some(id) => format!(", SpendId {id}"),
            None => String::new(),
        };
        print(&format!("{done} {code} (Id {}){spend_id}\n", coupon["Id"]))
    }

    pub async fn reset(&self) -> Result<(), Failure> {
        self.0.send(Method::DELETE, &["coupons"], &[], Vec::new()).await?;
        print("removed all coupons\n")
    }

    pub async fn take(&self, name: &str) -> Result<(), Failure> {
        let taken = self.0.call(Method::POST, &["snapshots"], json!({ "Name": name })).await?;
        print(&super::snapshot::line(&taken["Result"]))
    }

    pub async fn restore(&self, name: &str) -> Result<(), Failure> {
        // The caller has agreed to lose what there is.
        super::snapshot::restore(&self.0, name, true).await
    }

    pub async fn snapshots(&self) -> Result<(), Failure> {
        super::snapshot::list(&self.0).await
    }
}
