"""A local HTTP server that stands in for a data set's source, faults and all."""

import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest


@dataclass
class Answer:
    """status: HTTP status; length: the Content-Length claimed; delay: seconds before the body.

    drip: seconds between two bytes. to: where a redirect leads. stays: leave the connection open.
    needs: the Authorization without which it is a 401.
    """

    body: bytes = b""
    status: int = 200
    length: int | None = None
    delay: float = 0
    drip: float = 0
    to: str = ""
    stays: bool = False
    needs: str = ""


@dataclass
class Source:
    """answers: per path, what each request gets in turn; the last answer stays."""

    url: str = ""
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)

    def serve(self, name: str, *answers: Answer) -> str:
        self.answers[f"/{name}"] = list(answers)
        return f"{self.url}/{name}"


@pytest.fixture
def source(monkeypatch) -> Iterator[Source]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    source = Source()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            path = self.path.partition("?")[0]
            source.requests.append(path)
            answers = source.answers.get(path, [Answer(status=404)])
            answer = answers.pop(0) if len(answers) > 1 else answers[0]
            denied = answer.needs != "" and self.headers.get("Authorization") != answer.needs
            self.send_response(401 if denied else answer.status)
            length = len(answer.body) if answer.length is None else answer.length
            self.send_header("Content-Length", str(length))
            if answer.to:
                self.send_header("Location", answer.to)
            self.end_headers()
            time.sleep(answer.delay)
            pieces = [bytes([byte]) for byte in answer.body] if answer.drip else [answer.body]
            with suppress(OSError):  # the client may have hung up
                for piece in pieces:
                    self.wfile.write(piece)
                    time.sleep(answer.drip)
                self.wfile.flush()
                time.sleep(0.4 if answer.stays else 0)

        def log_message(self, *_):
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        source.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield source
        server.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def waits(monkeypatch) -> list[float]:
    """The back-off's waits, noted instead of waited."""
    waited: list[float] = []
    monkeypatch.setattr("pooch.core.time", SimpleNamespace(sleep=waited.append))
    return waited
