"""Pictures of a terminal's screen: SVG, PNG and GIF, made offline and without a browser.

A screen is a `Grid` of cells (`cells`), whether it comes from the live application (`live`) or from a
terminal emulator that plays a cast (`cast_reader`, `emulator`). `raster` draws a grid with a font that is
always there (`font`) and draws charts and frames by code (`shapes`), `svg` writes it as text, `gif` makes
frames move, `still` picks the format by the file's name.
"""
