"""What is seen: pure renderers and thin Textual widgets over plain data.

Nothing here knows an engine or the application; `chart/` draws curves, sparklines and
histograms.
"""
