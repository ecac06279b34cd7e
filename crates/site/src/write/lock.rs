//! Locks a site's folder, so that one command at a time writes it.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use rustix::io::Errno;

use super::{HIDDEN, LOCK};

/// How often a lock is tried again if the command that had it has removed its file in the meantime.
const MAX_TRIES: u32 = 100;

/// A locked file in the hidden folder of a site, removed when the lock ends.
pub(super) struct Lock {
    out: PathBuf,
    path: PathBuf,
    /// `true` if the lock created the site's folder.
    is_new: bool,
    _file: File,
}

impl Lock {
    pub(super) fn new(out: &Path) -> anyhow::Result<Self> {
        let (hidden, path) = (out.join(HIDDEN), out.join(LOCK));
        let explain = || {
            format!("{} cannot be created: check that the disk has room and that you may write there", path.display())
        };
        let is_new = !out.exists();
        for _ in 0..MAX_TRIES {
            fs::create_dir_all(&hidden).with_context(explain)?;
            let (file, is_first) = match open(&path) {
                Ok(opened) => opened,
                Err(error) if error.kind() == ErrorKind::NotFound => continue,
                Err(error) => return Err(error).with_context(explain),
            };
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    bail!("another build is writing {}: wait until it is done", out.display())
                }
                Err(TryLockError::Error(error)) if has_no_locks(&error) => {
                    if is_first {
                        return Ok(Self { out: out.to_owned(), path, is_new, _file: file });
                    }
                    bail!(
                        "another build may be writing {}, and its file system has no locks that could tell: if none is, \
                         remove {}",
                        out.display(),
                        path.display()
                    );
                }
                Err(TryLockError::Error(error)) => return Err(error).with_context(explain),
            }
            // The previous owner may have removed the file in the meantime, and another build may have locked a new
            // one.
            let inode = file.metadata()?.ino();
            if fs::metadata(&path).is_ok_and(|current| current.ino() == inode) {
                return Ok(Self { out: out.to_owned(), path, is_new, _file: file });
            }
        }
        bail!("{} cannot be locked, since other programs replace it all the time: stop them", path.display())
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
        // A folder that is not empty stays.
        let _ = fs::remove_dir(self.out.join(HIDDEN));
        if self.is_new {
            let _ = fs::remove_dir(&self.out);
        }
    }
}

/// Opens a file to lock. Returns whether it was created.
fn open(path: &Path) -> io::Result<(File, bool)> {
    match File::create_new(path) {
        Ok(file) => Ok((file, true)),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            Ok((OpenOptions::new().write(true).open(path)?, false))
        }
        Err(error) => Err(error),
    }
}

/// Returns whether an error says that a file system has no locks, as some network shares.
fn has_no_locks(error: &io::Error) -> bool {
    error.kind() == ErrorKind::Unsupported
        || matches!(Errno::from_io_error(error), Some(Errno::NOLCK | Errno::NOSYS | Errno::NOTSUP))
}
