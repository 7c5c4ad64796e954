//! The page of ActivateCoupon on the real ApexERPHost, word for word.

use servicestack_emulator::contract::Contract;
use servicestack_emulator::pages::{self, PageContext};
use servicestack_emulator::wire::{Dialect, Format};

use crate::html;

/// The text of the page (its head is no text) and of the seed, without white space.
#[test]
fn the_page_of_activate_coupon_says_what_the_real_one_says() {
    let contract = Contract::read(include_bytes!("../../fixtures/hosts/apex-erp/contract.json"))
        .expect("it reads");
    let operation = contract.operation("ActivateCoupon").expect("it is there");
    let dialect = Dialect::default();
    let context =
        PageContext { host: "apex.nikoratrade.ge", base_url: "", dialect: &dialect, links: &[] };
    let page = pages::operation(&contract, operation, Format::Jsv, &context);
    let seed = include_str!("../../fixtures/seeds/003_a7f30d23f739a698.txt");
    assert_eq!(without_blanks(&html::body(&page).text()), without_blanks(seed));
}

fn without_blanks(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
