"""A worker process: its main program, what it trains, and what it says of it.

A worker that dies costs its own lane: `supervisor` says what happens then.
A mode change keeps the state: the engine goes on with the weights it has, and `mode_changes` leaves a
mode that fails.

`__main__`: A worker process: `python -m engines.worker`, commands on stdin, events on stdout.
`alternation`: Two modes of a lane in turn, so that what the machine does meanwhile meets both alike.
`captured`: All that a piece of code says, whatever says it: Python, a C++ library, a warning, a logger.
`checking`: Checking a lane: it is built as for its training, by the same code, and then nothing is
    trained.
`demo_cell`: A demo's cell: one version of a snippet is run in one mode, and what happened is said in
    figures.
`disturbances`: Noticing that other processes had this lane's cores during a chunk of steps.
`evaluation`: The test split in pieces, so that an evaluation needs no more memory than a training step.
`event_writer`: How a worker says what happens: events on the protocol pipe.
`explain`: From an exception to one sentence that a person can act on.
`inbox`: What a worker was told and has not done yet.
`jobs`: From an order to the job that a worker does.
`measuring`: Measuring a cell of a study: a function is called, and says what it finds and how it ended.
`mode_changes`: How a lane changes its mode: the engine goes on with all it has learnt, and a mode that
    fails is left.
`model_look`: Looks at what a model makes of the data before it trains: its output, the labels, the
    tables' entries.
`step_buffer`: Chunks of steps on their way out: collected, so that a fast lane does not send a line a
    chunk.
`suspensions`: Noticing that this process was stopped and went on again.
`throttling`: Noticing that the kernel held this process's control group back: its CPU time was used
    up.
`told_compilations`: Compilations on their way out: one that ran together with steps waits until a clean
    step was timed.
`training`: The training that a worker does: turns, chunks, mode changes, evaluations, and what it says
    of them.
"""
