"""From what is known to what is shown: pure functions to plain view data.

`alternations`: Two modes of a lane that alternate turn by turn: which they are, and what came of it.
`cells_view`: From a run to the table of its cells: plain texts.
`copied`: What is copied as text: a lane's figures, and what a chart reads out; tabs between columns.
`demo_view`: From a run of demos to what its screen shows: the catalogue, code, figures and reports as
    plain lines.
`detail_view`: From one lane's state to what its detail shows: pure functions to plain view data.
`device_view`: From run and machine to what the devices screen shows: pure functions to plain view data.
`log_tail`: The last lines that lanes and fwdash itself wrote, and which of them a person wants to see.
`mode_lines`: Which lines of an engine a mode decides on, found in its text; nothing of it is run.
`pace_view`: The lanes' pace as the main screen shows it, computed now and then.
`planned_settings`: What a person is told of a change of settings that is to come.
`race_view`: From what is known to what is shown: pure functions of `Run` to plain, frozen view data.
`training_loops`: The engines of the lanes that run, as text with signs: what the code screen shows.
`transport_view`: From a replay to what its transport bar shows: pure, plain view data.
`turning_news`: That the test loss has turned up while training goes on: told once a run.
`workload_code`: The models of a workload as its own file has them: what the code screen shows instead
    of loops.
"""
