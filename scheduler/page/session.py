"""One centre's folder behind the page: everything that its buttons do."""

from __future__ import annotations

from scheduler.page.editing import Editing
from scheduler.page.publishing import Publishing
from scheduler.page.records import Records
from scheduler.page.solving import Solving


class Session(Editing, Solving, Publishing, Records):
    """A centre's folder behind the page; every method may be called from any thread.

    No method knows of HTTP; each returns what JSON can hold, or raises a ZhibanError whose
    sentence is what the user reads.

    Parameters
    ----------
    folder
        The centre's folder.
    clock
        What time it is there.
    """
