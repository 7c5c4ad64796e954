"""Power cuts in a model of a disk.

shim.c logs what the emulator does to its files, model.py says what a cut may leave of them.
"""

import os
import random
import shutil
import subprocess
import tempfile
import time

from check import after_start, faults
from emulator import Client, Emulator
from loads import Mixed, Record, Running
from model import Disk, events

HERE = os.path.dirname(os.path.abspath(__file__))
CUTS_OF_A_LOAD = 20
# Enough for several checkpoints; a cut may come at any moment.
ANSWERS = int(os.environ.get("MODELLED_ANSWERS", 300))
PATIENCE = 120


class Shimmed:
    """A directory whose changes are logged, in a scratch directory that goes with the block."""

    def __enter__(self):
        self.scratch = tempfile.mkdtemp(prefix="modelled-")
        self.shim = f"{self.scratch}/shim.so"
        command = ["gcc", "-O1", "-shared", "-fPIC", "-o", self.shim, f"{HERE}/shim.c", "-lpthread"]
        subprocess.run(command, check=True)
        self.log, self.errors = f"{self.scratch}/events", f"{self.scratch}/log"
        self.end = f"{self.scratch}/kill"
        self.fresh()
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.scratch)

    def fresh(self, below=""):
        """An empty directory; the data directory is one below it, which is not made yet."""
        self.root = f"{self.scratch}/disk"
        shutil.rmtree(self.root, ignore_errors=True)
        os.makedirs(self.root)
        self.data = f"{self.root}/{below}data"
        for file in (self.log, self.errors):
            open(file, "w").close()

    def position(self):
        return os.stat(self.log).st_size

    def emulator(self, **faults):
        environment = {"LD_PRELOAD": self.shim, "SHIM_ROOT": self.root, "SHIM_LOG": self.log}
        environment["SHIM_KILL"] = self.end
        environment |= {f"SHIM_{name.upper()}": str(value) for name, value in faults.items()}
        return Emulator(self.data, self.errors, environment)

    def after(self, disk, dice, record):
        """What is wrong after a cut at a point of the log."""
        left = f"{self.scratch}/left"
        shutil.rmtree(left, ignore_errors=True)
        disk.cut(left, dice)
        data = left + self.data[len(self.root) :]
        return after_start(data, record, f"{self.scratch}/log-after")

    def unseen(self, disk):
        """Where the model without a cut differs from the directory: what the shim did not see."""
        whole = f"{self.scratch}/whole"
        shutil.rmtree(whole, ignore_errors=True)
        disk.write_everything(whole)
        done = subprocess.run(["diff", "-rq", whole, self.root], capture_output=True, text=True)
        return done.stdout.splitlines()


def work(shimmed, record, seed):
    """A load that is stopped, killed and started again; every other one ends with a kill."""
    load = Mixed(5, 1000, 60)
    for part in range(3):
        with shimmed.emulator() as emulator:
            if not part:
                client = Client(emulator)
                load.prepare(record, client)
                client.close()
            answers, deadline = len(record) + ANSWERS // 3, time.monotonic() + PATIENCE
            running = Running(load, emulator, record, 10 * seed + part)
            while len(record) < answers and running.is_at_work() and time.monotonic() < deadline:
                time.sleep(0.01)
            if len(record) < answers:
                raise AssertionError(f"{len(record)} answers: {emulator.last_words()}")
            if (seed + part) % 2:
                emulator.kill_at_a_change(shimmed.end)
            running.stop()
            emulator.stop()


def points(log, count, dice):
    """Numbers of events to cut at: half of them beside a sync or the change of a name."""
    kinds = [event[0] for _, event in events(log)]
    marked = [
        number + dice.choice((0, 1)) for number, kind in enumerate(kinds, 1) if kind not in "WB"
    ]
    anywhere = range(1, len(kinds) + 1)
    return sorted(dice.choice(marked if turn % 2 else anywhere) for turn in range(count))


def cuts_of(shimmed, seed, count):
    """Runs a load and cuts it: for each cut the event, what was acknowledged, what is wrong."""
    dice, record = random.Random(seed), Record(shimmed.position)
    # Also in a directory whose parents have to be made.
    shimmed.fresh("new/deep/" if seed % 4 == 3 else "")
    work(shimmed, record, seed)
    cuts, disk = points(shimmed.log, count, dice), Disk()
    for position, event in events(shimmed.log):
        disk.take(*event)
        while cuts and cuts[0] == disk.number:
            cuts.pop(0)
            reported = record.until(position)
            where = f"load {seed}, event {disk.number} ({event[0]} {event[4]})"
            yield where, reported, shimmed.after(disk, dice, reported)
    unseen = shimmed.unseen(disk)
    if unseen:
        yield f"load {seed}, model", Record(), unseen


def modelled(total):
    failed, acknowledged = 0, 0
    with Shimmed() as shimmed:
        for seed, begin in enumerate(range(0, total, CUTS_OF_A_LOAD)):
            for where, reported, wrong in cuts_of(shimmed, seed, min(CUTS_OF_A_LOAD, total - begin)):
                failed += bool(wrong)
                acknowledged += len(reported)
                if wrong:
                    print(f"modelled cut, {where}: {'; '.join(wrong[:2])}", flush=True)
    print(
        f"modelled: {total} cuts, {failed} failed;"
        f" {acknowledged} acknowledged changes looked for"
    )
    return failed
