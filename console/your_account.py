"""GET and POST /your-account: changing one's own password."""

from __future__ import annotations

from starlette.responses import Response

from coach import accounts, audit
from coach.accounts import BadAccount
from console.door import Visit, go


def show(visit: Visit) -> Response:
    """The form."""
    return visit.page("your_account.html", wrong={})


def change(visit: Visit) -> Response:
    """Set a new password (fields current, password); signs out everywhere."""
    # Passwords are taken as they are typed, spaces included.
    current, password = (str(visit.form.get(name, "")) for name in ("current", "password"))
    if not accounts.confirm(visit.session, visit.by, current, now=visit.now):
        return visit.page("your_account.html", status=422, wrong={"current": "wrong_current"})
    try:
        accounts.set_password(visit.session, visit.by, password)
    except BadAccount as error:
        return visit.page("your_account.html", status=422, wrong={error.field: str(error)})
    audit.record(visit.session, "change_password", visit.by.id, by=visit.by, now=visit.now)
    return go("/sign-in")
