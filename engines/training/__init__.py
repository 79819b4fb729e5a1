"""A run that trains: what a screen can ask of it, and what its director orders.

`check_director`: What decides a check of a workload: each lane is built once, all at once, and none
    gets a turn.
`director`: What decides a run that trains: its lanes, their modes, devices and settings.
`live`: A run that trains, as a screen sees it: what it can be asked, and what happened.
`settings_change`: At which step another learning rate or batch size comes: the same for all lanes,
    ahead of each.
"""
