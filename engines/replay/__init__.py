"""A logged run, brought to any of its moments; nothing here knows how it is shown.

`fold` brings a run to one of the `goals`, from a `checkpoint` that the `index` holds, which `indexing`
finds beside the log or has `build` write in `frames`; `kept_events` and `moments` say what lies where;
`logged_machine` is the machine that the run was made on.
"""
