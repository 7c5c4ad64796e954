"""Whether an emulator has everything that was acknowledged, and nothing by halves."""

import json
import re
import subprocess

from emulator import BINARY, Client, Emulator, Refused

ROW = re.compile(
    rb"\{Id:(\d+),Code:([^,]*-)0*(\d+),[^{}]*?CouponStatus:(\d)"
    rb"(?:,ActivateId:([0-9a-f]{32}))?[^{}]*\}"
)
END = b"]}"
# Of more coupons than these the first and the last code of each addition are looked up, and all are
# counted: listing a million takes an unoptimised build half a minute.
LISTED = 500_000


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


def id_of(connection, cookie, code):
    """The Id of a coupon; none if there is no such code."""
    path = f"/Coupons/CouponXReceipts?coupon_code={code}"
    connection.request("GET", path, headers={"Cookie": cookie, "Accept": "application/json"})
    answer = connection.getresponse()
    text = answer.read()
    if answer.status != 200:
        raise AssertionError(f"a look-up is answered with {answer.status}")
    rows = json.loads(text)["CouponXReceipts"]
    return rows[0]["Id"] if rows else None


def looked_up(client, record):
    """How many coupons there must be, and one line for each addition that is not whole."""
    total, wrong = 0, []
    acknowledged = {prefix for prefix, _, _ in record.added}
    connection = client.long()
    for prefix, count, length in record.tried:
        codes = (f"{prefix}{n:0{length}}" for n in (1, count))
        first, last = (id_of(connection, client.cookie, code) for code in codes)
        if first is None and last is None:
            if prefix in acknowledged:
                wrong.append(f"the {count} coupons {prefix} were acknowledged and are not there")
        elif first is None or last is None or last - first != count - 1:
            wrong.append(f"{prefix} is there in part: Ids {first} to {last}")
        else:
            total += count
    connection.close()
    return total, wrong


def count(data):
    """How many coupons a directory has that no emulator runs on."""
    reported = subprocess.run(
        [BINARY, "coupons", "count", "--data", data], capture_output=True, text=True
    )
    found = re.search(r"total +(\d+)", reported.stdout)
    return int(found[1]) if found else reported.stderr.strip()


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
    is_large, total = sum(count for _, count, _ in record.added) > LISTED, None
    with emulator:
        client = Client(emulator)
        try:
            if is_large and not record.activated:
                total, wrong = looked_up(client, record)
            else:
                wrong = list(faults(client, record))
            # The server closes a connection that is idle while a long list is read.
            if Client(emulator).add("afterwardsn1-", 1)[0] != 200:
                wrong.append("takes no change afterwards")
        except (OSError, AssertionError) as error:
            wrong = [f"{error}: {emulator.last_words()}"]
        if emulator.stop() != 0:
            wrong.append(f"ended with {emulator.process.returncode}: {emulator.last_words()}")
    # One was added afterwards.
    if total is not None and not wrong and (found := count(data)) != total + 1:
        wrong.append(f"{found} coupons, where there must be {total + 1}")
    return wrong
