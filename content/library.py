"""The content in memory: loads a folder, notices edits, renders.

Everything that talks uses it, through the functions of the package.
"""

import re
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import structlog

from content.entries import CHANNELS, ContentError, Entry, Problem, Wording
from content.files import ContentFile, read_entries
from content.placeholders import fill

log = structlog.get_logger(__name__)

_Signature = tuple[int, int]


class Library:
    """All wordings of one folder.

    Files are looked at again at most once every `recheck_seconds`. An edit that cannot be read
    keeps the last good version of that file: patients go on being answered while staff mend it.
    """

    def __init__(self, folder: Path, *, recheck_seconds: float = 0.2) -> None:
        self.folder = folder
        self._recheck_seconds = recheck_seconds
        self._looked_at = -recheck_seconds
        self._signatures: dict[str, _Signature] = {}
        self._files: dict[str, ContentFile] = {}
        self._unread: dict[str, tuple[Problem, ...]] = {}
        self._entries: dict[str, Entry] = {}

    def render(self, key: str, channel: str, params: Mapping[str, object] | None = None) -> str:
        """Return what a key says on a channel; raises ContentError where it cannot."""
        return fill(key, self.wording(key, channel).text, params or {})

    def wording(self, key: str, channel: str) -> Wording:
        """Return a key's unfilled wording on a channel; raises ContentError where there is none."""
        entry = self.entries().get(key)
        if entry is None:
            raise ContentError(
                key,
                "is not in the content.",
                remedy="Add it to a file in content/messages, or mend the name.",
            )
        text = entry.text(channel)
        if text is None:
            known = channel in CHANNELS
            raise ContentError(
                key,
                f"has no wording for the channel '{channel}'.",
                remedy=f"Add a line '{channel}:' to the entry." if known else "Use sms or voice.",
            )
        return Wording(
            _with_pauses(text) if channel == "voice" else text, entry.expects, entry.keys
        )

    def entries(self) -> Mapping[str, Entry]:
        """Return every entry by its key, as last published."""
        self._refresh()
        return self._entries

    def files(self) -> list[ContentFile]:
        """Return the files in use, by name."""
        self._refresh()
        return [self._files[name] for name in sorted(self._files)]

    def reading_problems(self) -> list[Problem]:
        """Return what kept files, or the newest edits of them, from being used."""
        self._refresh()
        return [problem for name in sorted(self._unread) for problem in self._unread[name]]

    def _refresh(self) -> None:
        looked_at = time.monotonic()
        if looked_at - self._looked_at < self._recheck_seconds:
            return
        self._looked_at = looked_at
        found = self._signatures_on_disk()
        if found == self._signatures:
            return
        for name in sorted(found.keys() | self._files.keys()):
            if name not in found:
                self._keep_vanished(name)
            elif found[name] != self._signatures.get(name):
                self._read(name)
        self._signatures = found
        self._entries = _by_key(self._files)

    def _signatures_on_disk(self) -> dict[str, _Signature]:
        found = {}
        for path in [*self.folder.glob("messages/*.yml"), *self.folder.glob("modules/*.yml")]:
            # An editor may replace the file between listing it and looking at it.
            with suppress(FileNotFoundError):
                stat = path.stat()
                found[path.relative_to(self.folder).as_posix()] = (stat.st_mtime_ns, stat.st_size)
        return found

    def _read(self, name: str) -> None:
        file = read_entries(self.folder / name, name)
        self._unread.pop(name, None)
        if file.problems:
            self._unread[name] = file.problems
            for problem in file.problems:
                kept = name in self._files
                log.error("content unreadable", file=name, key=problem.key, last_good_kept=kept)
        if not file.problems or name not in self._files:
            self._files[name] = file

    def _keep_vanished(self, name: str) -> None:
        problem = "is gone from the folder; its last good version is still in use."
        self._unread[name] = (Problem(name, "whole file", problem, "Put it back, or restart."),)
        log.error("content file gone", file=name)


def _by_key(files: Mapping[str, ContentFile]) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    for name in sorted(files):
        for key, entry in files[name].entries.items():
            entries.setdefault(key, entry)
    return entries


def _with_pauses(text: str) -> str:
    return re.sub(r"\s*\n\s*", "\n\n", text)
