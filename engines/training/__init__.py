"""A run that trains: what a screen can ask of it, and what its director orders.

`live` is the run as a screen sees it; `director` starts the lanes, keeps their modes and changes them;
`settings_change` says at which step another learning rate or batch size comes.
"""
