"""A study: a table of cells that a run measures, each in a worker of its own.

`plan` says which cells there are, `director` orders them, `live` is a study that is measured here, and
`cell_state` is what is known of one cell. What a worker does for a cell is in
`engines.worker.measuring`; how a cell can end, in `engines.outcomes`.
"""
