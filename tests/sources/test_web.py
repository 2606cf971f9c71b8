import gzip
import hashlib
import socket
import time

import pytest
import requests

from fake_or_real.errors import UserError
from fake_or_real.sources import web

from .conftest import Answer

CSV = b"a,b\n1,2\n"
SHA256 = hashlib.sha256(CSV).hexdigest()


def fetch(url, folder, sha256=None, most=1):
    return web.download(url, folder, sha256, most=most, secret=True)


def test_the_file_arrives_whole_and_alone(source, tmp_path):
    url = source.serve("t.csv", Answer(CSV))
    path = fetch(url, tmp_path, SHA256)
    assert path.read_bytes() == CSV
    assert list(tmp_path.iterdir()) == [path]


def test_a_gzip_file_is_not_unpacked_on_the_way(source, tmp_path):
    packed = gzip.compress(CSV)
    url = source.serve("t.csv.gz", Answer(packed))
    assert fetch(url, tmp_path).read_bytes() == packed


def test_progress_goes_to_stderr(source, tmp_path, capsys):
    fetch(source.serve("t.csv", Answer(CSV)), tmp_path)
    captured = capsys.readouterr()
    assert "100%" in captured.err
    assert captured.out == ""


def test_a_url_without_a_file_name(source, tmp_path):
    url = source.serve("", Answer(CSV))
    assert fetch(url, tmp_path).read_bytes() == CSV


@pytest.mark.parametrize(
    "fault",
    [Answer(status=503), Answer(CSV, length=99), Answer(b"a,b\n1,3\n")],
    ids=["server error", "truncated", "corrupt"],
)
def test_a_passing_fault_is_retried_with_back_off(source, tmp_path, waits, fault):
    url = source.serve("t.csv", fault, fault, Answer(CSV))
    assert fetch(url, tmp_path, SHA256).read_bytes() == CSV
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
        fetch(url, tmp_path, SHA256)
    assert url in str(error.value)
    assert len(source.requests) == tries
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("fault", "reason", "tries"),
    [
        (Answer(b"a" * 1_000_001), "more than 1 MB; raise fetch.max_megabytes", 1),
        (Answer(CSV, length=10**10), "more than 1 MB; raise fetch.max_megabytes", 1),
        (Answer(CSV, length=3), "longer than the 3 bytes that its Content-Length says", 1),
        (Answer(CSV, status=206), "HTTP status 206, so not the whole file", 1),
        (Answer(status=204), "HTTP status 204, so not the whole file", 1),
        (Answer(status=302, to="file:///etc/passwd"), "neither http nor https", 1),
        (Answer(status=302, to="ftp://127.0.0.1/t.csv"), "neither http nor https", 1),
        (Answer(status=302, to="/t.csv"), "from one address to the next without end", 31),
        (Answer(b"\n <!DOCTYPE html><html>log in</html>"), "is a web page and no table", 1),
        (Answer(CSV * 99, drip=0.002), "slower than 1,000 bytes a second", 1),
    ],
    ids=["long", "said long", "lie", "206", "204", "file", "ftp", "loop", "page", "drip"],
)
def test_what_no_retry_mends_is_one_line_and_leaves_nothing(
    source, tmp_path, monkeypatch, fault, reason, tries
):
    monkeypatch.setattr(web, "WINDOW", 0.1)
    url = source.serve("t.csv", fault)
    with pytest.raises(UserError, match=reason) as error:
        fetch(url, tmp_path)
    assert url in str(error.value)
    assert len(source.requests) == tries
    assert not list(tmp_path.iterdir())


def test_a_header_that_drips_is_given_up(source, tmp_path, monkeypatch):
    monkeypatch.setattr(web, "BEGIN", 0.05)
    monkeypatch.setattr(web, "RETRIES", 0)

    def slowly(*_, **__):
        time.sleep(0.3)
        raise requests.ConnectionError

    monkeypatch.setattr("requests.get", slowly)
    with pytest.raises(UserError, match="no answer in time"):
        fetch("http://127.0.0.1/t.csv", tmp_path)


def test_a_download_that_never_ends_is_given_up(source, tmp_path, monkeypatch):
    monkeypatch.setattr(web, "LONGEST", 0.1)
    url = source.serve("t.csv", Answer(CSV * 99, drip=0.002))
    with pytest.raises(UserError, match="or not there after"):
        fetch(url, tmp_path)


def test_a_server_that_does_not_hang_up_is_fine(source, tmp_path, monkeypatch):
    monkeypatch.setattr(web, "TIMEOUT", (0.2, 0.2))
    url = source.serve("t.csv", Answer(CSV, stays=True))
    assert fetch(url, tmp_path, SHA256).read_bytes() == CSV
    assert len(source.requests) == 1


def test_credentials_come_from_netrc_or_the_environment(source, tmp_path, monkeypatch):
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password hush\n")
    into = tmp_path / "into"
    basic = source.serve("basic.csv", Answer(CSV, needs="Basic bWU6aHVzaA=="))
    bearer = source.serve("bearer.csv", Answer(CSV, needs="Bearer hush"))
    with pytest.raises(UserError, match="HTTP status 401"):
        fetch(basic, into)
    monkeypatch.setenv("FAKE_OR_REAL_TOKEN", "hush")
    assert fetch(bearer, into).read_bytes() == CSV
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    assert fetch(basic, into).read_bytes() == CSV


@pytest.mark.parametrize("address", ["http://[::1/t.csv", "http:///t.csv", "http://h:x/t.csv"])
def test_what_is_no_address_is_one_line(tmp_path, address):
    with pytest.raises(UserError, match="is no usable address"):
        fetch(address, tmp_path)


def test_a_silent_server_is_given_up(source, tmp_path, monkeypatch):
    monkeypatch.setattr(web, "TIMEOUT", (0.1, 0.1))
    url = source.serve("t.csv", Answer(CSV, delay=0.3))
    with pytest.raises(UserError, match="no answer in time"):
        fetch(url, tmp_path)


def test_a_host_without_a_listener(tmp_path, monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, so no other program listens there
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/t.csv"
        with pytest.raises(UserError, match="no connection"):
            fetch(url, tmp_path)


def test_no_network(tmp_path, monkeypatch):
    def unresolved(*_args, **_options):
        raise socket.gaierror(-3, "Temporary failure in name resolution")

    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.setattr(socket, "getaddrinfo", unresolved)
    for attempt in (
        lambda: fetch("https://x.test/t.csv", tmp_path),
        lambda: web.check("https://x.test/t.csv", secret=False),
    ):
        with pytest.raises(UserError, match="no connection"):
            attempt()


def test_the_longest_wait_for_a_dead_host_is_well_under_a_minute():
    connect, read = web.TIMEOUT
    back_off = sum(range(1, web.RETRIES + 1))
    assert (1 + web.RETRIES) * max(connect, read) + back_off < 45


def test_check(source):
    web.check(source.serve("t.csv", Answer(CSV)), secret=False)
    with pytest.raises(UserError, match="HTTP status 404"):
        web.check(f"{source.url}/other.csv", secret=False)
