"""The fold: what is known of a run, lane by lane."""
