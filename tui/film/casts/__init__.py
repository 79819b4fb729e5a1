"""The screen as an asciicast, recorded from inside while the dashboard runs.

A tee at the driver passes on what is written to the terminal (`tee_driver`); a thread of its own
takes out what is no picture (`stripping`) and appends it (`cast_file`) as asciicast lines (`cast`).
A recording begins with a whole screen (`keyframe`), carries marks, mode changes and crashes as markers
(`markers`), and goes to a place where nothing is overwritten (`place`). `recording_app` is the
application that can do this; `asked` is how `fwdash record` asks for it from the first frame on.
"""
