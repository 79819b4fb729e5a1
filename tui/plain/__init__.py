"""What is printed without a screen.

`demo_table`: The debugging demos: their catalogue, and what was measured, as text or JSON.
`doctor`: `fwdash doctor`: what works here, what does not, and what to do about it.
`farewell`: What the terminal says once the dashboard has left it: what the run came to, and what to do
    next.
`headless`: A run without a screen: progress on stderr, the summary on stdout.
`listings`: What `fwdash devices` and `fwdash workloads` print.
`replay_headless`: What a recorded run came to, without a screen: the summary that the live run gave.
`runs_table`: The recorded runs as a table for a terminal, and as data.
`summary_table`: The summary as a table for a terminal or a text file.
`workload_check`: `fwdash workloads check`: each framework's model is built in a worker, looked at, and
    told in a line.
"""
