"""Where events come from: a supervisor, a replay, another process's run."""
