//! Which hosts are served, and where.

use std::path::{Path, PathBuf};

use clap::Args;
use servicestack_emulator::config::{Layer, Settings};
use servicestack_emulator::contract::Limits;
use servicestack_emulator::hosts::imported::ImportedHost;

use super::failure::Failure;
use super::settings_args::SettingsArgs;

/// The built-in host.
const APEX: &str = "apex";

/// The hosts beside or instead of ApexERPHost.
#[derive(Debug, Args)]
pub struct HostArgs {
    /// Serve an imported host; give it several times for several hosts. One alone takes the root
    /// and its settings count; of several each is served below /NAME, or at the `listen` of its
    /// settings
    #[arg(long = "host", env = "SSE_HOST", value_name = "NAME", value_delimiter = ',')]
    names: Vec<String>,
    /// Folder of the imported hosts
    #[arg(long = "hosts", env = "SSE_HOSTS", value_name = "DIR", default_value = "hosts")]
    folder: PathBuf,
    /// The host at the root: one named by --host, or apex for the built-in one [default: the only
    /// --host, else apex]
    #[arg(long, env = "SSE_ROOT", value_name = "NAME")]
    root: Option<String>,
    /// Folder of the built-in host's lab: its answers are in DIR/stubs, its faults in DIR/faults
    #[arg(long, env = "SSE_LAB", value_name = "DIR")]
    lab: Option<PathBuf>,
}

/// What is served.
pub struct Plan {
    /// The host at the root; `None` is ApexERPHost.
    pub root: Option<Chosen>,
    /// Hosts under base paths.
    pub below: Vec<Chosen>,
    /// Hosts with a port of their own.
    pub apart: Vec<Chosen>,
}

/// An imported host and the settings it is served with.
pub struct Chosen {
    pub host: ImportedHost,
    pub settings: Settings,
    /// What the settings were made of.
    pub layer: Layer,
}

impl Chosen {
    fn new(host: ImportedHost, layer: Layer) -> Result<Self, Failure> {
        let settings = Settings::from_layer(layer.clone())?;
        Ok(Self { host, settings, layer })
    }
}

impl HostArgs {
    /// The folder of ApexERPHost's lab, if it has one.
    pub fn lab(&self) -> Option<&Path> {
        self.lab.as_deref()
    }

    /// The folder of ApexERPHost's stubs, if it has one.
    pub fn stubs(&self) -> Result<Option<PathBuf>, Failure> {
        let Some(lab) = &self.lab else { return Ok(None) };
        let stubs = lab.join("stubs");
        if !["stubs", "data", "faults"].iter().any(|inner| lab.join(inner).is_dir()) {
            let sentence = format!(
                "--lab {}: it has no folder stubs, data or faults; make one",
                lab.display()
            );
            return Err(Failure::Mendable(sentence));
        }
        if self.root()?.is_some() {
            let sentence = "--lab is the built-in host's, which is not served: an imported host has its own stubs";
            return Err(Failure::Mendable(sentence.to_owned()));
        }
        Ok(Some(stubs))
    }

    /// Reads the hosts' folders and decides their places.
    pub fn plan(&self, args: &SettingsArgs) -> Result<Plan, Failure> {
        let root = self.root()?;
        let mut plan = Plan { root: None, below: Vec::new(), apart: Vec::new() };
        for name in self.distinct() {
            let is_root = root == Some(name);
            let over = if is_root { args.layers()? } else { Layer::default() };
            let host = ImportedHost::open_with(&self.folder, name, &Limits::default(), &over)
                .map_err(|error| Failure::Mendable(error.to_string()))?;
            if is_root {
                let layer = over.over(defaults(&host)?);
                plan.root = Some(Chosen::new(host, layer)?);
            } else {
                let layer = layer_of(&host, args)?;
                plan.add(Chosen::new(host, layer)?);
            }
        }
        Ok(plan)
    }

    /// The name of the host at the root; `None` is ApexERPHost.
    fn root(&self) -> Result<Option<&str>, Failure> {
        let names = self.distinct();
        match (self.root.as_deref(), names.as_slice()) {
            (Some(root), names) if names.contains(&root) => Ok(Some(root)),
            (Some(APEX), _) => Ok(None),
            (Some(root), _) => {
                let sentence = format!(
                    "--root {root}: no --host has this name; add --host {root}, or say apex"
                );
                Err(Failure::Mendable(sentence))
            }
            (None, [only]) => Ok(Some(only)),
            (None, _) => Ok(None),
        }
    }

    fn distinct(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for name in self.names.iter().map(String::as_str).filter(|name| !name.is_empty()) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }
}

impl Plan {
    fn add(&mut self, chosen: Chosen) {
        if chosen.host.settings.sets("listen") {
            self.apart.push(chosen);
        } else {
            self.below.push(chosen);
        }
    }
}

/// The host's settings, and below them what its folder says.
fn defaults(host: &ImportedHost) -> Result<Layer, Failure> {
    let title = if host.contract.title.is_empty() { &host.name } else { &host.contract.title };
    // Settings are on one line; what a document says may be on several.
    let title = title.replace(char::is_control, " ");
    let data = host.folder.join("data");
    let data = data.to_str().ok_or_else(|| {
        Failure::Mendable(format!("the path {} is not UTF-8; rename it", data.display()))
    })?;
    let of = |key: &str, value: &str| Layer::of(key, value).map_err(Failure::Mendable);
    Ok(host.settings.clone().over(of("title", &title)?).over(of("data", data)?))
}

/// A host that is not at the root keeps to its own settings. What makes answers repeatable holds
/// for all, and so do the root's users and address for a host that names none: nobody is let in
/// from another machine as demo.
fn layer_of(host: &ImportedHost, args: &SettingsArgs) -> Result<Layer, Failure> {
    let (flags, root) = (args.flags()?, args.layers()?);
    for key in ["seed", "clock"].into_iter().filter(|key| host.settings.sets(key)) {
        tracing::warn!(
            host = host.name,
            key,
            "not used: a server has one seed and one clock; set it at the root"
        );
    }
    let shared = flags.only(&["strict"]).over(root.only(&["seed", "clock", "fresh"]));
    let fallback = root.only(&["listen", "users", "tenants"]);
    Ok(shared.over(defaults(host)?).over(fallback))
}
