"""Running the server."""

import logging
import signal
import socket
from collections.abc import Callable

import uvicorn

from procedura.errors import StoreError
from procedura.settings import Settings
from procedura.web.application import application

_PATIENCE = 5  # seconds that answers under way have to end when the server is stopped


def serve(settings: Settings, host: str, port: int, tell: Callable[[str], object]) -> None:
    """Serve a graph until the process is told to end.

    Args:
        settings: How to serve it.
        host: Address to listen at.
        port: Port to listen at; 0: any that is free.
        tell: Is told the address.

    Raises:
        StoreError: Nobody can listen there.
    """
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listening = socket.create_server((host, port), family=family)
        # Or a client that keeps its connection waits 40 ms for the body of each answer; asyncio
        # sees to it only where it opens the socket itself.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except OSError as error:
        raise StoreError(
            f"port {port} of {host} cannot be used ({error.strerror})",
            cure="choose another with --port, or with --host",
        ) from error
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    config = uvicorn.Config(
        application(settings),
        log_config=None,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=_PATIENCE,
    )
    server = uvicorn.Server(config)
    for ending in (signal.SIGINT, signal.SIGTERM):
        # One that comes before uvicorn listens to signals is heard, too. uvicorn ends in good
        # order, then raises the signal again; that is no failure here.
        signal.signal(ending, server.handle_exit)
    shown = f"[{host}]" if ":" in host else host
    tell(f"Serving at http://{shown}:{listening.getsockname()[1]}/ (Ctrl-C ends it)")
    server.run(sockets=[listening])
