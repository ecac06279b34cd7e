//! Writes lines to standard output and standard error. No other file does, since `println!` panics on a full disk.

use std::fmt::Display;
use std::io::{self, ErrorKind, Write};
use std::sync::atomic::{AtomicBool, Ordering};

/// `true` once standard error has explained why it gets the results.
static IS_EXPLAINED: AtomicBool = AtomicBool::new(false);

/// Prints a result to standard output. If that fails, prints it to standard error, unless the reader of a pipe has gone.
pub fn result(line: impl Display) {
    write_result(&mut anstream::stdout().lock(), &mut anstream::stderr().lock(), &IS_EXPLAINED, &line);
}

/// Prints a message to standard error, and ignores a failure, which no other place could report.
pub fn message(line: impl Display) {
    _ = write(&mut anstream::stderr().lock(), &line);
}

fn write_result(output: &mut dyn Write, errors: &mut dyn Write, is_explained: &AtomicBool, line: &dyn Display) {
    let Err(error) = write(output, line) else { return };
    if error.kind() == ErrorKind::BrokenPipe {
        return;
    }
    if !is_explained.swap(true, Ordering::Relaxed) {
        _ = write(errors, &format_args!("Standard output cannot be written ({error}), so its lines follow here:"));
    }
    _ = write(errors, line);
}

/// Writes a line, and waits until it has left this process, so that an error belongs to this line.
fn write(stream: &mut dyn Write, line: &dyn Display) -> io::Result<()> {
    stream.write_all(format!("{line}\n").as_bytes())?;
    stream.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A stream that fails in one way.
    struct Failing(ErrorKind);

    impl Write for Failing {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Err(self.0.into())
        }
    }

    #[test]
    fn results_that_cannot_be_printed_go_to_the_errors() {
        let printed = |output: &mut dyn Write| {
            let (mut errors, is_explained) = (Vec::new(), AtomicBool::new(false));
            write_result(output, &mut errors, &is_explained, &"Built 3 articles");
            write_result(output, &mut errors, &is_explained, &"Signed edition 1");
            String::from_utf8(errors).expect("text")
        };
        let mut output = Vec::new();
        assert_eq!(printed(&mut output), "");
        assert_eq!(output, b"Built 3 articles\nSigned edition 1\n");
        let errors = printed(&mut Failing(ErrorKind::StorageFull));
        assert!(errors.starts_with("Standard output cannot be written ("), "{errors}");
        assert!(errors.ends_with("here:\nBuilt 3 articles\nSigned edition 1\n"), "{errors}");
        assert_eq!(printed(&mut Failing(ErrorKind::BrokenPipe)), "");
        // Neither stream can be written.
        let full = || Failing(ErrorKind::StorageFull);
        write_result(&mut full(), &mut full(), &AtomicBool::new(false), &"lost");
    }
}
