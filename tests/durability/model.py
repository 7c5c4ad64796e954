"""What a power cut may leave of a directory, from the log that shim.c writes.

A file keeps what was written before its last completed sync began. Of what came later any part may
survive or be lost. A name (of a new, renamed or removed file) is durable once the directory that
holds it was synced. After a sync that failed, nothing written before it reaches the disk.
"""

import os
import struct

HEADER = struct.Struct("<IIQQQQ")
BLOCKS = (512, 4096)


class File:
    def __init__(self):
        self.durable = bytearray()
        self.pending = []  # (number of the event, offset or None, bytes or length)

    def settle(self, before, keep):
        """What is pending from before an event becomes durable, or is lost."""
        if keep:
            for number, *change in self.pending:
                if number <= before:
                    apply(self.durable, *change)
        self.pending = [change for change in self.pending if change[0] > before]

    def everything(self):
        content = bytearray(self.durable)
        for _, *change in self.pending:
            apply(content, *change)
        return content

    def after_a_cut(self, dice):
        way = dice.choice(("none", "all", "in place", "blocks", "blocks in place"))
        if way in ("none", "all"):
            return self.everything() if way == "all" else bytearray(self.durable)
        content, durable = bytearray(self.durable), len(self.durable)
        limit = durable if way.endswith("in place") else None
        block = dice.choice(BLOCKS) if way.startswith("blocks") else None
        for _, offset, data in self.pending:
            if offset is None:
                if (limit is None or data < limit) and dice.random() < 0.5:
                    apply(content, None, data)
                continue
            data = data if limit is None else data[: max(0, limit - offset)]
            for start, part in pieces(offset, data, block):
                if block is None or dice.random() < 0.5:
                    apply(content, start, part)
        return content


def apply(content, offset, data):
    if offset is None:  # a new length
        if data < len(content):
            del content[data:]
        else:
            content.extend(bytes(data - len(content)))
        return
    if offset > len(content):
        content.extend(bytes(offset - len(content)))
    content[offset : offset + len(data)] = data


def pieces(offset, data, block):
    """The parts of a write that a disk writes by themselves."""
    if block is None:
        yield offset, data
        return
    start = 0
    while start < len(data):
        end = start + block - (offset + start) % block
        yield offset + start, data[start:end]
        start = end


class Directory:
    """Names. File systems with a journal write a change of names whole, or stop at an error: after
    a failed sync it waits for the next one."""

    def __init__(self):
        self.names = {}
        self.durable = {}
        self.pending = []  # (number of the event, {name: what it stands for or None})

    def change(self, number, names):
        replace(self.names, names)
        self.pending.append((number, names))

    def settle(self, before, keep):
        if not keep:
            return
        for number, names in self.pending:
            if number <= before:
                replace(self.durable, names)
        self.pending = [change for change in self.pending if change[0] > before]


def replace(names, changes):
    for name, node in changes.items():
        if node is None:
            names.pop(name, None)
        else:
            names[name] = node


class Disk:
    """The state of all files at a point of the log."""

    def __init__(self):
        self.root = Directory()
        self.nodes = {}  # by inode
        self.number = 0
        self.begun = {}  # (inode, thread): number of the event when its sync began

    def find(self, path):
        node = self.root
        for name in filter(None, path.split("/")):
            node = node.names[name]
        return node

    def place(self, path):
        parent, _, name = path.rpartition("/")
        return self.find(parent), name

    def take(self, kind, inode, offset, length, name, data):
        self.number += 1
        if kind in "BSE" and name == "":
            self.nodes[inode] = self.root
        getattr(self, "on_" + kind)(inode, offset, length, name, data)

    def on_C(self, inode, _offset, _length, name, _data):
        self.make(inode, name, File())

    def on_D(self, inode, _offset, _length, name, _data):
        self.make(inode, name, Directory())

    def make(self, inode, path, node):
        self.nodes[inode] = node
        if path:
            directory, name = self.place(path)
            directory.change(self.number, {name: node})
        else:
            self.nodes[inode] = self.root

    def on_W(self, inode, offset, _length, _name, data):
        self.nodes[inode].pending.append((self.number, offset, data))

    def on_T(self, inode, length, _length, _name, _data):
        self.nodes[inode].pending.append((self.number, None, length))

    def on_G(self, inode, length, *_):
        file = self.nodes[inode]
        if length > len(file.everything()):
            file.pending.append((self.number, None, length))

    def on_U(self, _inode, _offset, _length, path, _data):
        directory, name = self.place(path)
        directory.change(self.number, {name: None})

    def on_R(self, _inode, _offset, _length, paths, _data):
        (old_in, old), (new_in, new) = map(self.place, paths.split("\0"))
        node = old_in.names[old]
        if old_in is new_in:
            old_in.change(self.number, {old: None, new: node})
        else:
            new_in.change(self.number, {new: node})
            old_in.change(self.number, {old: None})

    def on_L(self, _inode, _offset, _length, paths, _data):
        (old_in, old), (new_in, new) = map(self.place, paths.split("\0"))
        new_in.change(self.number, {new: old_in.names[old]})

    def on_B(self, inode, thread, *_):
        self.begun[inode, thread] = self.number

    def on_S(self, inode, thread, *_):
        self.nodes[inode].settle(self.begun.pop((inode, thread)), keep=True)

    def on_E(self, inode, *_):
        self.nodes[inode].settle(self.number, keep=False)

    def on_Y(self, *_):
        """What changes nothing, such as sync_file_range, which promises nothing."""

    def on_N(self, *_):
        """A new block, for full.py."""

    def on_X(self, _inode, _offset, _length, name, _data):
        raise AssertionError(f"the shim does not know this use of {name}")

    def write_everything(self, target):
        """As if there was no cut: what the kernel shows."""
        write(self.root, target, lambda node: node.names, File.everything)

    def cut(self, target, dice):
        """One of the states that a power cut at this point may leave."""
        way = dice.choice(("none", "all", "up to", "any"))
        pending = []
        for directory in directories(self.root):
            pending += [number for number, _ in directory.pending]
        last = dice.choice(pending) if pending else 0

        def names(directory):
            left = dict(directory.durable)
            for number, changes in directory.pending:
                survives = {"none": False, "all": True, "up to": number <= last}
                if survives[way] if way in survives else dice.random() < 0.5:
                    replace(left, changes)
            return left

        write(self.root, target, names, lambda file: file.after_a_cut(dice))


def directories(node):
    yield node
    for below in {id(n): n for n in [*node.names.values(), *node.durable.values()]}.values():
        if isinstance(below, Directory):
            yield from directories(below)


def write(directory, target, names, content):
    os.makedirs(target, exist_ok=True)
    for name, node in sorted(names(directory).items()):
        path = os.path.join(target, name)
        if isinstance(node, Directory):
            write(node, path, names, content)
        else:
            with open(path, "wb") as file:
                file.write(content(node))


def events(log, start=0):
    """The events of a log and the position behind each."""
    with open(log, "rb") as file:
        file.seek(start)
        while len(head := file.read(HEADER.size)) == HEADER.size:
            kind, name_length, inode, offset, length, data_length = HEADER.unpack(head)
            name = file.read(name_length).decode()
            data = file.read(data_length)
            start += HEADER.size + name_length + data_length
            yield start, (chr(kind), inode, offset, length, name, data)
