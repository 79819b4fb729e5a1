"""From what a person asked for to a checked plan and a run.

`checked_plan`: From what a person asked for, on the command line or in the start form, to a checked
    plan.
`command_line`: The command line that asks for the same: `fwdash run ...`, and only what differs from
    defaults.
`draft`: A plan that is being written: what stands in the start form, and what is wrong with it.
`log_place`: Where the run log of the next run goes.
`next_demos`: The debugging demos that follow on the run that is shown: the whole catalogue, nothing
    measured yet.
`next_run`: The run that follows on the one that is shown: a plan from the form, and a supervisor for
    it.
`planned`: A source for a run that nobody started yet: the start form stands over it.
`run_options`: The options of `fwdash run` that make a plan: the command line and the start form read
    them both.
`run_request`: What a person asks for, on the command line or in the start form, as it was written.
`workload_look`: Looks at workloads away from the screen's thread: a person's own file may take its
    time.
"""
