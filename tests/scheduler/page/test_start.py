"""How a page begins and ends."""

from __future__ import annotations

import threading

import pytest

from scheduler.errors import UsageError
from scheduler.page.idle import SECONDS
from scheduler.page.start import Running
from tests.scheduler.page.served import LONG, Served, served
from tests.scheduler.page.stand_in import StandIn


def test_it_ends_after_eight_hours_without_a_request() -> None:
    now = [0.0]
    page = Served(Running(StandIn(), clock=lambda: now[0]))
    for hour in range(20):
        now[0] = hour * SECONDS / 8 * 7
        assert page.get("/api/state").status == 200
    # A stranger who knocks does not keep it open.
    now[0] += SECONDS - 1
    assert page.get("/api/state", Cookie=None).status == 401
    assert not page.running._idle.over()
    now[0] += 1
    page.thread.join(LONG)
    assert not page.thread.is_alive()


def test_a_port_that_is_taken_is_said() -> None:
    with served(StandIn()) as page, pytest.raises(UsageError, match="换一个"):
        Running(StandIn(), page.running.port)


def test_a_port_is_free_as_soon_as_its_page_has_ended() -> None:
    with served(StandIn()) as page:
        port = page.running.port
        page.get("/api/state")
    with served(StandIn(), port=port) as page:
        assert page.get("/api/state").status == 200


def test_ending_stops_a_search() -> None:
    session = StandIn()
    with served(session) as page:
        search = threading.Thread(target=page.post, args=("solve", {"version": 1}))
        search.start()
        assert session.searching.wait(LONG)
    assert session.stopped.is_set()
    search.join(LONG)
    assert not search.is_alive()
