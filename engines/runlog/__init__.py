"""Writes, reads, follows, finds and lists run logs.

The run is logged in `writer`, before anybody else sees an event.

`cursor`: A place in a run log: what comes next there, and where the log stops being readable.
`end`: The end of a run log, read without all that comes before it.
`flaws`: What is wrong with an event that can be decoded and yet cannot be true.
`folder`: The runs that were recorded: where they are, and which one a person means.
`growing`: A run log that another process may still write: what was appended, and whether its writer
    lives.
`listing`: What was recorded, as a list: each run from the head and the end of its log alone.
`writer`: The run log: a header and events as JSON lines, appended as it happens, readable after any
    end.
"""
