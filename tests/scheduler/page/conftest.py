from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scheduler.page.patience import Patience
from tests.scheduler.page.served import Served, served
from tests.scheduler.page.stand_in import StandIn

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who is hung up on is so for another reason, unless the test says otherwise."""
    monkeypatch.setattr(Patience, "seconds", 3600.0)


@pytest.fixture
def session() -> StandIn:
    return StandIn()


@pytest.fixture
def page(session: StandIn) -> Iterator[Served]:
    with served(session) as page:
        yield page
