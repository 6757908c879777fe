"""May this person take this duty: one requirement a file."""
