"""GET / and GET /queue: what waits for a clinician."""

from __future__ import annotations

from starlette.responses import Response

from coach import escalation_views, system_state
from console.door import Visit, go
from models.enums import Role


def home(visit: Visit) -> Response:
    """The first page of each role."""
    return go("/patients") if visit.by.role is Role.STAFF else show(visit)


def show(visit: Visit) -> Response:
    """Open escalations, most urgent first, and the last that were closed.

    Reloads itself unless `refresh=off`; administrators see neither names nor links.
    """
    return visit.page(
        "queue.html",
        rows=escalation_views.queue(visit.session),
        closed=escalation_views.recently_closed(visit.session),
        on_call=system_state.on_call(visit.session),
        refresh=visit.request.query_params.get("refresh") != "off",
    )
