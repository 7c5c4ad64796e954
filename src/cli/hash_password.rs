//! `hash-password`: a password becomes what a settings file may hold.

use std::io::{self, BufRead as _, IsTerminal as _, Read as _, Write as _};

use servicestack_emulator::auth::hash_password;

use super::failure::Failure;
use super::print;

pub const EXAMPLES: &str = "\
Examples:
  servicestack-emulator hash-password
  printf '%s' \"$PASSWORD\" | servicestack-emulator hash-password

Paste the line into a settings file:
  [[users]]
  name = \"till\"
  password_hash = \"$argon2id$…\"";

/// Longer input than this is no password.
const LONGEST: u64 = 64 * 1024;

/// Prints the hash on the standard output and what to do with it on the standard error, so that a
/// script gets the hash alone.
pub fn run() -> Result<(), Failure> {
    let password = if io::stdin().is_terminal() { prompted()? } else { first_line()? };
    if password.is_empty() {
        return Err(Failure::Mendable(
            "the password is empty; type one, or pipe it into the command".to_owned(),
        ));
    }
    let hash = hash_password(&password).map_err(|error| Failure::Other(error.to_string()))?;
    print(&format!("{hash}\n"))?;
    // The hash is out; that nobody reads the hint is no failure.
    let _ = writeln!(
        io::stderr(),
        "Paste it into a settings file, under [[users]], as password_hash = \"…\", and serve with --config FILE."
    );
    Ok(())
}

fn prompted() -> Result<String, Failure> {
    let password = rpassword::prompt_password("Password: ")?;
    if rpassword::prompt_password("Once more: ")? == password {
        Ok(password)
    } else {
        Err(Failure::Mendable("the two passwords differ; try again".to_owned()))
    }
}

fn first_line() -> Result<String, Failure> {
    let mut line = Vec::new();
    let length = io::stdin().lock().take(LONGEST + 1).read_until(b'\n', &mut line)?;
    if length as u64 > LONGEST {
        return Err(Failure::Mendable(format!("the password is longer than {LONGEST} bytes")));
    }
    let text = String::from_utf8(line)
        .map_err(|_| Failure::Mendable("the password is no UTF-8 text".to_owned()))?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}
