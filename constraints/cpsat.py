"""OR-Tools' CP-SAT without pandas, which takes two thirds of the time to import it.

OR-Tools imports pandas for its series of variables, which nobody here uses. While it is being
imported, a stand-in has the two names that it looks up. pandas itself can be imported as ever;
whoever wants OR-Tools' series too imports pandas first.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

MODULE = "ortools.sat.python.cp_model"


def _load() -> Any:
    if "pandas" in sys.modules or MODULE in sys.modules:
        return import_module(MODULE)
    stand_in: Any = ModuleType("pandas")
    stand_in.Index, stand_in.Series = (type(name, (), {}) for name in ("Index", "Series"))
    sys.modules["pandas"] = stand_in
    try:
        return import_module(MODULE)
    except AttributeError:
        pass  # Another OR-Tools, which looks up more than that.
    finally:
        del sys.modules["pandas"]
    return import_module(MODULE)


if TYPE_CHECKING:
    from ortools.sat.python import cp_model
else:
    cp_model = _load()


class CpModel(cp_model.CpModel):
    """A model without its methods' old names, 0.1 ms a model to add."""

    def _add_pre_pep8_methods(self) -> None:
        pass


__all__ = ["CpModel", "cp_model"]
