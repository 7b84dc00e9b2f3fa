"""Texts that are not UTF-8: read rightly, and said to be a guess."""

import pytest

from qa.documents.loaders import load_file
from qa.documents.loaders.encoding_detection import decode, encoding_doubt

WESTERN = [
    "Le président a déclaré que l'été serait chaud. « C'est l'opinion », dit-il — où ça ? Cœur.\n",
    "Die Straße führt über die Brücke nach München. „Das ist schön.“ Größe, Übung, äußern.\n",
    "¿Dónde está el niño? La mañana comenzó con una canción. ¡Qué lástima! El año próximo.\n",
    "A população não é pequena. As eleições são hoje. Informações da mãe e do irmão de João.\n",
    "La città è più bella perché c'è il sole. Così andò là, e può tornare lunedì.\n",
    "The café’s owner said “we’re open” and that is that… He paid £5 to the band.\n",
]
NAMES = {"cp1252": "Windows-1252", "mac_roman": "Mac Roman"}


@pytest.mark.parametrize("text", WESTERN)
@pytest.mark.parametrize("encoding", NAMES)
def test_western_text_of_windows_and_of_old_macs(text: str, encoding: str) -> None:
    data = (text * 6).encode(encoding)
    assert decode(data) == text * 6
    assert encoding_doubt(data) == NAMES[encoding]


def test_greek_and_russian() -> None:
    greek = "Η κυβέρνηση ανακοίνωσε σήμερα νέα μέτρα για την οικονομία της χώρας.\n" * 6
    russian = "Правительство объявило сегодня о новых мерах для экономики страны.\n" * 6
    assert decode(greek.encode("cp1253")) == greek
    assert encoding_doubt(greek.encode("cp1253")) == "Windows-1253"
    assert decode(russian.encode("koi8_r")) == russian


def test_surrogates() -> None:
    pair = "\ud83d\ude00".encode("utf-8", "surrogatepass")  # CESU-8
    assert decode(b"Smile " + pair + " é here.".encode()) == "Smile 😀 é here."
    assert encoding_doubt(b"Smile " + pair + " é here.".encode()) == "CESU-8"
    half = "\ufeff".encode("utf-16-le") + ("Words. " * 20).encode("utf-16-le") + b"\x3d\xd8!\x00"
    assert decode(half) == "Words. " * 20 + "\ufffd!"
    assert encoding_doubt(half) == "UTF-16 with broken characters"


@pytest.mark.parametrize("data", [b"Plain.", "Naïve.".encode(), "Ω.".encode("utf-16")])
def test_what_says_its_encoding_is_no_guess(data: bytes) -> None:
    assert encoding_doubt(data) == ""


def test_a_file_comes_with_its_doubt(tmp_path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(WESTERN[1].encode("cp1252"))
    found = load_file(path, "a.txt")
    document, doubt = found.documents[0], found.doubt
    assert (document.text, doubt) == (WESTERN[1], "Windows-1252")


def test_nuls_here_and_there_make_no_utf_16() -> None:
    text = "The seal is called \x00 Sigrid\x00.\n" * 3  # at even places only
    assert decode(text.encode()) == text
    assert encoding_doubt(text.encode()) == "UTF-8 with NUL bytes"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize(
    "text",
    [
        "The seal is called Sigrid.\n" * 3,
        "Правительство объявило сегодня о новых мерах.\n" * 3,
        "海豹 的 名字 是 西格丽德，它 住 在 海 边。\n" * 3,
    ],
)
def test_text_of_wide_characters_without_a_mark(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text
