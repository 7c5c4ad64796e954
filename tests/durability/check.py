"""Whether an emulator has everything that was acknowledged, and nothing by halves."""

import re

from emulator import Client, Emulator, Refused

ROW = re.compile(
    rb"\{Id:(\d+),Code:([^,]*-)0*(\d+),[^{}]*?CouponStatus:(\d)"
    rb"(?:,ActivateId:([0-9a-f]{32}))?[^{}]*\}"
)
END = b"]}"


class Found:
    """The coupons of an emulator, added up while they are listed."""

    def __init__(self, client):
        self.last_id, self.gaps = 0, 0
        self.series = {}  # prefix: (how many, sum of the numbers)
        self.activated = {}  # code: ActivateId
        self.given_twice, rest = set(), b""
        for piece in client.rows():
            rest = self.take(rest + piece)
        self.is_whole = rest.endswith(END)

    def take(self, text):
        end, ids = 0, set(self.activated.values())
        for row in ROW.finditer(text):
            id_, prefix, number, _, activate_id = row.groups()
            self.gaps += int(id_) != self.last_id + 1
            self.last_id = int(id_)
            count, total = self.series.get(prefix, (0, 0))
            self.series[prefix] = count + 1, total + int(number)
            if activate_id:
                if activate_id in ids:
                    self.given_twice.add(activate_id.decode())
                ids.add(activate_id)
                self.activated[prefix, int(number)] = activate_id
            end = row.end()
        return text[end:]


def faults(client, record):
    """One line for each thing that is wrong."""
    found = Found(client)
    if not found.is_whole:
        yield "the list breaks off"
    if found.gaps:
        yield f"Ids have {found.gaps} gaps"
    for activate_id in found.given_twice:
        yield f"two coupons have ActivateId {activate_id}"
    for prefix, (count, total) in found.series.items():
        whole = int(re.search(rb"n(\d+)-$", prefix)[1])
        if (count, total) != (whole, whole * (whole + 1) // 2):
            yield f"{count} of {whole} of {prefix.decode()}"
    for prefix, count, _ in record.added:
        if prefix.encode() not in found.series:
            yield f"the {count} coupons {prefix} were acknowledged and are not there"
    for activate_id, code, _ in record.activated:
        prefix, _, number = code.rpartition("-")
        has = found.activated.get((f"{prefix}-".encode(), int(number)))
        if has != activate_id.encode():
            yield f"{code} was activated by {activate_id}, has {has and has.decode()}"


def after_start(data, record, log):
    """Starts an emulator on what is left of a directory: what is wrong, as a list."""
    try:
        emulator = Emulator(data, log)
    except Refused as refused:
        return [f"start refused: {refused}"]
    with emulator:
        client = Client(emulator)
        try:
            wrong = list(faults(client, record))
            if client.add("afterwardsn1-", 1)[0] != 200:
                wrong.append("takes no change afterwards")
        except (OSError, AssertionError) as error:
            wrong = [f"{error}: {emulator.last_words()}"]
        if emulator.stop() != 0:
            wrong.append(f"ended with {emulator.process.returncode}: {emulator.last_words()}")
    return wrong
