"""The only rooms that import a framework: what an engine must do, the engines, what sees them compile."""
