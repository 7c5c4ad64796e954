"""Power cuts on a real ext4."""

import random
import time
from dataclasses import dataclass, replace

from check import after_start
from disk import PowerRig
from emulator import Client, Emulator
from loads import Activations, Adds, Record, Running

# Checkpoints that there must be before each cut.
CHECKPOINTS = 3
PATIENCE = 600
# A run of fewer cuts is a short one: each load has this part of its answers before the cut.
FULL, PART = 40, 5


@dataclass
class Load:
    """A load, how many answers there are before the cut, and the bytes between checkpoints."""

    title: str
    clients: Adds | Activations
    least: int
    most: int
    journal_bytes: int


# An addition of numbered codes is a hundred bytes of journal, however many they are.
LOADS = {
    "codes of 90": Load(
        "4 clients, AddCoupons of 2,000 codes of 90 characters", Adds(4, 2000, 90), 300, 600, 4096
    ),
    "millions": Load("AddCoupons of 1,000,000 one after the other", Adds(1, 1_000_000, 9), 3, 5, 1),
    "thousands": Load("4 clients, AddCoupons of 1,000", Adds(4, 1000, 9, 20), 500, 1000, 16384),
    "activations": Load(
        "4 clients, activations only", Activations(4, 400_000), 50_000, 100_000, 1 << 20
    ),
}


def shortened(load):
    """The same load with fewer answers, and with as many checkpoints."""
    least, most = load.least // PART, load.most // PART
    return replace(load, least=least, most=most, journal_bytes=max(1, load.journal_bytes // PART))


def cut(rig, load, seed):
    """One cut: what was acknowledged, how many checkpoints there were, what is wrong after it."""
    dice = random.Random(seed)
    disk = rig.fresh()
    record, log = Record(), f"{rig.scratch}/log"
    open(log, "w").close()
    with Emulator(f"{disk}/data", log, journal_bytes=load.journal_bytes) as emulator:
        client = Client(emulator)
        load.clients.prepare(record, client)
        client.close()
        running = Running(load.clients, emulator, record, seed)
        wanted = len(record) + dice.randint(load.least, load.most)
        wait(emulator, running, record, wanted)
        time.sleep(dice.uniform(0, 0.5))
        reported = record.until(0)
        rig.cut()
        checkpoints = emulator.checkpoints()
        # What the process does now never reaches the disk. It cannot end while it waits for that.
        emulator.process.kill()
        rig.mend()
        running.stop()
    open(log, "w").close()
    wrong = after_start(f"{rig.after()}/data", reported, log)
    return reported, checkpoints, wrong


def wait(emulator, running, record, wanted):
    deadline = time.monotonic() + PATIENCE
    enough = lambda: len(record) >= wanted and emulator.checkpoints() >= CHECKPOINTS
    while not enough():
        if time.monotonic() > deadline or not running.is_at_work():
            raise AssertionError(
                f"{len(record)} answers, {emulator.checkpoints()} checkpoints: "
                f"{emulator.last_words()}"
            )
        time.sleep(0.02)


def cuts(total, only=None):
    """So many cuts, shared among the loads; the number of those that lost something."""
    names = [only] if only else list(LOADS)
    failed, results = 0, {name: [0, 0, 0, 0] for name in names}
    with PowerRig() as rig:
        for number in range(total):
            name = names[number % len(names)]
            load = LOADS[name] if total >= FULL else shortened(LOADS[name])
            reported, checkpoints, wrong = cut(rig, load, number)
            print(
                f"cut {number + 1} ({name}): {len(reported.added)} additions and"
                f" {len(reported.activated)} activations"
                f" acknowledged, {checkpoints} checkpoints:",
                "; ".join(wrong[:2]) or "all there",
                flush=True,
            )
            failed += bool(wrong)
            row = results[name]
            row[0], row[1] = row[0] + 1, row[1] + bool(wrong)
            row[2] += len(reported)
            row[3] = min(row[3] or checkpoints, checkpoints)
    for name, (made, lost, acknowledged, checkpoints) in results.items():
        print(
            f"ext4, {LOADS[name].title}: {made} cuts, {lost} with a loss;"
            f" {acknowledged} acknowledged changes, at least {checkpoints} checkpoints before a cut"
        )
    return failed
