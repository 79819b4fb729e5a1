"""Tapes: scripted demonstrations over a run log, with the words that people know from vhs.

`words` is the table of what a tape can say and `tape` a tape as data; `parse` makes the one from a
file. `log_source` plays a run log at the tape's clock, `actor` presses the keys and waits, on the real
terminal (`live`) or without one and without waiting (`film`, under `virtual_time`), where the same tape
gives the same bytes.
"""
