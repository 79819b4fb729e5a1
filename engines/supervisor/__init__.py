"""Starts, gives turns to, watches and ends workers.

When a worker dies, `worker_ends` says why and the other workers go on.

`director`: What decides which workers run and what they are told: the supervisor knows jobs only as
    data.
`event_stream`: Everything that happens in a run, on its way: into the run log first, then to who asks
    for it.
`launch`: Starting a worker process: its cores, its environment, its pipes.
`output_level`: What a line of a worker's output is: its level.
`own_memory`: Memory of a process's own, as the kernel counts it for each process by itself.
`pipes`: The pipes that workers speak through, read on the supervisor's thread, and a way to wake it.
`run_folder`: The folder for temporary files of a run: it ends with the run, and what a killed run left
    is swept.
`supervisor`: The supervisor: starts workers, gives turns, carries commands and events, and ends all of
    it.
`telemetry`: Memory, CPU and GPU of the workers, sampled from outside on a thread of its own.
`turn_giving`: Who trains now: turns are given to those who ask, taken back early where somebody needs
    quiet, and withheld from those that a person paused.
`turns`: Who may use a device now: lanes that share one take turns, or run at once and are marked so.
`worker_ends`: What happens when a worker ends: asked to, by a deadline, by a signal, or by itself.
`worker_process`: One worker process as the supervisor sees it.
"""
