"""The one table of keys, and which of them are live where.

`actions`: The one table of what a person can do: it feeds keys, footer, help and palette.
`keymap`: Keys that a person chose: the table of actions with them, and Textual's keymap for them.
`replay_actions`: Which actions a replay offers, which a run that is only watched, and which a run of
    one's own.
`scopes`: What is live on each screen: its own rows of the table of actions, and those that it shares.
"""
