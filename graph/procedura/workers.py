"""Worker processes that read the graph, and a limit to how much is asked of them at once."""

import asyncio
import logging
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Concatenate, ParamSpec, Self, TypeVar, cast

from pebble import ProcessExpired, ProcessPool

from procedura.errors import BusyError, TimeLimitError, WorkerError
from procedura.library import CurrentGraph, ProcedureGraph

Asked = ParamSpec("Asked")
Told = TypeVar("Told")

# How many questions of a lane may wait for a worker. A longer queue would only make every answer
# late.
_WAITING = 1
# Times the time limit until a question must be answered: one for that before it, one for itself,
# and one for what is slow on a busy machine.
_PATIENCE = 3

_log = logging.getLogger(__name__)
_current: CurrentGraph | None = None


class Lane:
    """Worker processes for one kind of question, so that no other kind waits for it.

    Args:
        folder: Where the graph lies.
        workers: How many processes.
        time_limit: Seconds that a question may take.
        memory: Bytes that each may take; 0: as many as there are.
    """

    def __init__(self, folder: Path, workers: int, time_limit: float, memory: int = 0) -> None:
        self._folder = folder
        self._workers = workers
        self._time_limit = time_limit
        self._memory = memory
        self._start()
        self.taken = 0

    @property
    def is_free(self) -> bool:
        """Whether a question would find a worker at once."""
        return self.taken < self._workers

    async def ask(
        self,
        function: Callable[Concatenate[ProcedureGraph, Asked], Told],
        *arguments: Asked.args,
        **named: Asked.kwargs,
    ) -> Told:
        """Return what a function of the graph returns, called in a worker.

        Args:
            function: A function of a module; it and what it takes and returns can be pickled.
            arguments: What it takes after the graph.
            named: What it takes by name.

        Raises:
            BusyError: The lane is full, or has just lost its workers.
            TimeLimitError: It took longer than the time limit.
            WorkerError: The worker was lost.
        """
        if self.taken >= self._workers + _WAITING:
            raise BusyError("too much is asked at once", cure="ask again later")
        self.taken += 1
        try:
            if not self._pool.active:  # Pebble's pool is lost with a worker that had nothing to do
                self._begin_anew()
            asked = self._pool.schedule(
                _answer, args=[function, *arguments], kwargs=named, timeout=self._time_limit
            )
            async with asyncio.timeout(_PATIENCE * self._time_limit) as waiting:
                return await asyncio.wrap_future(cast("Future[Told]", asked))
        except BrokenProcessPool as error:
            raise BusyError("the workers were lost", cure="ask again later") from error
        except TimeoutError as error:
            # A lost worker may leave the others locked out of the queue. Those that have not begun
            # yet are not lost, and to begin anew would make them no faster.
            if waiting.expired() and self._begun.is_set():
                self._begin_anew()
            what = f"no answer within {self._time_limit:g} seconds"
            raise TimeLimitError(what, cure="ask for less") from error
        except (ProcessExpired, MemoryError) as error:
            what = "this needs more depth or memory than there is"
            raise WorkerError(what, cure="ask for less") from error
        finally:
            self.taken -= 1

    def _start(self) -> None:
        # Forked from a process without threads, which has imported what all workers need.
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([__name__])
        self._begun = context.Event()
        self._pool = ProcessPool(
            max_workers=self._workers,
            initializer=_begin,
            initargs=[self._folder, self._memory, self._begun],
            context=context,
        )

    def _begin_anew(self) -> None:
        _log.error("workers were lost; others begin")
        self.close()
        self._start()

    def close(self) -> None:
        """End the workers, in the middle of what they do."""
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _begin(folder: Path, memory: int, begun: Event) -> None:
    """Begin a worker, which ends when it is told to, or when nobody is left who could tell it.

    Ctrl-C in a terminal reaches it, too, but it is for the server to end it. Pebble ends a worker
    with SIGTERM, which Python would handle only when Oxigraph comes back.
    """
    global _current
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if memory:
        _limit_memory(memory)
    _current = CurrentGraph(folder)
    begun.set()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _limit_memory(most: int) -> None:
    # Of all limits, only this one counts what is written to: RLIMIT_AS counts the address space
    # that threads reserve, some 400 MB before anything is asked, and RLIMIT_RSS does nothing.
    if sys.platform != "win32":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (bound, hard))


def _answer(
    function: Callable[Concatenate[ProcedureGraph, Asked], Told],
    *arguments: Asked.args,
    **named: Asked.kwargs,
) -> Told:
    if _current is None:
        raise RuntimeError("the worker has not begun")
    return function(_current.opened(), *arguments, **named)
