"""What forms print beside who is on duty: settings, leaders and what is on the desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.reading.cells.faults import Faults
from scheduler.reading.sheets.articles import read_articles
from scheduler.reading.sheets.settings import read_leaders, read_settings
from scheduler.reading.tables.sources import open_sources

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from scheduler.errors import Message
    from scheduler.reading.sheets.articles import Article
    from scheduler.reading.sheets.people import Leader
    from scheduler.settings import Settings


@dataclass(frozen=True, slots=True)
class FormFacts:
    """What a data workbook says of forms, and what there is to say of that."""

    settings: Settings
    leaders: tuple[Leader, ...]
    articles: tuple[Article, ...]
    messages: tuple[Message, ...]


def read_form_facts(data: Path, today: date) -> FormFacts:
    """Read no more of a data workbook than forms of a published month need.

    So they can be printed again when people are gone, or HR's lists are not at hand.

    Raises
    ------
    InputError
        With what is wrong in the sheets that are read.
    FileError
        If it cannot be read at all.
    """
    faults = Faults(data.name)
    book = open_sources(data, (), (), faults).data
    settings, _ = read_settings(book, today, faults)
    leaders = read_leaders(book, faults)
    articles = read_articles(book, faults)
    faults.stop_if_any()
    return FormFacts(settings, leaders, articles, faults.messages)
