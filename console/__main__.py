"""The console process: one, on loopback; a reverse proxy with TLS stands in front in production."""

from __future__ import annotations

import uvicorn

from console.app import create
from runtime import database, wiring


def main() -> None:
    """Serve until stopped."""
    settings = wiring.start("console")
    app = create(database.sessions(), base_url=settings.console_url)
    uvicorn.run(
        app,
        host="127.0.0.1",
        port=settings.console_port,
        log_level="warning",
        access_log=False,
        server_header=False,
    )


if __name__ == "__main__":
    main()
