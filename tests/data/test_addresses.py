import pytest

from fake_or_real.data.addresses import check, is_url
from fake_or_real.errors import UserError, without_secrets


def test_is_url():
    assert is_url("http://x/y.csv")
    assert is_url("HTTPS://x/y.csv")
    assert not is_url("http.csv")
    assert not is_url("postgresql://x/y")


@pytest.mark.parametrize(
    "location",
    [
        "census",
        "my data/a?b@c#d.csv",
        "https://host/t.csv",
        "https://host:8080/api?id=7&format=csv&resource=95f4a4e6-1c2d#part",
        "https://docs.google.com/spreadsheets/d/e/x/pub?gid=0&output=csv",
    ],
)
def test_what_carries_no_secret_may_be_used(location):
    check(location)


@pytest.mark.parametrize(
    "location",
    [
        "https://ada:hush@host/t.csv",
        "https://hush@host/t.csv",
        "https://ada:hu/sh@host/t.csv",
        "https://ada:hush?x@host/t.csv",
        "https://ada:my hush@host/t.csv",
        "s3://hush:hush@bucket/t.csv",
        "https://host/t.csv?token=hush",
        "https://host/t.csv?a=1&X-Amz-Signature=hush",
        "https://host/t.csv?sv=2024&sig=hush",
        "https://host/t.csv?API_KEY=hush",
        "https://host/t.csv?code=hush",
        "https://host/t.csv?x=eyJhush",
        "https://host/t.csv#access_token=hush",
    ],
)
def test_what_carries_a_secret_is_refused_and_not_repeated(location):
    with pytest.raises(UserError) as error:
        check(location)
    assert "hush" not in str(error.value)
    assert "host" in str(error.value) or "bucket" in str(error.value)


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("see https://a:b@host/t.csv?q=1, then go", "see https://host/t.csv then go"),
        ("no file at /home/me/https:/a:b@host/t.csv", "no file at /home/me/https:/host/t.csv"),
        ("'http://a@h/x?y' and 'http://h/z#w'", "'http://h/x' and 'http://h/z'"),
        ("mail a@b.c: what? # a comment", "mail a@b.c: what? # a comment"),
    ],
)
def test_a_text_is_cleaned(text, clean):
    assert without_secrets(text) == clean
