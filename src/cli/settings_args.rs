//! The flags that are settings, made of the declarations of [`Settings`]. Each is an environment
//! variable too.

use std::path::PathBuf;

use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command};
use servicestack_emulator::config::{Kind, Layer, Origin, Setting};

use super::failure::Failure;

/// The flags of all settings, and `--config`.
#[derive(Debug)]
pub struct SettingsArgs(Given);

/// Arguments that are some of the settings.
pub trait SomeSettings: Sized {
    /// Adds them to a command.
    fn arguments(command: Command) -> Command;

    /// What was given of them.
    fn of(given: Given) -> Self;
}

/// Lets clap read arguments that are some of the settings.
macro_rules! read_by_clap {
    ($arguments:ty) => {
        impl clap::Args for $arguments {
            fn augment_args(command: clap::Command) -> clap::Command {
                <Self as $crate::cli::settings_args::SomeSettings>::arguments(command)
            }

            fn augment_args_for_update(command: clap::Command) -> clap::Command {
                Self::augment_args(command)
            }
        }

        impl clap::FromArgMatches for $arguments {
            fn from_arg_matches(matches: &clap::ArgMatches) -> Result<Self, clap::Error> {
                let given = $crate::cli::settings_args::Given::of(matches);
                Ok($crate::cli::settings_args::SomeSettings::of(given))
            }

            fn update_from_arg_matches(
                &mut self,
                matches: &clap::ArgMatches,
            ) -> Result<(), clap::Error> {
                *self = Self::from_arg_matches(matches)?;
                Ok(())
            }
        }
    };
}
pub(super) use read_by_clap;

impl SomeSettings for SettingsArgs {
    fn arguments(command: Command) -> Command {
        Given::arguments(command, |_| true)
    }

    fn of(given: Given) -> Self {
        Self(given)
    }
}

read_by_clap!(SettingsArgs);

/// Flags and variables as they were given, and the settings file.
#[derive(Debug, Default)]
pub struct Given {
    config: Option<PathBuf>,
    values: Vec<(&'static Setting, String, Origin)>,
}

impl SettingsArgs {
    /// What these flags and the settings file set.
    pub fn layers(&self) -> Result<Layer, Failure> {
        self.0.layers()
    }

    /// What the flags and variables set.
    pub fn flags(&self) -> Result<Layer, Failure> {
        self.0.flags()
    }
}

impl Given {
    /// The arguments for these settings, and `--config`.
    pub fn arguments(command: Command, wanted: impl Fn(&Setting) -> bool) -> Command {
        let settings = Setting::all().iter().filter(|setting| wanted(setting));
        command.arg(config()).args(settings.filter_map(argument))
    }

    /// What was given of them.
    pub fn of(matches: &ArgMatches) -> Self {
        let text = |id: &str| matches.try_get_one::<String>(id).ok().flatten().cloned();
        let origin = |setting: &'static Setting| match matches.value_source(&setting.key)? {
            ValueSource::EnvVariable => setting.variable().map(Origin::Variable),
            _ => setting.flag().map(|flag| Origin::Flag(format!("--{flag}"))),
        };
        let given = |setting: &'static Setting| {
            text(&setting.key).and_then(|text| Some((setting, text, origin(setting)?)))
        };
        Self {
            config: matches.get_one("config").cloned(),
            values: Setting::all().iter().filter_map(given).collect(),
        }
    }

    /// What flags, variables and the settings file set.
    pub fn layers(&self) -> Result<Layer, Failure> {
        let file = self.config.as_deref().map(Layer::from_file).transpose()?.unwrap_or_default();
        Ok(self.flags()?.over(file))
    }

    fn flags(&self) -> Result<Layer, Failure> {
        self.refuse_two_decisions("empty", "seed_data")?;
        self.refuse_two_decisions("fresh", "store")?;
        let mut layer = Layer::default();
        for (setting, text, origin) in &self.values {
            layer = flag(setting, text, origin)?.over(layer);
        }
        Ok(layer)
    }

    /// Refuses a switch that is on beside a setting that it excludes.
    fn refuse_two_decisions(&self, switch: &str, excluded: &str) -> Result<(), Failure> {
        let given = |key: &str| self.values.iter().find(|(setting, ..)| setting.key == key);
        let (Some((switch, on, _)), Some((excluded, ..))) = (given(switch), given(excluded)) else {
            return Ok(());
        };
        if switch.value_of(on) != true.into() {
            return Ok(());
        }
        let (one, other) = (switch.flag().unwrap_or_default(), excluded.flag().unwrap_or_default());
        let variables = [switch, excluded].map(|setting| setting.variable().unwrap_or_default());
        Err(Failure::Mendable(format!(
            "--{one} and --{other} ({}) contradict each other; give one of them",
            variables.join(" and ")
        )))
    }
}

/// One flag as a layer. A sentence about a bad one never has the value of a secret.
fn flag(setting: &Setting, text: &str, origin: &Origin) -> Result<Layer, Failure> {
    Layer::given(&setting.key, setting.value_of(text), origin.clone()).map_err(|fault| {
        let flag = setting.flag().unwrap_or_default();
        let variable = setting.variable().unwrap_or_default();
        Failure::Mendable(format!("--{flag} ({variable}): {fault}"))
    })
}

fn config() -> Arg {
    Arg::new("config")
        .long("config")
        .env("SSE_CONFIG")
        .value_name("FILE")
        .value_parser(clap::value_parser!(PathBuf))
        .help("Settings file (TOML); docs/settings.md shows every key")
}

/// The argument of a setting. Those of sections but the most used are left to `--help`.
fn argument(setting: &Setting) -> Option<Arg> {
    let default = match (setting.kind, setting.default.as_str()) {
        (Kind::Boolean, "off") | (_, "") => String::new(),
        (_, default) => format!(" [default: {default}]"),
    };
    let is_short = setting.section().is_empty()
        || setting.flag() != Some(&*setting.key.replace(['.', '_'], "-"));
    let argument = Arg::new(setting.key.clone())
        .long(setting.flag()?.to_owned())
        .env(setting.variable()?)
        .value_name(setting.value_name.clone())
        .help(format!("{}{default}", setting.description.trim_end_matches('.')))
        .hide_env_values(setting.secret)
        .hide_short_help(!is_short);
    let argument = if setting.kind == Kind::Boolean { switch(argument) } else { argument };
    Some(if is_short { argument } else { argument.help_heading(heading(setting.section())) })
}

/// `--strict` and `--strict=false`.
fn switch(argument: Arg) -> Arg {
    argument
        .num_args(0..=1)
        .require_equals(true)
        .default_missing_value("true")
        .action(ArgAction::Set)
}

fn heading(section: &str) -> String {
    format!("Settings of [{section}]")
}
