"""File systems in files: one whose power can be cut, and small ones that get full.

Needs root and loop devices.
"""

import os
import shutil
import subprocess
import tempfile
import time


class Unavailable(Exception):
    """Why this machine cannot mount what is needed."""


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise OSError(f"{' '.join(command)}: {done.stderr.strip()}")
    return done.stdout


def unmount(path):
    """A process that was just killed may hold it a moment longer."""
    for _ in range(100):
        if not os.path.ismount(path):
            return
        subprocess.run(["umount", path], capture_output=True)
        if os.path.ismount(path):
            time.sleep(0.1)
    subprocess.run(["umount", "--lazy", path], capture_output=True)


def require():
    if os.geteuid():
        raise Unavailable("only root can mount file systems")
    if not os.path.exists("/dev/loop-control"):
        raise Unavailable("there are no loop devices")
    for tool in ("mkfs.ext4", "mount", "fsfreeze"):
        if not shutil.which(tool):
            raise Unavailable(f"there is no {tool}")


class Image:
    """An ext4 in a file, mounted beside it."""

    def __init__(self, file, mebibytes):
        self.file, self.path = file, f"{file}.mounted"
        os.makedirs(self.path, exist_ok=True)
        with open(file, "wb") as image:
            image.truncate(mebibytes << 20)

    def make(self):
        # Without a reserve for root, so that full is full.
        run("mkfs.ext4", "-q", "-F", "-m", "0", self.file)
        return self.mount()

    def mount(self):
        run("mount", "-o", "loop", self.file, self.path)
        return self.path

    def unmount(self):
        unmount(self.path)


class PowerRig:
    """A disk (an ext4 in a file) whose device is frozen at the moment of the cut."""

    def __enter__(self):
        require()
        self.scratch = tempfile.mkdtemp(prefix="power-cuts-")
        self.outer = Image(f"{self.scratch}/outer", 3000)
        self.survivor = Image(f"{self.scratch}/survivor", 1)
        self.inner, self.frozen = None, False
        try:
            self.inner = Image(f"{self.outer.make()}/inner", 1000)
            self.fresh()
        except OSError as error:
            self.__exit__()
            raise Unavailable(f"loop devices cannot be used: {error}") from error
        return self

    def fresh(self):
        """An empty disk; the path where it is mounted."""
        self.inner.unmount()
        self.survivor.unmount()
        return self.inner.make()

    def cut(self):
        """What the device was given up to now. Nothing reaches it until `mend`."""
        run("fsfreeze", "--freeze", self.outer.path)
        self.frozen = True
        run("cp", "--sparse=always", self.inner.file, self.survivor.file)

    def mend(self):
        if self.frozen:
            run("fsfreeze", "--unfreeze", self.outer.path)
            self.frozen = False

    def after(self):
        """Mounts what the cut left, which replays the file system's own journal."""
        self.inner.unmount()
        return self.survivor.mount()

    def __exit__(self, *_):
        self.mend()
        for image in (self.survivor, self.inner, self.outer):
            if image:
                image.unmount()
        shutil.rmtree(self.scratch, ignore_errors=True)
