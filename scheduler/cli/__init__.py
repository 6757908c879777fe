"""The command ``zhiban``."""
