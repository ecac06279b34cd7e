//! The operations by which a site gets to the disk, so that tests can fail each of them.

use std::fs::{self, DirBuilder, File};
use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;

use rustix::io::Errno;

use super::part;

/// The size of the pieces in which files are compared.
const PIECE: usize = 64 << 10;

/// A disk with the folder of a site.
pub(super) trait Disk: Send + Sync {
    /// Returns whether something has a name. A symbolic link that leads nowhere counts.
    fn exists(&self, path: &Path) -> bool;

    /// Returns whether a regular file holds exactly these bytes.
    fn holds(&self, file: &Path, bytes: &[u8]) -> bool;

    /// Writes a new file.
    fn write(&self, file: &Path, bytes: &[u8]) -> io::Result<()>;

    /// Moves a file, and replaces the file that has the name.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Creates a folder.
    fn create_folder(&self, folder: &Path) -> io::Result<()>;

    /// Creates a folder that other users cannot open.
    fn create_private_folder(&self, folder: &Path) -> io::Result<()>;

    /// Removes a file.
    fn remove_file(&self, file: &Path) -> io::Result<()>;

    /// Removes an empty folder.
    fn remove_folder(&self, folder: &Path) -> io::Result<()>;

    /// Removes a folder with all that is in it.
    fn remove_all(&self, folder: &Path) -> io::Result<()>;

    /// Waits until all that was written is on the disk to which the open folder belongs.
    fn sync(&self, folder: &File) -> io::Result<()>;
}

/// The disk of this computer.
pub(super) struct LocalDisk;

impl Disk for LocalDisk {
    fn exists(&self, path: &Path) -> bool {
        path.symlink_metadata().is_ok()
    }

    fn holds(&self, file: &Path, bytes: &[u8]) -> bool {
        // Opening a pipe may never end.
        let is_candidate =
            file.metadata().is_ok_and(|metadata| metadata.is_file() && metadata.len() == bytes.len() as u64);
        is_candidate && File::open(file).and_then(|file| is_same(file, bytes)).unwrap_or(false)
    }

    fn write(&self, file: &Path, bytes: &[u8]) -> io::Result<()> {
        File::create_new(file)?.write_all(bytes)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        match fs::rename(from, to) {
            // A folder inside the site is a mount point.
            Err(error) if error.kind() == ErrorKind::CrossesDevices => {
                let folder = to.parent().ok_or(error)?;
                let mut part = part::new_part(folder).map_err(io::Error::other)?;
                let mut file = File::open(from)?;
                io::copy(&mut file, &mut part)?;
                part.as_file().set_permissions(file.metadata()?.permissions())?;
                part.as_file().sync_all()?;
                part.persist(to)?;
                fs::remove_file(from)
            }
            moved => moved,
        }
    }

    fn create_folder(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir(folder)
    }

    fn create_private_folder(&self, folder: &Path) -> io::Result<()> {
        DirBuilder::new().mode(0o700).create(folder)
    }

    fn remove_file(&self, file: &Path) -> io::Result<()> {
        fs::remove_file(file)
    }

    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        fs::remove_dir(folder)
    }

    fn remove_all(&self, folder: &Path) -> io::Result<()> {
        fs::remove_dir_all(folder)
    }

    fn sync(&self, folder: &File) -> io::Result<()> {
        match sync_file_system(folder) {
            // Some file systems cannot be asked to.
            Ok(()) | Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

/// Once for all files: waiting for each one takes many times as long.
#[cfg(target_os = "linux")]
fn sync_file_system(folder: &File) -> Result<(), Errno> {
    rustix::fs::syncfs(folder)
}

#[cfg(not(target_os = "linux"))]
fn sync_file_system(_folder: &File) -> Result<(), Errno> {
    rustix::fs::sync();
    Ok(())
}

fn is_same(mut file: File, bytes: &[u8]) -> io::Result<bool> {
    let mut piece = vec![0; PIECE.min(bytes.len())];
    for expected in bytes.chunks(PIECE) {
        let Some(piece) = piece.get_mut(..expected.len()) else { return Ok(false) };
        file.read_exact(piece)?;
        if piece != expected {
            return Ok(false);
        }
    }
    Ok(file.read(&mut [0])? == 0)
}
