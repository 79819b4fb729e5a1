"""What is printed without a screen."""
