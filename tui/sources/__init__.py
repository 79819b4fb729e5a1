"""Where events come from: a supervisor, a replay, another process's run.

`abilities`: What a source can do: said once, and asked by all that stand over it.
`follow`: A source that follows the run log which another process writes.
`live`: A run that trains here, as a source.
`live_runs`: The runs that go on now.
`own_run`: What a run of one's own says of itself, whether real workers train it or a test's script.
`replay`: A recorded run as a source: the log stands where the supervisor stood, and can be moved
    through.
`replay_place`: What a person writes to say where in a run to go: `300`, `12.5s`, `1:05`, `end`.
`run_clock`: The clock of a run that another process owns, told from when its events are read.
`source`: Where the dashboard's events come from, and where its commands go: live, replay or script.
`studying`: A study that is measured here, as a source.
`tensorboard_tee`: A run that is also written for TensorBoard while it trains, on a thread of its own.
`transport`: What moves through a run: all that screens need of a replay.
`watched`: A run that can be watched but not told anything: a recording, or another process's run.
"""
