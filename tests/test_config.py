"""Where the index is, what it is made from and with which model."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.config import OCR_ON, Locations, claims_of, locate, model_cache, ocr_languages, project_in
from qa.errors import Untrusted, UsageError
from qa.trust import allow, revoke


@pytest.fixture(autouse=True)
def _bare(tmp_path, monkeypatch):
    for name in ("QA_INDEX", "QA_MODEL", "QA_CACHE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("QA_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))


@pytest.fixture
def here(tmp_path) -> Path:
    folder = tmp_path / "here"
    folder.mkdir()
    return folder


def trust(here: Path) -> None:
    """Allow what the `qa.toml` in `here` asks for."""
    project = project_in(here)
    assert project
    allow(claims_of(project, here))


def test_an_empty_folder_takes_the_index_of_the_user(here, tmp_path):
    found = locate(here=here)
    assert found.paths is None
    assert found.encoder is None
    assert found.index.name == "index"
    assert found.index.is_relative_to(tmp_path)
    assert not found.index.is_relative_to(here)


def test_seeds(here):
    (here / "seeds").mkdir()
    assert locate(here=here) == Locations(here / "index", (here / "seeds",), None)


def test_a_file_called_seeds_is_no_folder(here):
    (here / "seeds").write_text("A text.")
    assert locate(here=here).paths is None


def test_settings_file(here):
    (here / "seeds").mkdir()
    (here / "qa.toml").write_text('paths = ["news", "/elsewhere"]\nencoder = "some/model"\n')
    with pytest.raises(Untrusted) as caught:
        locate(here=here)
    assert "the folder /elsewhere and the model some/model" in caught.value.message
    assert "qa trust" in caught.value.hint
    trust(here)
    assert locate(here=here) == Locations(
        here / "index", (here / "news", Path("/elsewhere")), "some/model"
    )


def test_an_empty_settings_file_means_seeds(here):
    (here / "qa.toml").write_text("")
    assert locate(here=here) == Locations(here / "index", (here / "seeds",), None)


def test_the_current_folder_is_meant_by_default(here, monkeypatch):
    (here / "seeds").mkdir()
    monkeypatch.chdir(here)
    assert locate() == locate(here=here)


def test_precedence_of_the_index(here, monkeypatch):
    (here / "qa.toml").write_text('paths = ["news"]\nencoder = "some/model"\n')
    trust(here)
    monkeypatch.setenv("QA_INDEX", str(here / "from_environment"))
    assert locate(here=here) == Locations(here / "from_environment", None, None)
    assert locate(here / "named", here=here) == Locations(here / "named", None, None)
    monkeypatch.setenv("QA_INDEX", "")
    assert locate(here=here).index == here / "index"


def test_a_home_folder_and_relative_paths(here, tmp_path, monkeypatch):
    monkeypatch.chdir(here)
    assert locate("~/index").index == tmp_path / "home" / "index"
    assert locate("some/index").index == here / "some" / "index"


def test_precedence_of_the_model(here, monkeypatch):
    (here / "qa.toml").write_text('encoder = "from/file"\n')
    trust(here)
    assert locate(here=here).encoder == "from/file"
    monkeypatch.setenv("QA_MODEL", "from/environment")
    assert locate(here=here).encoder == "from/environment"
    assert locate(here=here, encoder="named").encoder == "named"
    assert locate(here / "other", here=here).encoder == "from/environment"
    monkeypatch.setenv("QA_MODEL", "")
    assert locate(here=here).encoder == "from/file"


def test_named_paths_win(here):
    (here / "qa.toml").write_text('paths = ["news"]\n')
    named = (here / "a", here / "b")
    assert locate(paths=named, here=here) == Locations(here / "index", named, None)
    assert locate(here / "other", named, here=here).paths == named


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"paths = [", "qa.toml can't be read"),
        (b"\xff\xfe", "qa.toml can't be read"),
        (b'paths = "seeds"', "'paths' in qa.toml"),
        (b"paths = []", "'paths' in qa.toml"),
        (b"paths = [1]", "'paths' in qa.toml"),
        (b"encoder = 5", "'encoder' in qa.toml"),
        (b"encoder = ['a']", "'encoder' in qa.toml"),
        (b'model = "a"', "'model' is none of its settings: paths, encoder, ocr"),
        (b"a = " + b"[" * 8_000 + b"]" * 8_000, "nested too deeply"),
        (b"a = '" + b"x" * 17_000 + b"'", "larger than 16 KB"),
    ],
)
def test_bad_settings_files(here, text, said):
    (here / "qa.toml").write_bytes(text)
    with pytest.raises(UsageError) as caught:
        locate(here=here)
    assert said in caught.value.message
    assert caught.value.hint


def test_a_bad_settings_file_stops_nothing_that_names_its_index(here, monkeypatch):
    (here / "qa.toml").write_text("paths = [")
    assert locate(here / "named", here=here) == Locations(here / "named", None, None)
    monkeypatch.setenv("QA_INDEX", str(here / "from_environment"))
    assert locate(here=here) == Locations(here / "from_environment", None, None)


def test_model_cache(tmp_path, monkeypatch):
    assert model_cache().name == "models"
    assert model_cache().is_relative_to(tmp_path)
    monkeypatch.setenv("QA_CACHE", "~/compiled")
    assert model_cache() == tmp_path / "home" / "compiled" / "models"


def test_a_deleted_folder_stops_no_index_that_is_named(tmp_path, monkeypatch):
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert locate(tmp_path / "index").index == tmp_path / "index"


@pytest.mark.parametrize(
    "paths",
    ['["/elsewhere"]', '["../other"]', '["news/../../other"]', '["link"]', '["news", "~x/../.."]'],
)
def test_a_settings_file_leads_nowhere_else(here, tmp_path, paths):
    (tmp_path / "other").mkdir()
    (here / "link").symlink_to(tmp_path / "other")
    (here / "qa.toml").write_text(f"paths = {paths}\n")
    with pytest.raises(Untrusted, match="which you have not allowed"):
        locate(here=here)
    assert locate(here / "index", here=here).paths is None  # it is not asked
    assert locate(here=here, paths=(here,)).paths == (here,)


@pytest.mark.parametrize("name", ["seeds", "index"])
def test_a_link_in_the_place_of_a_folder_of_ours_is_asked_about(here, tmp_path, name):
    (tmp_path / "other").mkdir()
    (here / "qa.toml").write_text("")
    (here / name).symlink_to(tmp_path / "other")
    with pytest.raises(Untrusted, match=f"the folder {tmp_path}/other"):
        locate(here=here)


def test_what_was_allowed_is_asked_again_when_it_changes_and_when_it_is_revoked(here, tmp_path):
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
    (here / "link").symlink_to(tmp_path / "one")
    (here / "qa.toml").write_text('paths = ["link"]\n')
    trust(here)
    assert locate(here=here).paths == (here / "link",)
    stored = tmp_path / "config" / "trusted.json"
    assert stored.stat().st_mode & 0o777 == 0o600
    assert stored.parent.stat().st_mode & 0o777 == 0o700
    (here / "link").unlink()
    (here / "link").symlink_to(tmp_path / "other")
    with pytest.raises(Untrusted, match=f"{tmp_path}/other"):
        locate(here=here)
    trust(here)
    project = project_in(here)
    assert project
    assert revoke(claims_of(project, here)) == 1
    with pytest.raises(Untrusted):
        locate(here=here)


def test_known_encoders_need_no_trust(here):
    from qa.embedding.model_files import DEFAULT_MODEL, FAST_MODEL
    from qa.trust import KNOWN_ENCODERS

    assert {DEFAULT_MODEL, FAST_MODEL} == KNOWN_ENCODERS
    for name in KNOWN_ENCODERS:
        (here / "qa.toml").write_text(f'encoder = "{name}"\n')
        assert locate(here=here).encoder == name


def test_ocr_is_named_by_argument_environment_and_project_in_this_order(here, monkeypatch):
    (here / "qa.toml").write_text('ocr = "deu"\n')
    with pytest.raises(Untrusted, match="the program tesseract, which you have not allowed"):
        locate(here=here)
    assert locate(here=here, ocr="fra+eng").ocr == "fra+eng"  # needs no trust
    trust(here)
    assert locate(here=here).ocr == "deu"
    monkeypatch.setenv("QA_OCR", "0")
    assert locate(here=here).ocr == ""
    assert locate(here=here, ocr="on").ocr == OCR_ON  # the index says in which languages
    (here / "qa.toml").write_text("ocr = false\n")
    monkeypatch.delenv("QA_OCR")
    assert locate(here=here).ocr == ""
    (here / "qa.toml").write_text('paths = ["seeds"]\n')
    assert locate(here=here).ocr is None


@pytest.mark.parametrize(
    "text", ["../eng", "/eng", "eng+", "+eng", "eng deu", "-l", "script/../eng", "é" * 3]
)
def test_what_can_be_no_language_of_ocr(text, here):
    with pytest.raises(UsageError, match="is no language of OCR"):
        ocr_languages(text, "QA_OCR")
    (here / "qa.toml").write_text("ocr = 3\n")
    with pytest.raises(UsageError, match=r"'ocr' in qa\.toml is invalid"):
        locate(here=here)


@pytest.mark.parametrize("text", ["eng", "deu+eng", "chi_sim", "script/Latin", "aze_cyrl+eng"])
def test_languages_of_ocr(text):
    assert ocr_languages(f" {text} ", "x") == text
