//! Asking before coupons are lost.

use std::io::{self, IsTerminal as _, Write as _};

use clap::Args;

use crate::cli::failure::Failure;

#[derive(Debug, Args)]
pub struct Consent {
    /// Do it without asking
    #[arg(long, short)]
    yes: bool,
}

impl Consent {
    /// Asks on a terminal; elsewhere nobody could answer.
    pub fn given(&self, what: &str) -> Result<(), Failure> {
        if self.yes {
            return Ok(());
        }
        if !io::stdin().is_terminal() {
            return Err(Failure::Mendable(format!("{what}; say so with --yes")));
        }
        write!(io::stderr(), "{what}. Go on? [y/N] ")?;
        let mut answer = String::new();
        io::stdin().read_line(&mut answer)?;
        if matches!(answer.trim(), "y" | "Y" | "yes") {
            Ok(())
        } else {
            Err(Failure::Other("nothing was changed".to_owned()))
        }
    }
}
