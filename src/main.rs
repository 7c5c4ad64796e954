//! The command: parse the command line, run it.

mod cli;

fn main() -> std::process::ExitCode {
    cli::run()
}
