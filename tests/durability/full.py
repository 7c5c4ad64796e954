"""Disks that are full: reads go on, changes are answered with 503, and with room it recovers."""

import os
import random
import tempfile
import time

import disk
from check import faults
from emulator import Client, Emulator, Refused
from loads import Mixed, Record, Running
from model import events
from modelled import ANSWERS, Shimmed

# Seconds within which changes are taken again once there is room.
RECOVERS = 15
# Refused changes after which the disk counts as full.
REFUSALS = 20


def fill(emulator, record, seed, most):
    """Runs a load until the disk is full; whether it was."""
    mixed = Mixed(5, 1000, 60)
    client = Client(emulator, timeout=30)
    mixed.prepare(record, client)
    client.close()
    if not record.added:
        return True
    running = Running(mixed, emulator, record, seed, timeout=30)
    deadline = time.monotonic() + 120
    while (
        record.others.get(503, 0) < REFUSALS
        and len(record) < most
        and running.is_at_work()
        and time.monotonic() < deadline
    ):
        time.sleep(0.01)
    running.stop()
    return len(record) < most


def while_full(emulator, client, record):
    """What is wrong while the disk is full."""
    if not emulator.is_alive():
        return [f"the process ended: {emulator.last_words()}"]
    wrong = list(faults(client, record))
    client.connect()
    status, _ = client.add("whilefulln100000-", 100_000, 60)
    if status not in (200, 503):
        wrong.append(f"a change is answered with {status}")
    if status == 200:
        record.added.append(("whilefulln100000-", 100_000, 0))
    return wrong


def recovers(client, record, name):
    deadline = time.monotonic() + RECOVERS
    while time.monotonic() < deadline:
        if client.add(f"{name}n10-", 10)[0] == 200:
            record.added.append((f"{name}n10-", 10, 0))
            return []
        time.sleep(0.2)
    return [f"takes no changes {RECOVERS} s after there was room"]


def story(start, make_room, make_full, seed, most):
    """Full, then room, killed, started while full, room again: what is wrong."""
    record, wrong = Record(), []
    try:
        with start() as emulator:
            if not fill(emulator, record, seed, most):
                return ["it was never full"], record
            client = Client(emulator)
            wrong += while_full(emulator, client, record)
            make_room()
            wrong += recovers(client, record, "room")
            emulator.kill()
    except Refused as refused:
        # A directory that is not there yet cannot be made: one sentence, until there is room.
        wrong += [] if str(refused).startswith("exit 2") else [str(refused)]
        make_room()
    except (OSError, AssertionError) as error:
        return wrong + [f"{type(error).__name__} {error}: {emulator.last_words()}"], record
    try:
        make_full() if record.added else None
        with start() as emulator:
            client = Client(emulator)
            wrong += [
                f"started while full: {line}" for line in while_full(emulator, client, record)
            ]
            make_room()
            wrong += recovers(client, record, "again")
            wrong += faults(client, record)
            if emulator.stop() != 0:
                wrong.append(f"ended with {emulator.process.returncode}: {emulator.last_words()}")
    except (Refused, OSError, AssertionError) as error:
        wrong.append(f"started while full: {type(error).__name__} {error}")
    return wrong, record


def by_the_shim(shimmed, at, seed):
    shimmed.fresh()
    room, first = f"{shimmed.scratch}/room", True
    if os.path.exists(room):
        os.remove(room)

    def start():
        nonlocal first
        full, first = (at if first else 1), False
        return shimmed.emulator(full=full, room=room)

    return story(
        start,
        lambda: open(room, "w").close(),
        lambda: os.path.exists(room) and os.remove(room),
        seed,
        4 * ANSWERS,
    )


def allocations(shimmed):
    """Of a run without faults."""
    shimmed.fresh()
    with shimmed.emulator(full=1 << 60) as emulator:
        fill(emulator, Record(), 0, ANSWERS)
        emulator.stop()
    return sum(event[0] == "N" for _, event in events(shimmed.log))


def on_ext4(seed):
    """A small file system that a file of its own fills to the last block."""
    disk.require()
    with tempfile.TemporaryDirectory(prefix="full-") as scratch:
        image = disk.Image(f"{scratch}/image", random.Random(seed).randint(24, 80))
        path = image.make()
        filler = f"{path}/filler"

        def make_full():
            with open(filler, "ab", buffering=0) as file:
                for size in (1 << 20, 1 << 12, 1 << 9):
                    try:
                        while True:
                            file.write(bytes(size))
                            os.fsync(file.fileno())
                    except OSError:
                        pass

        try:
            with open(filler, "wb") as file:
                file.write(bytes(8 << 20))
            start = lambda: Emulator(f"{path}/data", f"{scratch}/log")
            return story(
                start,
                lambda: os.path.exists(filler) and os.remove(filler),
                make_full,
                seed,
                1 << 30,
            )
        finally:
            image.unmount()


def full(places):
    failed = 0
    with Shimmed() as shimmed:
        count = allocations(shimmed)
        for turn in range(places):
            # The first ones are those of the start.
            at = turn + 1 if turn < places // 4 else random.Random(turn).randint(1, count)
            failed += report(f"allocation {at} of {count}", by_the_shim(shimmed, at, turn))
    print(f"full at an allocation: {places}, {failed} failed")
    lost = sum(report("ext4", on_ext4(turn)) for turn in range(max(1, places // 8)))
    print(f"full ext4: {max(1, places // 8)}, {lost} failed")
    return failed + lost


def report(where, result):
    wrong, record = result
    if wrong:
        print(f"full at {where}: {len(record)} acknowledged; {'; '.join(wrong[:3])}", flush=True)
    return bool(wrong)
