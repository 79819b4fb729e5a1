"""A worker process: its main program, what it trains, and what it says of it."""
