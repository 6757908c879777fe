"""The goals, one a file."""
