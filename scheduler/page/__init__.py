"""The page: one centre's month in a browser on this machine, over the same use cases."""
