"""What a person sees and does, a file a screen; `race` is the main one."""
