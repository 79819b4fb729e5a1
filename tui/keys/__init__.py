"""The one table of keys, and which of them are live where."""
