"""The application: the command line, the dashboard and its screens.

cli      what a person types          app      the dashboard: one tick, ways out
actions  the one table of keys        source   where events come from: live, replay, script
views    Run -> plain view structs    screens  what is seen and done, a file a screen
replay   a logged run as a source     watched  what sources share that can be told nothing
config   what a person set            keymap   the keys that they chose
"""
