"""Power cuts on a real ext4."""

import os
import random
import time

from check import after_start
from disk import PowerRig
from emulator import Client, Emulator
from loads import Activations, Adds, Record, Running

# Checkpoints that there must be before each cut.
CHECKPOINTS = 3
PATIENCE = 600


class Load:
    """A load, and how many answers there are before the cut."""

    def __init__(self, title, clients, least, most):
        self.title, self.clients, self.least, self.most = title, clients, least, most


LOADS = {
    "codes of 90": Load(
        "4 clients, AddCoupons of 2,000 codes of 90 characters", Adds(4, 2000, 90), 300, 600
    ),
    "millions": Load("AddCoupons of 1,000,000 one after the other", Adds(1, 1_000_000, 9), 3, 4),
    "thousands": Load("4 clients, AddCoupons of 1,000", Adds(4, 1000, 9, 20), 1500, 3000),
    "activations": Load("4 clients, activations only", Activations(4, 400_000), 50_000, 100_000),
}


def cut(rig, load, seed, environment):
    """One cut: what was acknowledged, how many checkpoints there were, what is wrong after it."""
    dice = random.Random(seed)
    disk = rig.fresh()
    record, log = Record(), f"{rig.scratch}/log"
    open(log, "w").close()
    with Emulator(f"{disk}/data", log, environment) as emulator:
        client = Client(emulator)
        load.clients.prepare(record, client)
        client.close()
        running = Running(load.clients, emulator, record, seed)
        wanted = len(record) + dice.randint(load.least, load.most)
        wait(emulator, running, record, wanted)
        time.sleep(dice.uniform(0, 1))
        told = record.until(0)
        rig.cut()
        checkpoints = emulator.checkpoints()
        # What the process does now never reaches the disk. It cannot end while it waits for that.
        emulator.process.kill()
        rig.mend()
        running.stop()
    open(log, "w").close()
    wrong = after_start(f"{rig.after()}/data", told, log, environment)
    return told, checkpoints, wrong


def wait(emulator, running, record, wanted):
    deadline = time.monotonic() + PATIENCE
    enough = lambda: len(record) >= wanted and (emulator.checkpoints() >= CHECKPOINTS or BEFORE)
    while not enough():
        if time.monotonic() > deadline or not running.is_at_work():
            raise AssertionError(
                f"{len(record)} answers, {emulator.checkpoints()} checkpoints: "
                f"{emulator.last_words()}"
            )
        time.sleep(0.02)


# For an emulator that does not log its checkpoints.
BEFORE = bool(os.environ.get("CHECKPOINTS_ARE_NOT_LOGGED"))


def cuts(total, only=None, environment=None):
    """So many cuts, shared among the loads; the number of those that lost something."""
    names = [only] if only else list(LOADS)
    failed, results = 0, {name: [0, 0, 0, 0] for name in names}
    with PowerRig() as rig:
        for number in range(total):
            name = names[number % len(names)]
            told, checkpoints, wrong = cut(rig, LOADS[name], number, environment)
            print(
                f"cut {number + 1} ({name}): {len(told.added)} additions and"
                f" {len(told.activated)} activations"
                f" acknowledged, {checkpoints} checkpoints:",
                "; ".join(wrong[:2]) or "all there",
                flush=True,
            )
            failed += bool(wrong)
            row = results[name]
            row[0], row[1] = row[0] + 1, row[1] + bool(wrong)
            row[2] += len(told)
            row[3] = min(row[3] or checkpoints, checkpoints)
    for name, (made, lost, acknowledged, checkpoints) in results.items():
        print(
            f"ext4, {LOADS[name].title}: {made} cuts, {lost} with a loss;"
            f" {acknowledged} acknowledged changes, at least {checkpoints} checkpoints before a cut"
        )
    return failed
