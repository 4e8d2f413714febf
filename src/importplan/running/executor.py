"""Calls made in processes of their own, which can be ended at once: an `Executor` like those of the standard library.

Whoever has work for other processes hands it to an `Executor` (`submit`, `Future`, `wait`), so that another can take
this one's place: threads in a test, a cluster's later. It is not the `ProcessPoolExecutor`, which has no way to do what
solvers and readers of foreign files need (docs/solving.md, Processes):

- a call that takes too long, or is not wanted any more, is ended: no solver here can be interrupted from Python;
- a process that dies costs its own call, not all that wait;
- the caller's script is not run again in the child, and the terminal's Ctrl-C does not reach it.
"""

from __future__ import annotations

import contextlib
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Any, ParamSpec, TypeVar

from importplan.basics.errors import NotStarted, ProcessEnded, TookTooLong
from importplan.running.worker import Call, sent

SECONDS_TO_START = 180.0
# What a session of its own is elsewhere: on Windows it keeps the terminal's Ctrl-C from the process.
_OWN_GROUP = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
Given = ParamSpec("Given")
Result = TypeVar("Result")


@dataclass(frozen=True)
class _Task:
    future: Future[Any]
    call: Call


class LocalProcesses(Executor):
    """Makes calls in so many processes of this machine, in the order in which they were submitted.

    A block left by an exception (Ctrl-C) ends the processes at once, whatever they are doing.

    Parameters
    ----------
    workers
        Processes at most; one starts when there is work for it.
    seconds
        What a call may take; one that takes longer is ended and raises TookTooLong. None: any time.
    first
        A function that every process calls before anything else: it bounds its memory, or imports what calls need.
    """

    def __init__(self, workers: int, seconds: float | None = None, first: Callable[[], None] | None = None) -> None:
        self._workers, self._seconds, self._first = workers, seconds, first
        self._waiting: SimpleQueue[_Task | None] = SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._children: set[_Child] = set()
        self._lock = threading.Lock()
        self._closed = self._killed = False

    def submit(self, fn: Callable[Given, Result], /, *args: Given.args, **kwargs: Given.kwargs) -> Future[Result]:
        """Have a function called; it and what it is given must be known by name in another process.

        The future raises what the function raises; ProcessEnded where its process dies, TookTooLong, NotStarted.
        """
        future: Future[Result] = Future()
        with self._lock:
            if self._closed:
                raise RuntimeError("no more calls are taken")
            self._waiting.put(_Task(future, (fn, args, kwargs)))
            if len(self._threads) < self._workers:
                self._threads.append(threading.Thread(target=self._serve, daemon=True))
                self._threads[-1].start()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more calls; the processes end when those that wait are done."""
        with self._lock:
            self._closed = True
        if cancel_futures:
            with contextlib.suppress(Empty):
                while True:
                    task = self._waiting.get_nowait()
                    if task is not None:
                        task.future.cancel()
        self._waiting.put(None)
        if wait:
            for thread in self._threads:
                thread.join()

    def kill(self) -> None:
        """End the processes at once: calls that were being made raise ProcessEnded, those that wait are cancelled."""
        with self._lock:
            self._killed = True
            children = tuple(self._children)
        self.shutdown(wait=False, cancel_futures=True)
        for child in children:
            child.kill()
        for thread in self._threads:
            thread.join()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.shutdown()
        else:
            self.kill()

    def _serve(self) -> None:
        """Have a process make one call after the other; a new one takes the place of one that has died."""
        child: _Child | None = None
        while (task := self._waiting.get()) is not None:
            if not task.future.set_running_or_notify_cancel():
                continue
            try:
                child = child or self._started()
                done, outcome = child.make(task.call, self._seconds)
            except Exception as error:
                done, outcome = False, error
                self._end(child)
                child = None
            if done:
                task.future.set_result(outcome)
            else:
                task.future.set_exception(outcome)
        self._waiting.put(None)  # for the thread beside this one
        self._end(child)

    def _started(self) -> _Child:
        child = _Child()
        with self._lock:
            self._children.add(child)
            unwanted = self._killed
        try:
            if unwanted:
                raise ProcessEnded("ended before it was made")
            child.start(self._first)
        except Exception:
            self._end(child)
            raise
        return child

    def _end(self, child: _Child | None) -> None:
        if child is not None:
            child.end()
            with self._lock:
                self._children.discard(child)


class _Child:
    """One process, started by its module's name in a session of its own."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "importplan.running.worker"]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True, creationflags=_OWN_GROUP
        )
        self._lock = threading.Lock()
        self._turn = 0  # which call it is at
        self._late = False

    def start(self, first: Callable[[], None] | None) -> None:
        """Wait until it works. Raises NotStarted."""
        try:
            done, outcome = self.make((first or _nothing, (), {}), SECONDS_TO_START)
        except ProcessEnded as error:
            raise NotStarted("a process of this machine does not start") from error
        if not done:
            raise outcome

    def make(self, call: Call, seconds: float | None) -> tuple[bool, Any]:
        """Its outcome. Raises ProcessEnded, TookTooLong."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        asked = sent(call)
        timer = threading.Timer(seconds or 0.0, self._too_late, (self._turn,))
        timer.daemon = True
        if seconds is not None:
            timer.start()
        try:
            self._process.stdin.write(asked)
            self._process.stdin.flush()
            done, outcome = pickle.load(self._process.stdout)
        except (EOFError, OSError, ValueError, pickle.UnpicklingError) as error:
            raise (TookTooLong if self._late else ProcessEnded)("the process has ended without an answer") from error
        finally:
            timer.cancel()
            with self._lock:
                self._turn += 1
        return done, outcome

    def _too_late(self, turn: int) -> None:
        with self._lock:
            if turn == self._turn:  # else it has just answered
                self._late = True
                self.kill()

    def kill(self) -> None:
        """End it, whatever it is doing."""
        self._process.kill()

    def end(self) -> None:
        """End it and let go of its pipes."""
        self.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(BrokenPipeError):  # a question that nobody reads any more
                assert stream is not None
                stream.close()


def _nothing() -> None:
    """What a process does first where nothing is asked of it."""
