"""Loads on an emulator, and the record of what it acknowledged."""

import json
import random
import threading
import uuid

from emulator import Client


class Record:
    """What was acknowledged, each with a position: what a disk had been given by then."""

    def __init__(self, position=lambda: 0):
        self.position = position
        self.tried = []  # (prefix, count, length)
        self.added = []  # (prefix, count, position)
        self.activated = []  # (ActivateId, code, position)
        self.others = {}  # how often each other status was answered
        self.lock = threading.Lock()

    def __len__(self):
        return len(self.added) + len(self.activated)

    def until(self, position):
        """What was acknowledged before a position."""
        record = Record()
        record.tried = self.tried
        record.added = [added for added in self.added if added[2] <= position]
        record.activated = [activated for activated in self.activated if activated[2] <= position]
        return record

    def add(self, client, prefix, count, length):
        self.tried.append((prefix, count, length))
        status, _ = client.add(prefix, count, length)
        with self.lock:
            if status == 200:
                self.added.append((prefix, count, self.position()))
            else:
                self.others[status] = self.others.get(status, 0) + 1
        return status

    def activate(self, client, prefix, activate_id):
        status, answer = client.activate(prefix, activate_id)
        code = json.loads(answer)["Result"]["Code"] if status == 200 else None
        with self.lock:
            if status == 200:
                self.activated.append((activate_id, code, self.position()))
            else:
                self.others[status] = self.others.get(status, 0) + 1
        return status


class Adds:
    """Additions of so many codes of a length, one after the other at each client."""

    def __init__(self, clients, count, *lengths):
        self.clients, self.count, self.lengths = clients, count, lengths

    def prepare(self, record, client):
        pass

    def step(self, record, client, name, number, dice):
        length = dice.choice(self.lengths)
        # The name says how many there must be, also of one that was not acknowledged.
        record.add(client, f"{name}x{number}n{self.count}-", self.count, length)


class Activations:
    """Activations only, of coupons that were there before."""

    def __init__(self, clients, coupons):
        self.clients, self.coupons = clients, coupons

    def prepare(self, record, client):
        for part in range(4):
            record.add(client, f"b{part}n{self.coupons // 4}-", self.coupons // 4, 8)

    def step(self, record, client, _name, _number, dice):
        part = self.coupons // 4
        tail = f"{dice.randrange(1, part + 1):08}"[: dice.choice((0, 5, 6, 8))]
        activate_id = uuid.UUID(int=dice.getrandbits(128)).hex
        record.activate(client, f"b{dice.randrange(4)}n{part}-{tail}", activate_id)


class Mixed:
    """One client that adds, the others activate what was added."""

    def __init__(self, clients, count, length):
        self.clients, self.adds = clients, Adds(1, count, length)

    def prepare(self, record, client):
        self.adds.step(record, client, "p", 0, random.Random(0))

    def step(self, record, client, name, number, dice):
        if name.endswith("0"):
            return self.adds.step(record, client, name, number, dice)
        prefix, count, _ = dice.choice(record.added)
        tail = f"{dice.randrange(1, count + 1)}"[: dice.choice((0, 1, 9))]
        activate_id = uuid.UUID(int=dice.getrandbits(128)).hex
        return record.activate(client, prefix + "0" * dice.choice((0, 3)) + tail, activate_id)


class Running:
    """The clients of a load at work, until they are stopped or get no more answers."""

    def __init__(self, load, emulator, record, seed, timeout=120):
        self.ended = threading.Event()
        clients = [Client(emulator, timeout) for _ in range(load.clients)]
        self.threads = [
            threading.Thread(
                target=self.work,
                args=(load, client, record, f"s{seed}w{number}", seed),
                daemon=True,
            )
            for number, client in enumerate(clients)
        ]
        for thread in self.threads:
            thread.start()

    def work(self, load, client, record, name, seed):
        dice, number = random.Random(f"{name} {seed}"), 0
        try:
            while not self.ended.is_set():
                load.step(record, client, name, number, dice)
                number += 1
        except OSError:
            pass  # the power is off
        finally:
            client.close()

    def is_at_work(self):
        return any(thread.is_alive() for thread in self.threads)

    def stop(self):
        self.ended.set()
        for thread in self.threads:
            thread.join()
