//! `offprint rotate`: new keys, said by the old ones.

use std::path::PathBuf;

use builder::keys::{Keys, Rotation};
use clap::ValueEnum;
use trust::Role;

use super::passphrase::PassphraseArgument;
use super::{Ended, now, seconds};

/// Replace keys, or renew the root for two years
///
/// Needs the root keys: put as many as must sign into the folder. Sites have to be signed again after it. With --stolen, what
/// was signed before is not to be believed any more, by readers who have seen the new root.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  offprint rotate --keys keys                        renew the root; the keys stay
  offprint rotate --keys keys --role desk            a new desk key
  offprint rotate --keys keys --role desk --stolen   the desk key was stolen

Exit status: 0 done, 1 nothing was changed, 2 wrong usage")]
pub struct Arguments {
    /// The folder of the keys
    #[arg(long, value_name = "DIR")]
    keys: PathBuf,
    /// The role whose keys are replaced; can be given again
    #[arg(long, value_name = "ROLE")]
    role: Vec<RoleName>,
    /// Let readers refuse whatever was signed before
    #[arg(long)]
    stolen: bool,
    /// The first edition that is to be believed after that
    #[arg(long, value_name = "EDITION", default_value_t = 1)]
    minimum: u64,
    #[command(flatten)]
    passphrase: PassphraseArgument,
}

#[derive(Clone, Copy, ValueEnum)]
enum RoleName {
    Root,
    Desk,
    Pulse,
}

/// Signs the next root and says what to do then.
pub fn run(arguments: &Arguments) -> anyhow::Result<Ended> {
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
    let rotation = Rotation { roles, new_epoch: arguments.stolen, minimum: arguments.minimum };
    keys.rotate(&rotation, &arguments.passphrase.read()?, seconds(now()?)?)?;
    anstream::println!("Signed root {} in {}", keys.root().statement.version, arguments.keys.display());
    for name in keys.retired() {
        anstream::println!("{name} is not used any more: destroy it");
    }
    anstream::println!("Sign every site again: offprint sign SITE --keys {}", arguments.keys.display());
    Ok(Ended::Done)
}
