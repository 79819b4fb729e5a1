"""From what is known to what is shown: pure functions to plain view data."""
