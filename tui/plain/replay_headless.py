"""What a logged run came to, without a screen: the summary that the live run gave."""

from __future__ import annotations

import math
import sys
from pathlib import Path

from engines.replay.fold import Fold
from engines.replay.goals import AtTime
from engines.run.summary import summarise
from engines.runlog.cursor import LogCursor
from engines.safe_text import printable
from tui.plain.summary_table import print_summary


def replay_headless(path: Path, *, as_json: bool) -> int:
    """Print the summary; 1 and a word on stderr if the log is damaged, for then it is not all.

    Raises:
        RunError: If the log cannot be read, is none, or was written by a newer fwdash.
    """
    cursor = LogCursor(path)
    fold = Fold(cursor)
    fold.advance(AtTime(math.inf), deadline=math.inf, keep=False)
    cursor.close()
    summary = summarise(fold.run, str(path))
    print_summary(summary, as_json=as_json)
    if cursor.passed:
        print(f"fwdash: {cursor.passed.sentence}", file=sys.stderr)
    if fold.damage is None:
        return 0
    print(
        f"fwdash: {printable(str(path))} is read up to line {fold.damage.line - 1}: "
        f"{fold.damage.reason}.",
        file=sys.stderr,
    )
    return 1
