"""The report: what one or several logged runs came to, as one page that opens offline.

Read in this order.

What is read: `reading` folds a run log and keeps what a report needs beyond `Run`: the clean
`samples` of each mode and batch size, and what happened when.
What is made of it: `bootstrap` says how well a median is known, `comparison` how far two runs are
apart and whether that is more than noise.
What is told: `document` is a page as plain data; `run_part` fills it for a run, from `notices`,
`lane_table` and the `*_section` files, and `comparison_part` for several. Numbers are written by `figures`,
the method in words is in `method`, and charts are drawn by `line_chart` (with lines of
`chart_marks`), `spread_chart`, `compile_chart` and `ratio_chart` in one `chart_look`.
How it looks: `page` is the HTML, `markdown` the other form; `made` goes from run logs to a document,
`files` from that to the disk.
"""
