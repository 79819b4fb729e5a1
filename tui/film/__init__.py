"""The screen as casts, pictures and scripted tapes."""
