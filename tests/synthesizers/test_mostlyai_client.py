"""Training on a server: the SDK's own on this machine, and stand-ins for what goes wrong."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from fake_or_real import synthesizers
from fake_or_real.data import foreign
from fake_or_real.errors import UnreachableError, exit_code
from fake_or_real.synthesizers.mostlyai.client import KEY


@contextmanager
def serving(status, content, seen=None):
    """The address of a server that gives everybody the same answer; `seen` gets the requests."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            (seen if seen is not None else []).append((self.path, dict(self.headers)))
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *words):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def client(url, **settings):
    return synthesizers.make("mostlyai", {"mode": "client", "base_url": url, **settings})


def refused(url, table, capsys):
    """The one line that a training there ends with."""
    assert exit_code(lambda: client(url).fit(table, seed=1), mistake=1) == 1
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1
    return said[0]


def test_a_server_that_is_not_there(mixed, capsys):
    with serving(200, b"") as url:
        pass
    said = refused(url, mixed, capsys)
    assert said.startswith(f"error: generator.mostlyai.base_url: {url} cannot be reached")
    with pytest.raises(UnreachableError):
        client(url).fit(mixed, seed=1)


@pytest.mark.parametrize("status", [401, 403])
def test_a_key_that_is_wrong_or_lacking(mixed, capsys, monkeypatch, status):
    requests = []
    content = json.dumps({"message": "no such key: opensesame"}).encode()
    with serving(status, content, requests) as url:
        monkeypatch.delenv(KEY, raising=False)
        said = refused(url, mixed, capsys)
        assert f"{url} asks for a key, and {KEY} is not set (HTTP {status})" in said
        monkeypatch.setenv(KEY, "opensesame")
        said = refused(url, mixed, capsys)
        assert f"which {KEY} holds no valid one for" in said
        assert "opensesame" not in said
    assert "X-MOSTLY-API-KEY" not in requests[0][1]
    assert requests[1][1]["X-MOSTLY-API-KEY"] == "opensesame"
    assert all(path.startswith("/api/v2/generators?") for path, _ in requests), "no row was sent"


def test_a_failure_of_the_server_does_not_repeat_the_key(mixed, capsys, monkeypatch):
    monkeypatch.setenv(KEY, "opensesame")
    with serving(500, b'{"detail": "opensesame broke it"}') as url:
        assert "failed (HTTP 500: ... broke it)" in refused(url, mixed, capsys)


@pytest.mark.parametrize("content", [b"<html>", b"[]", b"7", b'{"a": 1}', b""])
def test_what_is_no_server_of_the_sdk(mixed, capsys, content):
    with serving(200, content) as url:
        assert f"{url} is no server of MOSTLY AI's SDK" in refused(url, mixed, capsys)


@pytest.fixture(scope="module")
def sdk(tmp_path_factory):
    """The SDK's own server."""
    from mostlyai.sdk import MostlyAI  # noqa: PLC0415 - it takes seconds

    with serving(200, b"") as url:
        port = int(url.rpartition(":")[2])
    home = tmp_path_factory.mktemp("server")
    server = MostlyAI(local=True, local_port=port, local_dir=home)
    yield server.base_url, home
    server.local_server.stop()


def generators(home):
    return [path for path in (home / "generators").glob("*") if path.is_dir()]


@pytest.mark.slow
def test_the_sdks_own_server_trains_and_keeps_no_rows(sdk, mixed, tmp_path):
    url, home = sdk
    synthesizer = client(url, max_epochs=1)
    report = synthesizer.fit(mixed, seed=1)
    assert report["device"] == "remote"
    assert report["reproducible"] is False
    assert report["ended_by"] == "max_epochs"
    assert generators(home) == []
    synthesizers.save(synthesizer, "mostlyai", tmp_path)
    drawn = synthesizers.load(tmp_path).sample(50, seed=1)
    assert len(foreign.conform(drawn, mixed.kinds)[0]) == 50


# The server's jobs run it as they begin.
BROKEN = """
from mostlyai import engine
def analyze(**_):
    raise OSError(28, "No space left on device")
engine.analyze = analyze
"""


@pytest.mark.slow
def test_a_job_that_fails_there(sdk, mixed, tmp_path, capsys, monkeypatch):
    (tmp_path / "sitecustomize.py").write_text(BROKEN)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    said = refused(sdk[0], mixed, capsys)
    assert said.startswith("error: MOSTLY AI failed in its step ANALYZE_TRAINING_DATA; ")
    assert len(generators(sdk[1])) == 1, "there its log can be read"
