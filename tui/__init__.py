"""The application: the command line, the dashboard and its screens.

Each room's own docstring is its map.

`app`: The dashboard: one tick that folds events and shows what changed, and every way out.
`cli`: The command line: which commands there are, each loaded from its file in `tui/commands/`.
`commands/`: One file a command of the command line; each is imported when it is called or listed.
`config`: `config.toml`: what a person set; a bad line is named in a sentence and its default kept.
`crash_report`: Where a traceback goes that no person should see on the screen.
`dashboard`: From a source to the dashboard on the terminal, and on to each run that is started from it.
`film/`: The screen as casts, pictures and scripted tapes.
`kept_theme`: The theme that was chosen last, kept from one run to the next in a file of one word.
`keys/`: The one table of keys, and which of them are live where.
`new_file`: Creating a file that was asked for: never over another one, and a sentence where it cannot
    be.
`plain/`: What is printed without a screen.
`screens/`: What a person sees and does, a file a screen; `race` is the main one.
`serve/`: A run in a browser: a server on this machine alone, and one watching process for each open
    tab.
`sources/`: Where events come from: a supervisor, a replay, another process's run.
`start/`: From what a person asked for to a checked plan and a run.
`terminal`: Whether there is a terminal that a dashboard can be drawn on.
`views/`: From what is known to what is shown: pure functions to plain view data.
`watcher_priority`: Keeping a process that only watches out of the way of those that train.
"""
