"""A Dask cluster of separate processes on this machine, as `dask scheduler` and `dask worker`."""

import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager

from ...conftest import ROOT


class Workers:
    """The processes of two workers, which can be killed."""

    def __init__(self, folder, processes):
        self.folder, self.processes = folder, processes

    def trained(self) -> int:
        """How many times LightGBM has begun to train on the first worker."""
        return (self.folder / "0.log").read_text().count("[LightGBM] [Info] Listening...")

    def kill_first(self):
        """Kill what works, with SIGKILL: with a nanny it is the nanny's child."""
        pid = self.processes[0].pid
        listed = subprocess.run(
            ["ps", "-o", "pid=,args=", "--ppid", str(pid)],
            check=False,
            capture_output=True,
            text=True,
        ).stdout.splitlines()
        spawned = [line.split()[0] for line in listed if "spawn_main" in line]
        os.kill(int(spawned[0]) if spawned else pid, signal.SIGKILL)


@contextmanager
def cluster(folder, nannies):
    """The address of a scheduler, and its two workers with one thread each."""
    folder.mkdir()
    file = folder / "scheduler.json"
    with ExitStack() as started:

        def start(name, *words):
            log = started.enter_context((folder / f"{name}.log").open("w"))
            command = [sys.executable, "-m", "dask", *words, "--no-dashboard"]
            environment = os.environ | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
            process = subprocess.Popen(command, stdout=log, stderr=log, env=environment, cwd=folder)
            started.callback(end, process)
            return process

        start("scheduler", "scheduler", "--host", "127.0.0.1", "--port", "0",
              "--scheduler-file", str(file))  # fmt: skip
        nanny = "--nanny" if nannies else "--no-nanny"
        processes = [
            start(place, "worker", "--scheduler-file", str(file), "--nthreads", "1", nanny,
                  "--local-directory", str(folder / place))
            for place in ("0", "1")
        ]  # fmt: skip
        yield address(folder / "scheduler.log"), Workers(folder, processes)


def end(process):
    """A worker with a thread that waits for ever does not end by itself."""
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def address(log):
    for _ in range(300):
        for word in log.read_text().split():
            if word.startswith("tcp://"):
                return word
        time.sleep(0.1)
    raise TimeoutError(log.read_text())
