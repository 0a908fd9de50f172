"""GET /system: does the programme do what it owes?"""

from __future__ import annotations

from starlette.responses import Response

from coach import system_state
from console.door import Visit


def show(visit: Visit) -> Response:
    """Who is on call, what runs, what is late and what did not arrive."""
    return visit.page("system.html", state=system_state.of(visit.session, now=visit.now))
