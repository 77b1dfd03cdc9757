"""The record of a case: entries that are only ever added, each chained to the one before by its hash.

A JSON file, replaced whole and atomically, under a lock that two writers share. The chain shows that an entry
was changed or dropped in between; it does not hinder whoever rewrites the whole file.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from trendkit.errors import DataError

FORMAT: Final = 1
Entry = dict[str, Any]
Entries = tuple[Entry, ...]


def sha(value: Any) -> str:
    """Return the identity of a JSON value, whatever the order of its keys."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


class CaseFile:
    """Entries in the order they were made, in memory or, with a path, in a file others may add to as well."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self._held: Entries = ()

    @property
    def entries(self) -> Entries:
        """Every entry so far, the oldest first; read anew where there is a file."""
        if self.path is not None and self.path.exists():
            self._held = read(self.path)
        return self._held

    def add(self, made: Callable[[Entries], list[Entry]]) -> list[Entry]:
        """Add what `made` makes of the entries so far; nobody else adds in between."""
        with _locked(self.path):
            before = self.entries
            new = _chained(before, made(before))
            if new and self.path is not None:
                _replace(self.path, (*before, *new))
            self._held = (*before, *new)
        return new


def read(path: Path) -> Entries:
    """Return the entries of a file, or raise DataError where it is none or its chain is broken."""
    try:
        held = json.loads(path.read_text(encoding="ascii"))
        entries = tuple(held["entries"]) if held["format"] == FORMAT else None
    except (ValueError, KeyError, TypeError):
        entries = None
    if entries is None:
        raise DataError(f"{path} is no case of this version.")
    for number, entry in enumerate(entries):
        if not isinstance(entry, Mapping) or entry.get("after") != _last(entries[:number]):
            raise DataError(
                f"{path}: entry {number + 1} does not follow the one before: the file was changed."
            )
    if held.get("head") != _last(entries):
        raise DataError(f"{path}: the last entry is not the one that was written: the file was changed.")
    return entries


def _last(entries: Entries) -> str:
    return sha(entries[-1]) if entries else ""


def _chained(before: Entries, made: list[Entry]) -> list[Entry]:
    chain = list(before)
    for entry in made:
        chain.append(json.loads(json.dumps(entry)) | {"after": _last(tuple(chain))})
    return chain[len(before) :]


@contextmanager
def _locked(path: Path | None) -> Iterator[None]:
    """Hold the lock of a case; its file stays beside it, because a lock that is deleted is held twice."""
    if path is None:
        yield
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(f".{path.name}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _replace(path: Path, entries: Entries) -> None:
    """Write aside, reach the disk, then take the old file's name: a reader sees the old or the new."""
    aside = path.with_name(f".{path.name}.writing")
    text = json.dumps(
        {"format": FORMAT, "head": _last(entries), "entries": entries}, indent=1, allow_nan=False
    )
    with aside.open("w", encoding="ascii") as handle:
        handle.write(text + "\n")
        handle.flush()
        os.fsync(handle.fileno())
    aside.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
