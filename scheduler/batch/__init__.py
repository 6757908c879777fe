"""Many problems, many centres."""
