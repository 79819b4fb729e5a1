"""The machine room: workers that train, and all that is known of them. It knows no screen.

The words that every room uses stand here as files; each room's own docstring is its map.

`accents`: Which colour of the palette a lane has: its framework's, on every screen and in every report.
`cause`: The line of an error that tells its cause, out of all that frameworks put around it.
`chunk`: A chunk of training steps: what was measured as one, between two synchronisations of the
    device.
`commands`: Everything that a worker can be told: one JSON line each on its standard input.
`control_group`: What the process's control group allows: a container has less than the machine that
    it runs on.
`cores`: The machine's cores that a process may run on, and confining it to some of them.
`demos/`: The debugging demos: one bug in three frameworks, and what each of them makes of it.
`device`: What can be trained on, found without importing a framework.
`endings`: How a worker comes to its end, and a sentence for each way.
`errors`: Mistakes that a person can mend: one clear sentence each, never a traceback.
`events`: Everything that can happen in a run, as a worker, the sampler or a person's key made it
    happen.
`export/`: Export: a recorded run as tidy files for other programs.
`framework_names`: Where each framework's engine stands and how it is installed: plain names, for every
    room.
`frameworks/`: The only rooms that import a framework: what an engine must do, the engines, what sees
    them compile.
`gpus`: The NVIDIA GPUs that may be used here: as NVML tells of them, and as far as they are left
    visible.
`graph_break`: A graph break: where a compiler leaves a function to Python, and why, in words for people.
`keras_settings`: Keras' own settings file, `keras.json`: workers compute as without one, whatever a
    person's says.
`lane`: The lane grammar: `FRAMEWORK[@DEVICE][+MODE]`, as in `torch`, `keras@cuda:1+xla`, `jax@cpu:0-1`.
`left_out`: Why a step is no sample of step time: each reason and what it means.
`memory_killer`: Whether a process that got SIGKILL got it from the kernel, because memory ran out
    (Linux).
`one_process`: A process by what tells it from all others, and whether it still runs: numbers are
    given again.
`optimization`: How weights are changed: optimizers, their settings, and the schedule of the learning
    rate.
`order`: What a worker can be ordered to do: train a lane, or measure a cell. Plain data, no code.
`outcomes`: How a cell ended, and a sentence for each outcome.
`phases`: What phase a worker can be in, and what each means.
`progress`: How far a worker is: the smallest fold, of what every reader of the stream has to know.
`recipe`: The recipe of a run that trains: all that must be known to do it again.
`regular_file`: Opening a file that is read by its length or again and again: no pipe, device or folder.
`replay/`: A recorded run, brought to any of its moments; nothing here knows how it is shown.
`report/`: The report: what one or several recorded runs came to, as one page that opens offline.
`run/`: The fold: what is known of a run, lane by lane.
`run_plan`: What a person asked for, checked: the plan of a run.
`runlog/`: Writes, reads, follows, finds and lists run logs.
`safe_text`: Texts from elsewhere, such as the name of a file, made safe to show to a person.
`slip`: Slips of the pen: what was meant by a word that is one letter away from another.
`step_arrays`: The steps of one lane as NumPy arrays, for those who compute with all of them at
    once.
`study/`: A study: a table of cells that a run measures, each in a worker of its own.
`supervisor/`: Starts, gives turns to, watches and ends workers.
`training/`: A run that trains: what a screen can ask of it, and what its director orders.
`switches`: Switches in a person's environment that change what a mode or a precision means, and what
    fwdash does.
`vocabulary`: Words of the stream that form a fixed list, each with a sentence that says what it means.
`whole_file`: Files that are written whole or not at all, and what they replace stays until they are
    complete.
`worker/`: A worker process: its main program, what it trains, and what it says of it.
`workloads/`: Workloads: the work that all lanes share, one file each.
"""
