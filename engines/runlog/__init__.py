"""Writes, reads, follows, finds and lists run logs."""
