"""Export: a logged run as tidy files for other programs.

`columns` says which tables and columns there are, with units; `tables` follows the events and fills
them, a batch at a time. `folder` is a place that is made and never written over unasked. A format a
file: `csv_files`, `parquet_files` and `tensorboard_files`, the last on `tensorboard_records`, which
turns one event into TensorBoard's and also writes while a run goes on. `metadata` is the header and
the columns in one JSON file beside the tables; `exported` goes from a run log to either.
"""
