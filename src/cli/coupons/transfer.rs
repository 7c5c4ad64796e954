//! `coupons export` and `import`.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter};
use std::path::{Path, PathBuf};

use clap::Args;
use servicestack_emulator::store::transfer::{Form, export, import};

use super::consent::Consent;
use super::place::Place;
use super::progress::bar;
use crate::cli::failure::Failure;
use crate::cli::print;
use crate::cli::remote::coupons::Remote;

#[derive(Debug, Args)]
pub struct ExportArgs {
    /// The file; - for the standard output
    #[arg(default_value = "-")]
    file: PathBuf,
    /// jsonl or csv [default: as the file's name ends, else jsonl]
    #[arg(long, value_name = "FORM")]
    form: Option<Form>,
}

#[derive(Debug, Args)]
pub struct ImportArgs {
    /// The file, as export wrote it; - for the standard input
    file: PathBuf,
    #[command(flatten)]
    consent: Consent,
}

impl ExportArgs {
    pub async fn run(self, place: Place) -> Result<(), Failure> {
        let form = self.form()?;
        let bar = bar("export", Some(place.total().await?));
        let reported = bar.clone();
        let progress = move |count| reported.set_position(count);
        if self.file == Path::new("-") {
            export(&**place.coupons(), form, BufWriter::new(io::stdout()), progress).await?;
            bar.finish_and_clear();
            return Ok(());
        }
        // An older file stays until the new one is whole and on the disk.
        let unfinished = added(&self.file, ".unfinished");
        let out = File::create(&unfinished).map_err(|error| at(&unfinished, &error))?;
        let (count, out) = export(&**place.coupons(), form, BufWriter::new(out), progress).await?;
        let out = out.into_inner().map_err(|error| at(&unfinished, error.error()))?;
        let finish = || {
            out.sync_all()?;
            fs::rename(&unfinished, &self.file)
        };
        finish().map_err(|error| at(&self.file, &error))?;
        bar.finish_and_clear();
        print(&format!("exported {count} coupons to {}\n", self.file.display()))
    }

    /// The file of a running emulator.
    pub async fn run_remote(self, remote: &Remote) -> Result<(), Failure> {
        let form = match self.form()? {
            Form::JsonLines => "jsonl",
            Form::Csv => "csv",
        };
        remote.export(&self.file, form).await
    }

    fn form(&self) -> Result<Form, Failure> {
        let end = self.file.extension().and_then(|end| end.to_str());
        match (self.form, end) {
            (Some(form), _) => Ok(form),
            (None, None) => Ok(Form::JsonLines),
            (None, Some(end)) => end
                .parse()
                .map_err(|error| Failure::Mendable(format!("{error}; name one with --form"))),
        }
    }
}

impl ImportArgs {
    /// Into a running emulator.
    pub async fn run_remote(self, remote: &Remote) -> Result<(), Failure> {
        self.consent.given("import replaces all coupons of the tenant")?;
        remote.import(&self.file).await
    }

    pub async fn run(self, place: Place) -> Result<(), Failure> {
        let file: Box<dyn io::Read + Send> = if self.file == Path::new("-") {
            Box::new(io::stdin())
        } else {
            Box::new(File::open(&self.file).map_err(|error| at(&self.file, &error))?)
        };
        let before = place.total().await?;
        if before > 0 {
            let name = place.name();
            self.consent.given(&format!("import replaces all {before} coupons of {name}"))?;
        }
        let bar = bar("import", None);
        let reported = bar.clone();
        let count = import(&**place.coupons(), BufReader::new(file), move |count| {
            reported.set_position(count)
        })
        .await?;
        bar.finish_and_clear();
        print(&format!("imported {count} coupons, replacing {before}\n"))
    }
}

fn added(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}

fn at(path: &Path, error: &io::Error) -> Failure {
    Failure::Mendable(format!("{}: {error}", path.display()))
}
