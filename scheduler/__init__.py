"""The machine: reads workbooks, solves, explains, writes, and talks to people and jobs.

The public names below are loaded on first use, since the solver takes a while to import.
"""

from __future__ import annotations

from importlib import import_module

__version__ = "0.1.0"

_HOMES = {
    "Options": "scheduler.solving.solver",
    "Processes": "scheduler.batch.processes",
    "Result": "scheduler.solving.result",
    "draft": "scheduler.usecases.draft",
    "draft_all": "scheduler.batch.centres",
    "find_centres": "scheduler.batch.centres",
    "history_frame": "scheduler.usecases.history",
    "loads": "scheduler.explaining.loads",
    "loads_frame": "scheduler.explaining.loads",
    "monthly_report": "scheduler.usecases.report",
    "read_centre": "scheduler.reading.read_centre",
    "solve": "scheduler.solving.solve",
    "solve_all": "scheduler.batch.spread",
    "summary_frame": "scheduler.batch.summary",
}

__all__ = ["__version__", *_HOMES]


def __getattr__(name: str) -> object:
    """Load a public name from its home."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
