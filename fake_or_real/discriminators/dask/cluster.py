"""A Dask cluster: how it is reached, and what happens where its workers die.

Dask itself computes anew what a lost worker held. What waits for a worker that will not come back,
as LightGBM's training does, is watched from here and given up.
"""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, wait
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from threading import Thread
from typing import Any, TypeVar

import dask
from dask.delayed import Delayed
from distributed import Client, KilledWorker, LocalCluster
from distributed import Future as Task
from distributed.client import FutureCancelledError
from distributed.comm import CommClosedError

from fake_or_real.errors import UnreachableError, UserError

_Found = TypeVar("_Found")
# Seconds: to reach a scheduler and a first worker, and for which a cluster may be without any.
_PATIENCE = 30
# Seconds between two looks at which workers there are.
_LOOK = 0.5
# What must be the same everywhere, as it is pickled here and unpickled there.
_SAME = ("fake-or-real", "dask", "distributed", "lightgbm", "numpy", "pandas")
_ADVICE = "see docs/cluster.md"


class LostWorkerError(Exception):
    """A worker is gone that was needed until the end."""


class _Client(Client):  # type: ignore[misc]
    """A connection that says where things are in the order in which it is asked.

    LightGBM takes its workers in that order, and its trees depend on it.
    """

    def who_has(self, futures: Sequence[Task], **kwargs: Any) -> dict[Any, list[str]]:
        found = super().who_has(futures, **kwargs)
        return {future.key: found[future.key] for future in futures}


@dataclass(frozen=True)
class Cluster:
    """A cluster that can be reached and has a worker at least.

    client: Dask's own connection to it. address: of its scheduler. folder: of the pipeline's
    tables, absolute, which all its workers see.
    """

    client: Client
    address: str
    folder: Path

    @property
    def workers(self) -> set[str]:
        """The addresses of the workers that there are now."""
        return set(self.client.nthreads())

    def some_workers(self) -> list[str]:
        """The addresses of the workers, in their order; at least one, which may have to come first.

        Raises `UnreachableError` where none comes.
        """
        try:
            self.client.wait_for_workers(1, timeout=_PATIENCE)
        except TimeoutError:
            raise self._no_worker() from None
        return sorted(self.workers)

    def _no_worker(self) -> UnreachableError:
        return UnreachableError(
            f"the Dask scheduler {self.address} has had no worker for {_PATIENCE} seconds; start"
            f" some ({_ADVICE})"
        )

    def gather(self, made: Sequence[Delayed]) -> list[Any]:
        """What the workers make of these, in this order."""
        return self.watch(lambda: list(self.client.gather(self.client.compute(list(made)))))

    def keep(self, made: Sequence[Delayed], worker: str | None = None) -> list[Delayed]:
        """The same, kept on the workers from now on; what is lost there is made anew.

        worker: the one that makes and keeps them as long as it lives.
        """
        return list(self.client.persist(list(made), workers=worker, allow_other_workers=True))

    def watch(self, work: Callable[[], _Found], *, all_needed: bool = False) -> _Found:
        """What work that waits for the cluster returns; it is given up where that is in vain.

        all_needed: a worker that goes ends it, by `LostWorkerError`. Otherwise only the last does.

        Raises `UnreachableError` when there is none any more.
        """
        outcome: Future[_Found] = Future()
        began, without = self.workers, 0.0
        # Nobody can end a thread that waits, so it must not keep the process from its end.
        Thread(target=_work, args=(work, outcome), daemon=True).start()
        while not wait([outcome], _LOOK).done:
            now = self.workers
            if all_needed and not began <= now:
                raise LostWorkerError
            without = 0.0 if now else without + _LOOK
            if without > _PATIENCE:
                raise self._no_worker()
        return outcome.result()

    def have_all_threads(self, do: Callable[[], None]) -> None:
        """Have each thread of each worker do something, once it has done what it is at.

        A worker with a thread that does not end is restarted by its nanny: LightGBM waits for ever
        for one that is gone. Raises `UserError` where such a worker has no nanny.
        """
        tasks = {
            worker: [
                self.client.submit(_and_rest, do, workers=[worker], pure=False)
                for _ in range(threads)
            ]
            for worker, threads in self.client.nthreads().items()
        }
        until = time.monotonic() + _PATIENCE
        while stuck := [worker for worker in self.workers & set(tasks) if not _done(tasks[worker])]:
            if time.monotonic() > until:
                self._restart(stuck)
                break
            time.sleep(_LOOK)

    def _restart(self, workers: list[str]) -> None:
        try:
            self.client.restart_workers(workers, timeout=_PATIENCE, raise_for_error=False)
        except ValueError:
            raise UserError(
                f"a worker of {self.address} is gone, and {', '.join(workers)} waits for it without"
                " end and has no nanny to restart it; do that, then run the same command again"
            ) from None

    def cancel(self, *names: str) -> None:
        """Give up tasks of functions with these names that somebody may still wait for."""
        keys = [key for key in self.client.futures if str(key).startswith(names)]
        self.client.cancel([Task(key, client=self.client) for key in keys], force=True)


@contextmanager
def connected(address: str, folder: Path) -> Iterator[Cluster]:
    """A cluster whose workers all see the pipeline's tables in a folder.

    address: of its scheduler, such as tcp://10.0.0.1:8786. Where it is empty, Dask's own setting
    `scheduler-address` (DASK_SCHEDULER_ADDRESS), and without it worker processes of this machine.

    Raises `UnreachableError` where there is no scheduler or no worker, also later on, and
    `UserError` where workers do not see the folder, have other versions of what runs there, or die.
    """
    # What happens to workers is said in one line of ours, or mended; Dask would say it in many.
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    folder = folder.absolute()
    address = address or dask.config.get("scheduler-address", None) or ""
    if address:
        with _reached(address) as client, _explained(address):
            cluster = Cluster(client, address, folder)
            cluster.some_workers()
            _check(client, address, folder)
            yield cluster
    else:
        # At a free port, and only here; with None it would be Dask's own, which may be taken.
        own = LocalCluster(threads_per_worker=1, dashboard_address="127.0.0.1:0")
        with own, _Client(own) as client, _explained(own.scheduler_address):
            yield Cluster(client, own.scheduler_address, folder)


@contextmanager
def _explained(address: str) -> Iterator[None]:
    """Say in a line what ends the work of a cluster."""
    try:
        yield
    except KilledWorker:
        raise UserError(
            f"several workers of {address} died of the same work, most likely for want of memory;"
            " give each more, or start more of them"
        ) from None
    except (CommClosedError, FutureCancelledError):
        raise UnreachableError(
            f"the Dask scheduler {address} cannot be reached any more; see its log, then run the"
            " same command again"
        ) from None


def _reached(address: str) -> Client:
    try:
        return _Client(address, timeout=_PATIENCE)
    except (OSError, ValueError) as error:
        raise UnreachableError(
            f"there is no Dask scheduler at {address} ({type(error).__name__}); start one or name"
            f" another in discriminator.dask.scheduler ({_ADVICE})"
        ) from None


def _check(client: Client, address: str, folder: Path) -> None:
    """Raise `UserError` where other versions run than here, or a worker does not see the folder."""
    own = versions()
    try:
        there = {"the scheduler": client.run_on_scheduler(versions), **client.run(versions)}
        seen = client.run(Path.exists, folder / "real.parquet")
    except ImportError as error:
        raise UserError(
            f"{address} lacks what is needed ({error}); install fake-or-real[dask] wherever its"
            f" scheduler and workers run ({_ADVICE})"
        ) from None
    for place, found in there.items():
        for name in _SAME:
            if found[name] != own[name]:
                raise UserError(
                    f"{place} of {address} has {name} {found[name]}, and here it is {own[name]};"
                    f" install the same everywhere ({_ADVICE})"
                )
    for place, sees in seen.items():
        if not sees:
            raise UserError(
                f"{place} of {address} does not see {folder}; it must lie on a file system that all"
                f" share, at the same path ({_ADVICE})"
            )


def versions() -> dict[str, str]:
    """What is installed where this runs."""
    return {name: version(name) for name in _SAME}


def _and_rest(do: Callable[[], None]) -> None:
    do()
    time.sleep(1)  # so that another thread takes the next such task


def _done(tasks: list[Task]) -> bool:
    return all(task.done() for task in tasks)


def _work(work: Callable[[], _Found], outcome: "Future[_Found]") -> None:
    try:
        outcome.set_result(work())
    except BaseException as error:  # noqa: BLE001 - whoever waits for the outcome raises it
        outcome.set_exception(error)
