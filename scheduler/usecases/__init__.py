"""What every caller calls, one use case a file."""
