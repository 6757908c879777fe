"""What the server answers with: JSON and plain text, never HTML that was put together."""

from __future__ import annotations

import json
from typing import Any

from starlette.responses import Response

CLOSE = {"Connection": "close"}


def document(content: Any, status: int = 200, *, close: bool = False) -> Response:
    """Return a JSON answer; a name on the disk that is no text is escaped as JSON does it."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return Response(
        text.encode(errors="backslashreplace"),
        status,
        headers=CLOSE if close else None,
        media_type="application/json",
    )


def refusal(status: int, text: str, *, close: bool = False) -> Response:
    """Return why something is not done; ``close`` hangs up on whoever is still sending."""
    return document({"text": text}, status, close=close)
