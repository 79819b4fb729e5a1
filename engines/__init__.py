"""The machine room: workers that train, and all that is known of them. It knows no screen.

Read in this order: `events` is the contract; `lane` and `device` say what runs where; `engine` is
what a framework must do and `pytorch_engine`, `keras_engine`, `jax_engine` do it; `worker` is the
process around an engine; `supervisor` starts, commands, watches and ends workers with the help of
`turns` and `telemetry`; `runlog` keeps what they said; `run` folds it into what is known, with
`series` and `spread`; `summary` is what a run comes to.
"""
