"""What a person sees and does, a file a screen.

`choose_main` says which screen stands at the bottom, a `main_screen`: `race` for a run with lanes; of those
over a study, each a `study_screen`, `demos` for the debugging demos and `cells` for any other. The parts of
`race` are the `selection`, what keys do (`lane_commands`, `run_commands`, `chart_commands`,
`replay_commands`, `opening`) and `asking`, by which commands reach the source. A `keyed_screen` has keys
of its own scope; a `sub_screen` shows more of the run over the main one.
"""
