"""Writes, reads, follows, finds and lists run logs.

The run is logged in `writer`, before anybody else sees an event.

`conversion`: Logs of older schemas, converted on reading: the one place that knows how they were.
`cursor`: A place in a run log: what comes next there, and where the log stops being readable.
`decoder`: The one decoder of lines, of logs and of workers' pipes: what is an event, unknown, or
    damage.
`end`: The end of a run log, read without all that comes before it.
`flaws`: What is wrong with an event that can be decoded and yet cannot be true.
`folder`: The runs that were recorded: where they are, and which one a person means.
`growing`: A run log that another process may still write: what was appended, and whether its writer
    lives.
`lines`: From the bytes that a file or a pipe gives to whole lines.
`listing`: What was recorded, as a list: each run from the head and the end of its log alone.
`passed_over`: What a newer fwdash wrote into a log and this one does not know: counted, and passed
    over.
`reader`: A whole run log, read event by event.
`safe_event`: Events whose texts can be shown: what workers and logs from elsewhere say commands no
    terminal.
`unknown_fields`: What of a decoded line is known and what is not, at any depth.
`writer`: The run log: a header and events as JSON lines, appended as it happens, readable after any
    end.
`writing`: Whether a run log is still being written, also where the file system keeps no locks.
"""
