"""Workloads: the work that all lanes share, one file each.

A workload is a module with `data()`, `weights(rng)`, `torch_model(weights)`, `keras_model(weights)`
and `jax_model(weights)`; frameworks are imported inside the functions, so that looking at a workload
costs nothing. `workload.py` says what these return, `batches.py` which examples make a batch,
`catalogue.py` finds a workload by name or path, `own_file.py` imports a person's file, `check.py` looks
at it before a run, and `template.py` is the file that `fwdash workloads new` writes.
"""
