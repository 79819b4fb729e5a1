"""The machine room: workers that train, and all that is known of them. It knows no screen.

Read in this order.

The contract: `events` is everything that is said and told; `errors` is what a person can mend.
What runs where: `lane`, `device`, `run_plan`, and `workloads/` for the work itself.
Training: `engine` is what a framework must do, `pytorch_engine`, `keras_engine` and `jax_engine` do
it, and the `*_compiles` beside them see what is compiled meanwhile. `frameworks` imports one of them.
A worker process: `worker` is its main program, told a `worker_plan` and then commands in its `inbox`,
confined to `cores`; `training` takes turns and chunks of steps, which a `step_buffer` collects, and
leaves out those with `suspensions`; `voice` says what happens and `explain` turns exceptions into
sentences.
The run: `supervisor` starts workers with `launch`, holds each in a `seat`, reads their `lines` through
`worker_pipes`, gives `turns`, and takes `telemetry`; `runlog` keeps what was said.
What is known: `run` folds events into a `lane_state` for each lane, with `series`, `spread` and
`parity`; `summary` is what a run comes to, `break_even` when a compilation has paid for itself.
A logged run: in `runlog`, `folder` says where runs are and `listing` what they are, from the `end` of
their logs; one `decoder` makes lines to events, for a `cursor` that reads up to where `flaws` finds one,
for a `growing` log while it is written, and for the workers' pipes;
`replay/` brings it to any of its moments, `report/` tells of it, `export/` writes it for others, each
file a `whole_file`; a `regular_file` is all that is read, and `printable` makes texts from elsewhere
safe to show.
"""
