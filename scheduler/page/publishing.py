"""The month published, and leaves tried before that or after."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from scheduler.errors import Message, UsageError, ZhibanError
from scheduler.explaining.leave_trial import Light
from scheduler.ledger.revision import grouped
from scheduler.notices.deliver import announce
from scheduler.page.month import Month
from scheduler.page.trying import Trials, moved_lines, tried_on_draft
from scheduler.reporting.changes import change_lines
from scheduler.reporting.trial_lines import trial_lines
from scheduler.usecases.adjust import adjust
from scheduler.usecases.history_lines import named_month
from scheduler.usecases.publish import Published, publish

if TYPE_CHECKING:
    from collections.abc import Iterator


class Publishing(Month):
    """What makes a month known to others."""

    def publish(
        self,
        version: int,
        approver: str,
        reason: str = "",
        accept_gaps: bool = False,
        allow_estimated: bool = False,
    ) -> dict[str, Any]:
        """Publish every table of the month that has a draft, as the command does."""
        done: list[Published] = []
        with self._changing(version, held=False):
            drafted = [one for one in self._tables if one.drafted]
            if not drafted:
                raise UsageError("没有要发布的草案，请先排班")
            for one in drafted:
                try:
                    published = publish(
                        one.target,
                        approver=approver,
                        reason=reason,
                        accept_gaps=accept_gaps,
                        allow_estimated=allow_estimated,
                        at=self.clock(),
                        **self._lists,
                    )
                except ZhibanError as error:
                    error.messages += tuple(_stays(one) for one in done)
                    raise
                done.append(published)
            # What is published is changed by the next revision only.
            self._own_steps.forget()
        told = announce("publish", [one.draft for one in done], uuid.uuid4().hex[:12])
        lines = [line for one in done for line in _lines(one)]
        lines += [message.text for message in told]
        files = [path.name for one in done for path in one.files]
        return {"state": self.state(), "lines": lines, "files": files}

    def try_leave(self, person: str, start: str, end: str) -> dict[str, Any]:
        """Return how easily a leave could be granted; nothing is written."""
        with self._lock:
            tables = self._known()
            staff = tables[0].centre.staff
            name = staff[person].person.name if person in staff else person
            leave = f"{name} {start} {end}"
            trials: Trials = []
            said: list[str] = []
            if any(one.centre.published for one in tables):
                month = tables[0].draft.problem.month
                options = self._lists | {"dry_run": True, "at": self.clock()}
                for one in adjust(self.folder, month=month, leaves=(leave,), **options):
                    trials += one.trials
                    said += change_lines(one.draft)
            for table in (one for one in tables if one.drafted and not one.centre.published):
                draft, tried = tried_on_draft(table, leave)
                trials += tried
                said += moved_lines(draft)
            if not trials:
                raise UsageError("这个月还没有排，或者这个人不在哪张表上，没有可试算的")
        lines = [line for view, trial in trials for line in trial_lines(view, trial)]
        lines += [f"改动 {len(said)} 班", *said] if said else ["不需要改动"]
        light = max((trial.light for _, trial in trials), key=[*Light].index)
        return {"light": f"{light.value}灯", "lines": lines}


def _lines(done: Published) -> Iterator[str]:
    one = done.revision
    said = "已发布" if done.changed else "早已发布，内容相同，没有改动"
    yield f"{named_month(one.table, one.month)} v{one.number} {said}"
    yield f"封印 {grouped(one.seal)}（请记下，以后可用 zhiban doctor --expect 核对）"
    yield from (message.text for message in done.messages if message.severity == "warning")


def _stays(done: Published) -> Message:
    one = done.revision
    text = f"{named_month(one.table, one.month)} v{one.number} 已经发布；余下的改好以后，再发布一次"
    return Message("published", "note", text)
