//! `offprint rotate`: replaces keys by new ones that the old ones sign.

use std::path::PathBuf;

use anyhow::{bail, ensure};
use clap::ValueEnum;
use signing::keys::{Keys, Quorum, Rotation};
use trust::Role;
use trust::lines::LARGEST;

use super::passphrase::PassphraseArgument;
use super::{Ended, now, output, seconds};

/// Replace keys, or renew the root for two years
///
/// Needs the root keys: put as many as must sign into the folder. Sign every site again afterwards. With --stolen, apps
/// that have seen the new root refuse everything signed before.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  offprint rotate --keys keys                        renew the root; the keys stay
  offprint rotate --keys keys --role desk            a new desk key
  offprint rotate --keys keys --role desk --stolen   the desk key was stolen
  offprint rotate --keys keys --role root --roots 3 --threshold 2   if one root key signed alone

Exit status: 0 done, 1 nothing was changed, 2 wrong usage")]
pub struct Arguments {
    /// The folder of the keys
    #[arg(long, value_name = "DIR")]
    keys: PathBuf,
    /// The role whose keys are replaced; can be given more than once
    #[arg(long, value_name = "ROLE")]
    role: Vec<RoleName>,
    /// The new number of root keys, with --role root; without it, the number stays
    #[arg(long, value_name = "N")]
    roots: Option<usize>,
    /// The new number of root keys that must sign, with --role root; without it, the number stays
    #[arg(long, value_name = "N")]
    threshold: Option<usize>,
    /// Make apps refuse everything signed before; needs the role whose keys were stolen
    #[arg(long)]
    stolen: bool,
    /// The oldest edition to accept; without it, as before, and with --stolen any edition signed from now on
    #[arg(long, value_name = "EDITION", value_parser = clap::value_parser!(u64).range(1..=LARGEST))]
    minimum: Option<u64>,
    #[command(flatten)]
    passphrase: PassphraseArgument,
}

#[derive(Clone, Copy, ValueEnum)]
enum RoleName {
    Root,
    Desk,
    Pulse,
}

/// Signs the next root and explains what to do next.
pub fn run(arguments: &Arguments) -> anyhow::Result<Ended> {
    let now = seconds(now()?)?;
    let mut keys = Keys::open(&arguments.keys)?;
    let mut roles: Vec<Role> = Vec::new();
    for role in &arguments.role {
        let role = match role {
            RoleName::Root => Role::Root,
            RoleName::Desk => Role::Desk,
            RoleName::Pulse => Role::Pulse,
        };
        if !roles.contains(&role) {
            roles.push(role);
        }
    }
    ensure!(
        !arguments.stolen || !roles.is_empty(),
        "--stolen goes with the role whose keys were stolen, as in --role desk: until you replace them, the thief can sign"
    );
    let before = keys.root().statement.minimum;
    if let Some(minimum) = arguments.minimum.filter(|minimum| !arguments.stolen && *minimum < before) {
        bail!("apps already refuse editions before number {before}, so --minimum {minimum} would change nothing");
    }
    let root = &keys.root().statement.root;
    let quorum = Quorum {
        keys: arguments.roots.unwrap_or(root.keys.len()),
        threshold: arguments.threshold.unwrap_or(root.threshold),
    };
    let changes = arguments.roots.or(arguments.threshold).is_some();
    ensure!(
        !changes || roles.contains(&Role::Root),
        "--roots and --threshold go with --role root, which creates new root keys"
    );
    let quorum = changes.then_some(quorum);
    let rotation = Rotation { roles, quorum, new_epoch: arguments.stolen, minimum: arguments.minimum.unwrap_or(1) };
    keys.rotate(&rotation, &arguments.passphrase.read()?, now)?;
    output::result(format_args!("Signed root {} in {}", keys.root().statement.version, arguments.keys.display()));
    for name in keys.retired() {
        output::result(format_args!("{name} is no longer used: destroy it"));
    }
    keys.warnings(now).iter().for_each(output::print_warning);
    output::result(format_args!("Sign every site again: offprint sign SITE --keys {}", arguments.keys.display()));
    Ok(Ended::Done)
}
