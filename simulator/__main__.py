"""`python -m simulator`: serve the simulated telephone company on loopback until stopped."""

import os
import sys
from contextlib import suppress

import uvicorn
from starlette.types import ASGIApp

from simulator.app import create_app
from simulator.settings import Settings, SettingsError


def main() -> int:
    """Run until interrupted. Exit 2 when the environment is not usable."""
    try:
        settings = Settings.from_environment(os.environ)
    except SettingsError as error:
        print(f"simulator: {error}", file=sys.stderr)  # noqa: T201
        return 2
    print(f"simulator: phones at http://127.0.0.1:{settings.port}/", flush=True)  # noqa: T201
    server = uvicorn.Server(server_config(create_app(settings), port=settings.port))
    with suppress(KeyboardInterrupt):  # uvicorn has shut down by then and raises it again
        server.run()
    return 0


def server_config(app: ASGIApp, *, port: int) -> uvicorn.Config:
    """How uvicorn is run. No access log: it would hold phone numbers and slow every message."""
    return uvicorn.Config(
        app,
        host="127.0.0.1",
        port=port,
        log_level="warning",
        access_log=False,
        ws="none",
        timeout_keep_alive=65,
        timeout_graceful_shutdown=2,
    )


if __name__ == "__main__":
    sys.exit(main())
