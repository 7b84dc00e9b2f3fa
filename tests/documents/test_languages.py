"""The language of a document: from its text, and what its file says of it checked against that."""

import zipfile
from io import BytesIO

import pytest

from qa.datatypes import Block, BlockKind, Document
from qa.documents.loaders import load_bytes
from qa.documents.loaders.languages import with_language
from qa.errors import UsageError
from qa.languages import code, codes, name

ENGLISH = (
    "The council met on Tuesday evening and voted on the plan for the old harbour, which had been "
    "under discussion for several months. Those who live near the quay had asked for a park."
)
GERMAN = (
    "Der Rat tagte am Dienstagabend und stimmte über den Plan für den alten Hafen ab, über den "
    "seit Monaten gestritten wurde. Wer in der Nähe wohnt, hatte sich einen Park gewünscht."
)
TEXTS = {
    "en": ENGLISH,
    "de": GERMAN,
    "fr": "Le conseil s'est réuni mardi soir et a voté sur le plan du vieux port, dont on "
    "discutait depuis plusieurs mois. Ceux qui habitent près du quai avaient demandé un parc.",
    "es": "El consejo se reunió el martes por la noche y votó sobre el plan para el puerto viejo, "
    "del que se hablaba desde hacía varios meses. Los vecinos habían pedido un parque.",
    "ru": "Во вторник вечером совет собрался и проголосовал за план старой гавани, который "
    "обсуждался несколько месяцев. Жители набережной просили разбить парк.",
    "ja": "火曜日の夜に評議会が開かれ、数か月にわたって議論されてきた旧港の"
    "計画について採決が行われた。近くに住む人々は公園を求めていた。",
    "he": "המועצה התכנסה ביום שלישי בערב והצביעה על התוכנית לנמל הישן, שנידונה במשך כמה חודשים. "
    "מי שגר ליד הרציף ביקש פארק.",
}


def plain(text, name="a.txt"):
    return load_bytes(text.encode(), name, "." + name.rpartition(".")[2]).documents[0].language


@pytest.mark.parametrize("wanted", TEXTS)
def test_the_text_says_it(wanted):
    assert plain(TEXTS[wanted]) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Salmon, butter, dill, 200 g.",
        "Hola amigo mío, ¿cómo estás?",
        "12.5 3.25 889.1\n\n44 17 90210 3.14159",
        "+-----+-----+\n| 112 | 413 |",
        "https://example.com/der-rat-tagte-am-dienstagabend-und-stimmte-ueber-den-plan/ab.html",
    ],
)
def test_a_few_words_or_numbers_say_nothing(text):
    assert plain(text) is None


def test_code_and_tables_say_nothing():
    def of(kind):
        blocks = (Block(0, len(ENGLISH), kind),)
        return with_language(Document("a", "a", ENGLISH, blocks)).language

    assert of(BlockKind.PARAGRAPH) == "en"
    assert [of(kind) for kind in (BlockKind.CODE, BlockKind.TABLE, BlockKind.META)] == [None] * 3


def test_a_document_in_two_languages_has_none():
    assert plain("\n\n".join([ENGLISH] * 5 + [GERMAN] * 5)) is None
    assert plain("\n\n".join([ENGLISH, GERMAN] * 5)) is None
    assert plain("\n\n".join([ENGLISH] * 3 + [GERMAN] * 30)) == "de"  # with a summary in another


def page(lang, text):
    return plain(f"<html lang='{lang}'><title>x</title><body><p>{text}</p></body></html>", "a.html")


def test_a_page_that_names_another_language_than_it_is_written_in():
    assert page("en-US", GERMAN) == "de"
    assert page("de-AT", GERMAN) == "de"
    assert page("tlh", GERMAN) == "de"


def test_what_a_file_says_counts_where_its_text_is_short_and_agrees():
    short = "Der Rat stimmte über den Plan ab."
    assert page("", short) is None
    assert page("de", short) == "de"
    assert page("fr", short) is None
    assert page("de", "Siehe oben.") is None


def test_languages_that_are_taken_for_each_other():
    bosnian = (
        "Vijeće se sastalo u utorak navečer i glasalo o planu za staru luku, o kojem se "
        "raspravljalo nekoliko mjeseci. Oni koji žive u blizini tražili su park."
    )
    assert page("sr-Latn", bosnian) == "sr"
    assert page("bs", bosnian) == "bs"
    assert page("de", bosnian) in (None, "hr", "sr", "sl")


def test_where_files_say_it():
    short = "Der Rat stimmte über den Plan ab."
    assert plain(f"---\nlang: de-CH\n---\n\n{short}\n", "a.md") == "de"
    assert plain(f"#+LANGUAGE: de\n\n{short}\n", "a.org") == "de"
    mail = f"From: a@b.c\nSubject: x\nContent-Language: de-DE\n\n{short}\n"
    assert plain(mail, "a.eml") == "de"
    assert plain(mail.replace("Content-Language: de-DE\n", ""), "a.eml") is None
    item = '{"@type": "NewsArticle", "inLanguage": "de"}'
    linked = f'<script type="application/ld+json">{item}</script>'
    assert plain(f"<html><head>{linked}</head><body><p>{short}</p></body></html>", "a.html") == "de"


def test_office_files_say_it_in_their_properties():
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    core = "<p xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:language>de-DE</dc:language></p>"
    text = "Der Rat stimmte über den Plan ab."
    body = f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"

    def language(**parts):
        data = BytesIO()
        with zipfile.ZipFile(data, "w") as archive:
            archive.writestr(
                "word/document.xml",
                f"<w:document xmlns:w='{word}'><w:body>{body}</w:body></w:document>",
            )
            for part, content in parts.items():
                archive.writestr(f"docProps/{part}.xml", content)
        return load_bytes(data.getvalue(), "a.docx", ".docx").documents[0].language

    assert language(core=core) == "de"
    assert language() is None


def test_documents_inside_have_their_own():
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("a.txt", ENGLISH)
        archive.writestr("b.txt", GERMAN)
    found = load_bytes(data.getvalue(), "a.zip", ".zip").documents
    assert [each.language for each in found] == ["en", "de"]


def test_rows_have_theirs_from_a_column():
    from json import dumps

    short = "Plan. " + "Nr. 1 2 3 4 5 6 7 8 9 / " * 20 + "Der Rat stimmte über den Plan ab."
    rows = [{"title": "x", "text": short, "language": "deu"}] * 3
    found = load_bytes(dumps(rows).encode(), "a.json", ".json").documents
    assert len(found) == 3
    assert {each.language for each in found} <= {"de", None}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("de", "de"), ("DE-at", "de"), ("de_DE.UTF-8", "de"), ("ger", "de"), ("German", "de"),
        ("nb-NO", "no"), ("iw", "he"), ("eng", "en"), ("zh-Hant-TW", "zh"), ("", None),
        ("xx", None), ("klingon", None), ("de" * 40, None), ("d\x1be", None), ("Farsi", "fa"),
    ],
)  # fmt: skip
def test_codes(text, wanted):
    assert code(text) == wanted


def test_names():
    assert [name(each) for each in ("de", "zh")] == ["German", "Chinese"]
    assert codes(["German", "fr"]) == ("de", "fr")
    with pytest.raises(UsageError, match="no language 'Klingon'"):
        codes(["Klingon"])
