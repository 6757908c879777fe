"""The append-only record of published revisions."""
