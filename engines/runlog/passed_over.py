"""What a newer fwdash wrote into a log and this one does not know: counted, and passed over."""

from __future__ import annotations

from collections import Counter

from engines.safe_text import printable

MOST_NAMES = 100
"""Names that are counted each for itself; what comes after them is counted together."""
SAID = 6
"""Names that the sentence says."""
LONGEST_NAME = 40


class PassedOver:
    """How many events of each unknown kind, and how many unknown fields of known ones."""

    def __init__(self) -> None:
        self.events: Counter[str] = Counter()
        self.fields: Counter[str] = Counter()

    def event(self, kind: str) -> None:
        """An event of a kind that is not known."""
        _count(self.events, kind)

    def field(self, kind: str, name: str) -> None:
        """A field of a known kind of event that is not known."""
        _count(self.fields, f"{kind}.{name}")

    def __bool__(self) -> bool:
        return bool(self.events or self.fields)

    @property
    def sentence(self) -> str:
        """What a person is told of it; empty if nothing was passed over."""
        if not self:
            return ""
        counted = [
            f"{count:,} {what}{'s' if count > 1 else ''}"
            for count, what in ((self.events.total(), "event"), (self.fields.total(), "field"))
            if count
        ]
        were = "was" if self.events.total() + self.fields.total() == 1 else "were"
        names = [*self.events, *self.fields]
        more = f" and {len(names) - SAID} more" if len(names) > SAID else ""
        return (
            f"{' and '.join(counted)} of a newer fwdash {were} passed over: "
            f"{', '.join(names[:SAID])}{more}."
        )


def _count(counted: Counter[str], name: str) -> None:
    name = printable(name[:LONGEST_NAME])
    if name not in counted and len(counted) >= MOST_NAMES:
        name = "others"
    counted[name] += 1
