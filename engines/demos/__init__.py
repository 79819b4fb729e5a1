"""The debugging demos: one bug in three frameworks, and what each of them makes of it.

`GROUP/NAME/` holds a demo: `about.toml` says what it is about, `in_torch.py`, `in_keras.py` and
`in_jax.py` are the bug as each framework's users would write it. Its cells are measured in
`engines.worker.demo_cell`.

`catalogue`: Which demos there are, by group, and what is known of each without a framework.
`planned`: From chosen demos to the cells of a study, and what a worker is ordered for each.
`reading`: What a traceback tells, read from the printed report and from its frames.
`snippet`: A demo's source file: its versions, and the lines of the bug that is marked in each.
`table`: The cells of a run as one table, for JSON and for the terminal.
`verdict`: Whether what a version returned is the known right answer.
"""
