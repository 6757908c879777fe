"""One centre's folder behind the page: everything that its buttons do."""

from __future__ import annotations

from scheduler.page.editing import Editing


class Session(Editing):
    """A centre's folder behind the page; every method may be called from any thread."""
