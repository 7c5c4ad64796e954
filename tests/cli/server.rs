//! A server that runs in a process of its own.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::time::Duration;

/// A started `serve`. Dropping it kills the process.
pub struct Server {
    child: Child,
    stdout: BufReader<ChildStdout>,
    /// What it printed until it was ready.
    pub greeting: String,
}

impl Server {
    /// Starts it and waits until it listens.
    pub fn start(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut greeting = String::new();
        while !greeting.ends_with("Stop with Ctrl-C.\n") {
            assert_ne!(stdout.read_line(&mut greeting).unwrap(), 0, "ended early: {greeting}");
        }
        Self { child, stdout, greeting }
    }

    /// `127.0.0.1:port`, as printed.
    pub fn address(&self) -> &str {
        let line = self.greeting.lines().next().unwrap();
        line.rsplit(' ').next().unwrap()
    }

    /// Sends bytes and reads until the server closes; what ends otherwise shows as fewer bytes.
    pub fn send(&self, bytes: &[u8]) -> Vec<u8> {
        let mut stream = TcpStream::connect(self.address()).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        stream.write_all(bytes).unwrap();
        let mut answer = Vec::new();
        drop(stream.read_to_end(&mut answer));
        answer
    }

    /// Sends a request head and body, reads the whole answer.
    pub fn ask(&self, method: &str, target: &str, headers: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(self.address()).unwrap();
        let length = body.len();
        let head =
            format!("{method} {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
        write!(stream, "{head}Content-Length: {length}\r\n{headers}\r\n{body}").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    /// Sends a signal, `TERM` or `INT`.
    pub fn signal(&self, name: &str) {
        let sent =
            Command::new("kill").args([&format!("-{name}"), &self.child.id().to_string()]).status();
        assert!(sent.unwrap().success());
    }

    /// Waits for its end: exit status, the rest of its standard output, its standard error.
    pub fn end(mut self) -> (ExitStatus, String, String) {
        let (mut out, mut err) = (String::new(), String::new());
        self.stdout.read_to_string(&mut out).unwrap();
        self.child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
        (self.child.wait().unwrap(), out, err)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
