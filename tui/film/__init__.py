"""The screen as casts, pictures and scripted tapes.

`casts/`: The screen as an asciicast, recorded from inside while the dashboard runs.
`pictures/`: Pictures of a terminal's screen: SVG, PNG and GIF, made offline and without a browser.
`tapes/`: Tapes: scripted demonstrations over a recorded run, with the words that people know from vhs.
"""
