"""What a roster says of itself, in words and as data."""
