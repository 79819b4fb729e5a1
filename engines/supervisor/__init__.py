"""Starts, gives turns to, watches and ends workers."""
