"""The gateway process."""

from __future__ import annotations

import uvicorn

from dialogue.wiring import engine
from gateway.app import create
from runtime import database, wiring
from safety import screen


def main() -> None:
    """Serve on loopback; a reverse proxy with TLS stands in front in production."""
    settings = wiring.start("gateway")
    app = create(
        sessions=database.sessions(),
        carrier=wiring.carrier(settings),
        engine=engine(settings),
        signatures=wiring.signatures(settings),
    )
    screen("")  # reads its rules now, not while the first patient waits
    uvicorn.run(
        app, host="127.0.0.1", port=settings.gateway_port, log_level="warning", access_log=False
    )


if __name__ == "__main__":
    main()
