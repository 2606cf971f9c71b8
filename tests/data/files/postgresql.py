"""A real PostgreSQL server, for as long as tests need it."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

PASSWORD = "Zquixhapax"


def missing() -> str:
    """Why no server can be started and asked here; empty where one can."""
    if not _programs():
        return "needs PostgreSQL's own programs: apt-get install postgresql"
    if os.geteuid() == 0 and _user() is None:
        return "PostgreSQL does not run as root, and there is no user postgres"
    absent = [name for name in ("sqlalchemy", "psycopg") if find_spec(name) is None]
    return f"needs {' and '.join(absent)}: the extra databases" if absent else ""


@contextmanager
def server() -> Iterator[str]:
    """The URL of an empty database, whose user `ada` has the `PASSWORD`."""
    # Neither within pytest's folder, which other users may not enter, nor at a long path, which
    # the name of a socket cannot be.
    with tempfile.TemporaryDirectory(prefix="pg-") as folder:
        if user := _user():
            shutil.chown(folder, user)
        data, secret = Path(folder) / "data", Path(folder) / "secret"
        secret.write_text(PASSWORD)
        secret.chmod(0o644)
        port = _free_port()
        _run("initdb", "--no-sync", "-A", "scram-sha-256", "-U", "ada", "--pwfile", secret, data)
        settings = f"-h 127.0.0.1 -p {port} -k {folder} -c fsync=off"
        _run("pg_ctl", "-D", data, "-l", Path(folder) / "log", "-o", settings, "-w", "start")
        try:
            yield f"postgresql://ada@127.0.0.1:{port}/postgres"
        finally:
            _run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")


def _run(program: str, *arguments: str | Path) -> None:
    user = {"user": _user()} if _user() else {}
    words = [str(_programs()[-1] / program), *map(str, arguments)]
    subprocess.run(words, check=True, cwd="/", stdout=subprocess.DEVNULL, **user)


def _programs() -> list[Path]:
    """The folders that hold a server's programs, by version."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    on_path = shutil.which("initdb")
    return sorted(found) or ([Path(on_path).parent] if on_path else [])


def _user() -> str | None:
    """Whom the server runs as where we are root."""
    if os.geteuid() != 0:
        return None
    return "postgres" if "postgres" in {entry.pw_name for entry in pwd.getpwall()} else None


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
