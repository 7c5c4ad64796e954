"""The emulator in a process of its own, and clients that call it."""

import http.client
import json
import os
import re
import select
import signal
import socket
import subprocess
import time

BINARY = os.environ.get("EMULATOR", "target/debug/servicestack-emulator")
LOG = "warn,servicestack_emulator::store=debug"
# An open of a large directory takes a while in an unoptimised build.
START, STOP = 180, 60
# A client's next change is a matter of milliseconds.
PATIENCE = 60


class Refused(Exception):
    """The emulator did not start; the exit code and what it said."""


class Emulator:
    """Started on a data directory without seed data; killed with the block.

    A checkpoint is written after each `journal_bytes` of changes.
    """

    def __init__(self, data, log, environment=None, journal_bytes=1 << 16):
        self.data, self.log = data, log
        settings = f"{log}.toml"
        with open(settings, "w") as file:
            file.write(f"[limits]\njournal_bytes = {journal_bytes}\n")
        command = [
            BINARY,
            "--data",
            data,
            "--listen",
            "127.0.0.1:0",
            "--empty",
            "--log",
            LOG,
            "--config",
            settings,
        ]
        with open(log, "ab") as errors:
            self.process = subprocess.Popen(
                command,
                stdout=subprocess.PIPE,
                stderr=errors,
                env={**os.environ, **(environment or {})},
                text=True,
            )
        self.address = self.read_address()

    def read_address(self):
        deadline = time.monotonic() + START
        while select.select([self.process.stdout], [], [], max(0, deadline - time.monotonic()))[0]:
            line = self.process.stdout.readline()
            if found := re.search(r"127\.0\.0\.1:(\d+)", line):
                return "127.0.0.1", int(found[1])
            if not line:
                code = self.process.wait()
                raise Refused(f"exit {code}: {self.last_words()}")
        self.kill()
        raise Refused(f"no start within {START} s")

    def last_words(self):
        with open(self.log, errors="replace") as log:
            lines = [line for line in log.read().splitlines() if line]
        return lines[-1][:400] if lines else "nothing was said"

    def checkpoints(self):
        """How many checkpoints the log reports since this start."""
        with open(self.log, errors="replace") as log:
            return len(re.findall(r"checkpoint.* in force", log.read()))

    def is_alive(self):
        return self.process.poll() is None

    def stop(self):
        """As its operator does; the exit code."""
        if self.is_alive():
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(STOP)
        except subprocess.TimeoutExpired:
            self.kill()
            return None

    def kill(self):
        self.process.kill()
        self.process.wait()

    def kill_at_a_change(self, file):
        """The shim kills it behind its next change of a file, where its log is whole."""
        open(file, "w").close()
        try:
            self.process.wait(PATIENCE)
        finally:
            self.kill()
            os.remove(file)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.kill()
        self.process.stdout.close()


class Client:
    """One connection, signed in."""

    def __init__(self, emulator, timeout=120):
        self.address, self.timeout = emulator.address, timeout
        body = "UserName=demo&Password=demo"
        form = {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"}
        with self.long() as connection:
            connection.request("POST", "/auth/credentials", body, form)
            answer = connection.getresponse()
            answer.read()
        cookies = answer.headers.get_all("Set-Cookie") or []
        self.cookie = "; ".join(cookie.partition(";")[0] for cookie in cookies)
        self.connect()

    def connect(self):
        """A new connection: the server closes one that is idle while a long list is read."""
        self.socket = socket.create_connection(self.address, self.timeout)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.file = self.socket.makefile("rb")

    def long(self):
        return Closing(*self.address, timeout=self.timeout)

    def call(self, method, path, dto=None):
        """Status and answer; ConnectionError when there is none."""
        body = "" if dto is None else json.dumps(dto)
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\n"
            f"Content-Type: application/json\r\nCookie: {self.cookie}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        self.socket.sendall((head + body).encode())
        line = self.file.readline()
        if not line:
            raise ConnectionError("closed")
        length = 0
        while (header := self.file.readline()) not in (b"\r\n", b""):
            name, _, value = header.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        answer = self.file.read(length)
        if len(answer) < length:
            raise ConnectionError("cut off")
        return int(line.split()[1]), answer

    def add(self, prefix, count, length=0):
        dto = {
            "CodeFrom": 1,
            "CodeTo": count,
            "CodeLength": length,
            "Type": 7,
            "ExpDate": "2099-01-02",
            "Prefix": prefix,
        }
        return self.call("POST", "/Coupons", dto)

    def activate(self, prefix, activate_id):
        dto = {"CouponType": 7, "Prefix": prefix, "ActivateId": activate_id}
        return self.call("PUT", "/Coupons/Activate", dto)

    def rows(self):
        """All coupons as JSV, in large pieces."""
        with self.long() as connection:
            connection.request("GET", "/Coupons/ByStatus.jsv", headers={"Cookie": self.cookie})
            answer = connection.getresponse()
            if answer.status != 200:
                raise AssertionError(f"the list is answered with {answer.status}")
            try:
                while piece := answer.read(1 << 22):
                    yield piece
            except http.client.HTTPException as error:
                raise ConnectionError(f"the list breaks off: {type(error).__name__}") from error

    def close(self):
        self.file.close()
        self.socket.close()


class Closing(http.client.HTTPConnection):
    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
