//! The recorded hosts with one setting changed, by the name of the variant:
//! `fixtures/settings/variants.toml`.

use std::sync::OnceLock;

use anyhow::Context as _;
use servicestack_emulator::auth::{AdminSecret, User, hash_password};
use servicestack_emulator::config::{Layer, Settings};
use servicestack_emulator::emulator::assembly;
use servicestack_emulator::host::{Behaviour, Profile};
use servicestack_emulator::{Builder, Emulator};

use super::services;

/// The pictures of users by profile.
const PICTURES: &str = include_str!("../../fixtures/settings/pictures.toml");

/// The settings of each variant.
const VARIANTS: &str = include_str!("../../fixtures/settings/variants.toml");

/// The host of a variant, without services.
///
/// # Errors
/// When there is no such variant.
pub fn builder(variant: &str, profile: Profile, strict: bool) -> anyhow::Result<Builder> {
    let settings = settings(variant, profile, strict)?;
    let mut behaviour = assembly::behaviour(&settings);
    let assembly = if profile == Profile::Classic { "settings" } else { "hosts" };
    behaviour.dialect.assembly = Some(assembly.into());
    with(behaviour, &settings)
}

fn settings(variant: &str, profile: Profile, strict: bool) -> anyhow::Result<Settings> {
    let variants: toml::Table = VARIANTS.parse()?;
    let own = variants.get(variant).with_context(|| format!("there is no variant {variant}"))?;
    let settings = Layer::from_text(variant, &toml::to_string(own)?)?.settings();
    Ok(Settings { profile, strict, ..settings })
}

fn with(behaviour: Behaviour, settings: &Settings) -> anyhow::Result<Builder> {
    let base_path = settings.base_path.as_ref().map_or("", |path| &path.0);
    let builder = Emulator::builder(services::contract()?)
        .base_path(base_path)
        .behaviour(behaviour)
        .services(services::register)
        .users(users(settings)?);
    let builder = match &settings.auth.secret {
        Some(secret) => builder.admin_secret(AdminSecret::new(secret.reveal())),
        None => builder,
    };
    Ok(match settings.session.lock_after {
        Some(failures) => builder.max_failures(failures.small()),
        None => builder,
    })
}

/// Those of the variant, or those of all; each with the picture that the recorded host shows.
fn users(settings: &Settings) -> anyhow::Result<Vec<User>> {
    let pictures: toml::Table = PICTURES.parse()?;
    let profile = if settings.profile == Profile::Classic { "classic" } else { "modern" };
    let picture = pictures.get(profile).and_then(|picture| picture.as_str().map(str::to_owned));
    let users = match &settings.users {
        Some(_) => settings.effective_users(),
        None => recorded_users()?,
    };
    let shown = |user: User| User { profile_url: picture.clone(), ..user };
    Ok(users.into_iter().map(shown).collect())
}

/// Passwords are hashed once for all hosts.
fn recorded_users() -> anyhow::Result<Vec<User>> {
    static USERS: OnceLock<Vec<User>> = OnceLock::new();
    if let Some(users) = USERS.get() {
        return Ok(users.clone());
    }
    let users = vec![services::test_user()?, boss()?];
    Ok(USERS.get_or_init(|| users).clone())
}

/// The one who may call AdminReq.
fn boss() -> anyhow::Result<User> {
    Ok(User {
        id: "2".to_owned(),
        name: "boss".to_owned(),
        display_name: Some("Big Boss".to_owned()),
        email: Some("b@t.t".to_owned()),
        password_hash: hash_password("boss")?,
        roles: vec!["SysAdmin".to_owned()],
        ..services::test_user()?
    })
}
