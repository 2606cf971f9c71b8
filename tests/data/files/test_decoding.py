"""Encodings: what is certain is read and named, what is doubtful is refused in one line."""

import pytest

from fake_or_real.errors import UserError

WESTERN = {
    "German": "Köln München Größe Straße Österreich Übung Zürich Wien Genève",
    "French": "Besançon Orléans Mâcon Nîmes Sète élève garçon l\u2019été œuvre août maître Paris",
    "Spanish": "España León Cádiz Coruña niño ¿Qué? ¡Sí! cañón piñón Mª Nº Madrid",
    "Portuguese": "São João Brasília não coração ações mãe irmãs pêssego Lisboa",
    "Italian": "Città Forlì perché Cefalù Milano",
    "Nordic": "København Ærø Malmö Västerås Jyväskylä päivä Åbo Höfn Oslo",
    "signs": "5° 10€ 20£ m² m³ 50µm „so“ Brand® A\u2013Z ½ Maß",
}
OTHERS = {
    "Polish": ("cp1250", "Łódź Kraków Wrocław Poznań Gdańsk Warszawa"),
    "Polish without ł": ("cp1250", "Poznań Gdańsk Toruń Warszawa"),
    "Polish ISO": ("iso8859-2", "Łódź Kraków Wrocław Poznań Gdańsk"),
    "Czech": ("cp1250", "Plzeň Praha České Budějovice Třebíč"),
    "Czech, one word": ("cp1250", "Plzeň Praha Brno"),
    "Hungarian": ("cp1250", "Győr Pécs Székesfehérvár Fő út"),
    "Romanian": ("cp1250", "Bucureşti Timişoara Iaşi Mărginimea"),
    "Croatian": ("cp1250", "Petrović Kovačević Šibenik Horvat"),
    "Latvian": ("cp1257", "Rīga Liepāja Daugavpils"),
    "Turkish": ("cp1254", "İstanbul Eskişehir Diyarbak\u0131r Muğla"),
    "Russian": ("cp1251", "Москва Казань Омск"),
    "Russian KOI8": ("koi8-r", "Москва Казань Омск"),
    "Russian, short words": ("cp1251", "Уфа Тула Казань"),
    "Greek": ("cp1253", "Αθήνα Πάτρα Λάρισα"),
    "Japanese": ("cp932", "東京 大阪 名古屋"),
    "Chinese": ("gb18030", "北京 上海 广州"),
    "Korean": ("cp949", "서울 부산 인천"),
    "German DOS": ("cp850", "Köln München Größe Wien"),
    "German Mac": ("mac_roman", "Köln München Größe Wien"),
    "French Mac": ("mac_roman", "Besançon Orléans Mâcon"),
    "euro": ("iso8859-15", "10€ 20€"),
    "half in UTF-8": ("utf-8", "Köln Größe \udc84"),
}


def table(words: str) -> str:
    return "word;n\n" + "".join(f"{word};{n}\n" for n, word in enumerate(words.split()))


@pytest.mark.parametrize("language", WESTERN)
def test_western_european_words_in_cp1252_are_read_and_named(read, language):
    raw = read(table(WESTERN[language]).encode("cp1252"))
    assert raw.table["word"].to_pylist() == WESTERN[language].split()
    assert raw.notes == ("read as cp1252 (latin-1), cells separated by ;",)


@pytest.mark.parametrize("language", OTHERS)
def test_other_encodings_must_be_said(read, language):
    encoding, words = OTHERS[language]
    content = table(words).encode(encoding, "surrogateescape")
    with pytest.raises(UserError, match="which were tried; set its encoding"):
        read(content)
    if "\udc84" not in words:
        raw = read(content, encoding=encoding)
        assert raw.table["word"].to_pylist() == words.split()
        assert raw.notes == (f"read as {encoding}, cells separated by ;",) or encoding == "utf-8"


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_unicode_in_every_form_with_a_mark_or_without(read, encoding, mark):
    words = "Łódź 東京 Größe Москва"
    content = (mark + table(words)).encode(encoding)
    if encoding.startswith("utf-32") and not mark:
        with pytest.raises(UserError, match="neither text nor a format that is read"):
            read(content)
        return
    raw = read(content)
    assert raw.table.to_pydict() == {"word": words.split(), "n": ["0", "1", "2", "3"]}
    name = encoding if not mark or encoding == "utf-8" else encoding[:6]
    assert raw.notes == (
        "cells separated by ;" if encoding == "utf-8" else f"read as {name}, cells separated by ;",
    )


@pytest.mark.parametrize(
    ("content", "encoding", "message"),
    [
        ("ä,b\n1,2\n".encode("cp1252"), "utf-8", "is not in utf-8"),
        (b"a,b\n1,2\n", "utf-9", "in the encoding 'utf-9', which is none that Python knows"),
        (b"a,b\n1,2\n", "hex", "in the encoding 'hex'"),
        (b"a,b\n1,2\n", "undefined", "is not in undefined"),
        (b"\xff\xfea,b\n1,2", None, "is not in utf-16"),
        (bytes(range(256)), None, "is neither text nor a format that is read"),
    ],
)
def test_what_is_not_as_it_is_said_is_one_line(read, content, encoding, message):
    with pytest.raises(UserError, match=message) as error:
        read(content, encoding=encoding)
    assert "\n" not in str(error.value)
