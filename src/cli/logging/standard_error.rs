//! The standard error, written many lines at a time: a system call for each line costs a request as
//! much as all else that is done for the line.
//!
//! Only information waits, and only a moment. A warning or an error is written at once, with all
//! that waited before it: no crash loses one, and the order stays. (In the queue of a library's
//! writing thread errors would wait as well.)

use std::io::{self, Write};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use tracing::{Level, Metadata};
use tracing_subscriber::fmt::MakeWriter;

/// How long information may wait.
const MOMENT: Duration = Duration::from_millis(20);

/// How many bytes may wait.
const MANY: usize = 32 * 1024;

/// Takes lines for the standard error. Clones write to the same.
#[derive(Clone)]
pub struct StandardError(Arc<Waiting<io::Stderr>>);

/// While it lives lines may wait; dropping it writes them.
pub struct Flushing(Arc<Waiting<io::Stderr>>);

impl StandardError {
    /// Starts the thread that writes what has waited.
    pub fn start() -> io::Result<(Self, Flushing)> {
        let waiting = Arc::new(Waiting::new(io::stderr()));
        let writing = waiting.clone();
        thread::Builder::new().name("log".to_owned()).spawn(move || writing.write_each_moment())?;
        Ok((Self(waiting.clone()), Flushing(waiting)))
    }

    /// Takes lines that may wait a moment.
    pub fn information(&self, lines: &[u8]) {
        self.0.take(lines, false);
    }
}

impl Drop for Flushing {
    fn drop(&mut self) {
        self.0.lines().write_out();
    }
}

impl<'a> MakeWriter<'a> for StandardError {
    type Writer = Entry<'a>;

    fn make_writer(&'a self) -> Entry<'a> {
        Entry { waiting: &self.0, urgent: true }
    }

    fn make_writer_for(&'a self, event: &Metadata<'_>) -> Entry<'a> {
        Entry { waiting: &self.0, urgent: *event.level() <= Level::WARN }
    }
}

/// What one event writes.
pub struct Entry<'a> {
    waiting: &'a Waiting<io::Stderr>,
    urgent: bool,
}

impl Write for Entry<'_> {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.waiting.take(line, self.urgent);
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Lines that wait to be written to `W`.
struct Waiting<W> {
    lines: Mutex<Lines<W>>,
    begun: Condvar,
}

struct Lines<W> {
    bytes: Vec<u8>,
    out: W,
}

impl<W: Write> Waiting<W> {
    fn new(out: W) -> Self {
        let lines = Lines { bytes: Vec::with_capacity(MANY), out };
        Self { lines: Mutex::new(lines), begun: Condvar::new() }
    }

    fn take(&self, line: &[u8], urgent: bool) {
        let mut lines = self.lines();
        let begins = lines.bytes.is_empty();
        lines.bytes.extend_from_slice(line);
        if urgent || lines.bytes.len() > MANY {
            lines.write_out();
        } else if begins {
            self.begun.notify_one();
        }
    }

    fn write_each_moment(&self) {
        loop {
            let begun = self.begun.wait_while(self.lines(), |lines| lines.bytes.is_empty());
            drop(begun.unwrap_or_else(PoisonError::into_inner));
            thread::sleep(MOMENT);
            self.lines().write_out();
        }
    }

    /// No code panics while it holds the lock.
    fn lines(&self) -> MutexGuard<'_, Lines<W>> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<W: Write> Lines<W> {
    /// The reader has closed its end: there is no place left to report that.
    fn write_out(&mut self) {
        let _ = self.out.write_all(&self.bytes);
        self.bytes.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(waiting: &Waiting<Vec<u8>>) -> String {
        String::from_utf8(waiting.lines().out.clone()).expect("text")
    }

    #[test]
    fn an_error_is_written_at_once_after_what_waited() {
        let waiting = Waiting::new(Vec::new());
        waiting.take(b"one\n", false);
        assert_eq!(written(&waiting), "");
        waiting.take(b"two\n", true);
        assert_eq!(written(&waiting), "one\ntwo\n");
    }

    #[test]
    fn many_lines_wait_for_nobody() {
        let waiting = Waiting::new(Vec::new());
        waiting.take(&[b'.'; MANY], false);
        assert_eq!(written(&waiting), "");
        waiting.take(b"\n", false);
        assert_eq!(written(&waiting).len(), MANY + 1);
    }

    #[test]
    fn information_waits_only_a_moment() {
        let (seen, reported) = std::sync::mpsc::channel();
        let waiting = Arc::new(Waiting::new(Telling(seen)));
        let writing = waiting.clone();
        thread::spawn(move || writing.write_each_moment());
        waiting.take(b"one\n", false);
        assert_eq!(reported.recv_timeout(Duration::from_secs(10)).as_deref(), Ok(&b"one\n"[..]));
    }

    struct Telling(std::sync::mpsc::Sender<Vec<u8>>);

    impl Write for Telling {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.send(bytes.to_vec()).map(|()| bytes.len()).map_err(io::Error::other)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
}
