"""The files of the page: read once from the package, found by their names alone."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import PurePath

from starlette.responses import Response

from scheduler.page.answers import refusal

KINDS = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}
INDEX = "index.html"


@cache
def _contents() -> dict[str, bytes]:
    """Return every file by its name: no path that is asked for reaches the disk."""
    folder = files("scheduler.page") / "static"
    return {
        one.name: one.read_bytes()
        for one in folder.iterdir()
        if one.is_file() and PurePath(one.name).suffix in KINDS
    }


def static_file(name: str) -> Response:
    """Return the answer with a file of the page."""
    content = _contents().get(name)
    if content is None:
        return refusal(404, "没有这一页")
    return Response(content, media_type=KINDS[PurePath(name).suffix])
