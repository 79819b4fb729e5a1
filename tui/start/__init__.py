"""From what a person asked for to a checked plan and a run."""
