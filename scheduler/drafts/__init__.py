"""Drafts and adjustments between reading and writing: made, kept, compared."""
