"""Staff, leaves, changes, pins, settings: what the rows of each sheet say."""
