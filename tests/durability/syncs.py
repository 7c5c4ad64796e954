"""Syncs that fail, of every file below the data directory, by the shim below the emulator.

After such a failure the process, or the next one, finds in the page cache what is not on the disk.
So what was acknowledged is looked for in the directory as the kernel shows it, and after power cuts
at any later moment.
"""

import collections
import errno
import random
import re
import time

from check import faults
from emulator import Client, Refused
from loads import Mixed, Record, Running
from model import Disk, events
from modelled import ANSWERS, PATIENCE, Shimmed

CUTS_AFTER = 2


def load(shimmed, emulator, record, seed, answers):
    """Runs a load until so many answers, or until the emulator takes no more changes."""
    mixed = Mixed(5, 1000, 60)
    try:
        client = Client(emulator, timeout=30)
        if not record.added:
            mixed.prepare(record, client)
        client.close()
        if not record.added:
            return
        running = Running(mixed, emulator, record, seed, timeout=30)
    except OSError:
        return
    deadline, goal, refusals = (
        time.monotonic() + PATIENCE,
        len(record) + answers,
        record.others.get(503, 0),
    )
    while (
        len(record) < goal
        and running.is_at_work()
        and time.monotonic() < deadline
        and record.others.get(503, 0) < refusals + 50
    ):
        time.sleep(0.01)
    running.stop()


def pattern(path):
    """Names that are counted up stand for one file."""
    return re.sub(r"[0-9A-Fa-f]{3,}", "*", path)


def calls(shimmed):
    """How often what is synced in a run without faults."""
    shimmed.fresh()
    record = Record(shimmed.position)
    for seed in (1, 2):
        with shimmed.emulator() as emulator:
            load(shimmed, emulator, record, seed, ANSWERS // 2)
            emulator.stop()
    counted = collections.Counter()
    for _, (kind, _, _, _, path, _) in events(shimmed.log):
        if kind in "SY":
            counted["sync" if kind == "S" else "range", pattern(path)] += 1
    return counted


def attempt(shimmed, fault, seed):
    """What is wrong after a failed sync, and whether it came to that."""
    shimmed.fresh()
    record, wrong = Record(shimmed.position), []
    try:
        with shimmed.emulator(fail=fault) as emulator:
            load(shimmed, emulator, record, seed, ANSWERS)
            emulator.stop()
    except Refused:
        pass  # It could not even begin: nothing was acknowledged.
    failed_at = shimmed.position()
    if not any(event[0] == "E" for _, event in events(shimmed.log)):
        return None, record
    try:
        with shimmed.emulator() as emulator:
            client = Client(emulator)
            wrong += [f"after the next start: {fault}" for fault in faults(client, record)]
            client.close()
            load(shimmed, emulator, record, seed + 1, ANSWERS // 4)
            emulator.stop() if seed % 2 else emulator.kill()
    except (Refused, OSError) as error:
        wrong.append(f"the next start: {error}")
    return wrong + after_cuts(shimmed, record, failed_at, random.Random(seed)), record


def after_cuts(shimmed, record, failed_at, dice):
    """What is wrong after cuts right after the failure, at the end and in between."""
    behind = [position for position, _ in events(shimmed.log) if position >= failed_at]
    cuts = sorted({behind[0], behind[-1], *dice.sample(behind, min(CUTS_AFTER, len(behind)))})
    disk, wrong = Disk(), []
    for position, event in events(shimmed.log):
        disk.take(*event)
        if position in cuts:
            reported = record.until(position)
            wrong += [f"after a cut: {fault}" for fault in shimmed.after(disk, dice, reported)]
    return wrong


def syncs(each):
    failed, made, acknowledged = 0, 0, 0
    with Shimmed() as shimmed:
        for (call, path), count in sorted(calls(shimmed).items()):
            dice, results = random.Random(path), []
            first = sorted({1, count, *(dice.randint(1, count) for _ in range(each - 2))})[:each]
            for number in first:
                fault = f"{call}:{path}:{number}:{errno.EIO}"
                wrong, record = attempt(shimmed, fault, number)
                if wrong is None:
                    continue
                made, acknowledged = made + 1, acknowledged + len(record)
                failed += bool(wrong)
                results.append(bool(wrong))
                if wrong:
                    print(f"failed {fault}: {'; '.join(wrong[:2])}", flush=True)
            print(
                f"failed {call} of {path}: {len(results)} of {count} in a run,"
                f" {sum(results)} with a loss",
                flush=True,
            )
    print(
        f"failed syncs: {made}, {failed} with a loss;"
        f" {acknowledged} acknowledged changes looked for"
    )
    return failed
