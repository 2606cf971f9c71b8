import gzip
import hashlib
import socket

import pytest

from fake_or_real.errors import UserError
from fake_or_real.sources import web

from .conftest import Answer

CSV = b"a,b\n1,2\n"
SHA256 = hashlib.sha256(CSV).hexdigest()


def test_the_file_arrives_whole_and_alone(source, tmp_path):
    url = source.serve("t.csv", Answer(CSV))
    path = web.download(url, tmp_path, SHA256)
    assert path.read_bytes() == CSV
    assert list(tmp_path.iterdir()) == [path]


def test_a_gzip_file_is_not_unpacked_on_the_way(source, tmp_path):
    packed = gzip.compress(CSV)
    url = source.serve("t.csv.gz", Answer(packed))
    assert web.download(url, tmp_path, None).read_bytes() == packed


def test_progress_goes_to_stderr(source, tmp_path, capsys):
    web.download(source.serve("t.csv", Answer(CSV)), tmp_path, None)
    captured = capsys.readouterr()
    assert "100%" in captured.err
    assert captured.out == ""


def test_a_url_without_a_file_name(source, tmp_path):
    url = source.serve("", Answer(CSV))
    assert web.download(url, tmp_path, None).read_bytes() == CSV


@pytest.mark.parametrize(
    "fault",
    [Answer(status=503), Answer(CSV, length=99), Answer(b"a,b\n1,3\n")],
    ids=["server error", "truncated", "corrupt"],
)
def test_a_passing_fault_is_retried_with_back_off(source, tmp_path, waits, fault):
    url = source.serve("t.csv", fault, fault, Answer(CSV))
    assert web.download(url, tmp_path, SHA256).read_bytes() == CSV
    assert waits == [1, 2]


@pytest.mark.parametrize(
    ("fault", "reason", "tries"),
    [
        (Answer(status=404), "HTTP status 404", 1),
        (Answer(status=503), "HTTP status 503, 3 times", 3),
        (Answer(CSV, length=99), "the connection broke before the end of the file, 3 times", 3),
        (Answer(b"a,b\n1,3\n"), "wrong checksum", 3),
        (Answer(b""), "wrong checksum", 3),
    ],
    ids=["404", "503", "truncated", "corrupt", "empty"],
)
def test_a_lasting_fault_is_named_and_leaves_nothing(source, tmp_path, fault, reason, tries):
    url = source.serve("t.csv", fault)
    with pytest.raises(UserError, match=reason) as error:
        web.download(url, tmp_path, SHA256)
    assert url in str(error.value)
    assert len(source.requests) == tries
    assert not list(tmp_path.iterdir())


def test_a_silent_server_is_given_up(source, tmp_path, monkeypatch):
    monkeypatch.setattr(web, "TIMEOUT", (0.1, 0.1))
    url = source.serve("t.csv", Answer(CSV, delay=0.3))
    with pytest.raises(UserError, match="no answer in time"):
        web.download(url, tmp_path, None)


def test_a_host_without_a_listener(tmp_path, monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, so no other program listens there
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/t.csv"
        with pytest.raises(UserError, match="no connection"):
            web.download(url, tmp_path, None)


def test_no_network(tmp_path, monkeypatch):
    def unresolved(*_args, **_options):
        raise socket.gaierror(-3, "Temporary failure in name resolution")

    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.setattr(socket, "getaddrinfo", unresolved)
    for attempt in (
        lambda: web.download("https://x.test/t.csv", tmp_path, None),
        lambda: web.check("https://x.test/t.csv"),
    ):
        with pytest.raises(UserError, match="no connection"):
            attempt()


def test_the_longest_wait_for_a_dead_host_is_well_under_a_minute():
    connect, read = web.TIMEOUT
    back_off = sum(range(1, web.RETRIES + 1))
    assert (1 + web.RETRIES) * max(connect, read) + back_off < 45


def test_check(source):
    web.check(source.serve("t.csv", Answer(CSV)))
    with pytest.raises(UserError, match="HTTP status 404"):
        web.check(f"{source.url}/other.csv")


def test_is_url():
    assert web.is_url("http://x/y.csv")
    assert web.is_url("https://x/y.csv")
    assert not web.is_url("http.csv")
    assert not web.is_url("postgresql://x/y")
