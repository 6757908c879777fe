"""The hard rules, one a file."""
