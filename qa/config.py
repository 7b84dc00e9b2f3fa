"""Where things are and what may be set: locations, environment, qa.toml, tuned constants."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from qa.errors import UsageError
from qa.objects.addresses import named, shown
from qa.trust import Claim, folder_claims, model_claim, program_claim, require

if TYPE_CHECKING:
    from qa.collections.cards import Card

SETTINGS_FILE = "qa.toml"
SEEDS = "seeds"
_NAME_ONE = "Name a folder that exists or can be made."
OCR_PROGRAM = "tesseract"
OCR_ON = "on"  # in the languages that an index has; where it has none, in this one:
OCR_LANGUAGE = "eng"
_ON, _OFF = frozenset({"on", "yes", "true", "1"}), frozenset({"", "off", "no", "false", "0"})
_LANGUAGES = re.compile(r"(?:(?:script/)?[A-Za-z]\w{1,30}(?:\+(?!\Z)|\Z)){1,8}", re.ASCII)
_MAX_SETTINGS = 16 << 10  # bytes: tomllib takes 0.7 s at worst for these, 10 s for 60 KB


@dataclass(frozen=True, slots=True)
class Locations:
    """Where the index is and which folders or files it is made from.

    `paths` is None when nothing names them: then those stored in an existing index count.
    """

    index: Path
    paths: tuple[Path, ...] | None
    encoder: str | None
    collection: str | None = None  # the name of the collection, where it has one
    notes: tuple[str, ...] = field(default=(), compare=False)  # sentences for people
    # Whether the caller named `paths`: then they must not take the place of others unasked.
    named_by_caller: bool = field(default=False, compare=False)
    # Languages in which pages that are pictures are read, "" for none; None: as the index has them.
    ocr: str | None = None
    # The address of a shared collection; `index` then only stands for it on this machine.
    shared: str | None = None


def model_cache() -> Path:
    """Folder of compiled models: `$QA_CACHE/models`, else the user's cache folder.

    Raises UsageError when `$QA_CACHE` can be no folder.
    """
    if cache := os.environ.get("QA_CACHE"):
        return _expanded(cache, "QA_CACHE") / "models"
    import platformdirs

    return Path(platformdirs.user_cache_dir("qa", appauthor=False)) / "models"


def locate(
    index: str | Path | None = None,
    paths: tuple[Path, ...] | None = None,
    encoder: str | None = None,
    here: Path | None = None,
    collection: str | None = None,
    ocr: str | None = None,
) -> Locations:
    """Resolve the locations: arguments first, then the environment, `qa.toml`, and this folder.

    The index is that of `collection`, else `index`, else `$QA_INDEX`, else `./index` where there
    is a `seeds/` or a `qa.toml`, else that of the collection which this folder belongs to, else
    the only one there is. Raises UsageError when the `qa.toml` that decides is invalid, for a
    collection that is unknown, where several could be meant, and for languages of `ocr` that can
    be none; Untrusted when the folder asks for more than folders below it and a known encoder.
    """
    chosen_ocr = None
    if (named := os.environ.get("QA_OCR") if ocr is None else ocr) is not None:
        chosen_ocr = ocr_languages(named, "QA_OCR" if ocr is None else "--ocr-languages")
    found = _located(index, paths, encoder, here, collection, chosen_ocr)
    return found if chosen_ocr is None else replace(found, ocr=chosen_ocr)


def _located(
    index: str | Path | None,
    paths: tuple[Path, ...] | None,
    encoder: str | None,
    here: Path | None,
    collection: str | None,
    ocr: str | None,
) -> Locations:
    explicit = index or os.environ.get("QA_INDEX")
    chosen_encoder = encoder or os.environ.get("QA_MODEL") or None
    if collection is not None:
        if index:
            raise UsageError("An index and a collection were named.", "Name one of them.")
        from qa.collections.cards import by_name

        return _of_collection(by_name(collection), paths, chosen_encoder)
    if shared := shared_address(explicit):
        from qa.collections.shared import home_of

        home, named = home_of(shared), paths is not None
        return Locations(home, paths, chosen_encoder, named_by_caller=named, shared=shared)
    if explicit:  # the qa.toml is not read: a bad one must not stop this
        from qa.collections.cards import by_index

        name = "--index" if index else "QA_INDEX"
        chosen_index = _expanded(explicit, name).absolute()
        if (card := by_index(chosen_index)) is not None:
            return _of_collection(card, paths, chosen_encoder)
        return Locations(chosen_index, paths, chosen_encoder, named_by_caller=paths is not None)
    here = here or Path.cwd()  # may be deleted, which stops none of the above
    project = project_in(here)
    if project is not None:
        needed = replace(
            project,
            paths=() if paths else project.paths,
            encoder=None if chosen_encoder else project.encoder,
            ocr=None if ocr is not None else project.ocr,
        )
        require(claims_of(needed, here), f"The folder {here}")
        return replace(
            project,
            paths=paths or project.paths,
            encoder=chosen_encoder or project.encoder,
            named_by_caller=paths is not None,
        )
    return _in_user_data(here, paths, chosen_encoder)


def shared_address(named: str | Path | None) -> str | None:
    """The normal form of what names a shared collection, None for what is a folder or nothing.

    Raises UsageError for an address that is invalid.
    """
    if not isinstance(named, str) or not named.startswith(("lance:", "s3:")):
        return None
    from qa.collections.shared import normal

    return normal(named)


def project_in(here: Path) -> Locations | None:
    """What the folder `here` says by its `qa.toml` and its `seeds`; None when it has neither.

    Raises UsageError on a bad `qa.toml`.
    """
    settings = _settings(here / SETTINGS_FILE)
    if settings is None and not ((here / SEEDS).is_dir() and not _indexed_itself(here)):
        return None
    names = _strings((settings := settings or {}).get("paths", [SEEDS]), "paths")
    encoder = _strings([settings["encoder"]], "encoder")[0] if "encoder" in settings else None
    return Locations(
        (here / "index").absolute(),
        tuple((here / named(name)).absolute() for name in names),
        encoder,
        ocr=_ocr_of(settings),
    )


def ocr_languages(text: str, origin: str) -> str:
    """The languages of OCR as tesseract takes them, "deu+eng"; empty for none, or `OCR_ON`.

    `text` names them, or says whether pictures are to be read: on, off, 1, 0. Raises UsageError,
    naming its `origin`, for what can be no language: it becomes a file's name.
    """
    if (word := text.strip().lower()) in _OFF:
        return ""
    if word in _ON:
        return OCR_ON
    if not _LANGUAGES.fullmatch(text.strip()):
        raise UsageError(
            f"'{text[:60]}' is no language of OCR ({origin}).",
            "It looks like eng or deu+eng; 'tesseract --list-langs' lists those that you have.",
        )
    return text.strip()


def _ocr_of(settings: dict[str, object]) -> str | None:
    """What a `qa.toml` says of OCR; None for nothing."""
    match settings.get("ocr"):
        case None:
            return None
        case bool(on):
            return OCR_ON if on else ""
        case str(text):
            return ocr_languages(text, SETTINGS_FILE)
    raise UsageError(
        f"'ocr' in {SETTINGS_FILE} is invalid.", 'It looks like: ocr = true or ocr = "deu+eng".'
    )


def _in_user_data(here: Path, paths: tuple[Path, ...] | None, encoder: str | None) -> Locations:
    """The collection that `here` belongs to, else the only one, else the index without a name."""
    import platformdirs

    from qa.collections import cards, lookup

    if found := lookup.at(here):
        card, notes = found
        return _of_collection(card, paths, encoder, notes)
    known = cards.cards()
    data = Path(platformdirs.user_data_dir("qa", appauthor=False))
    unnamed = (data / "index" / "qa.sqlite").exists()  # as earlier versions made it
    if len(known) + unnamed > 1:
        raise UsageError(
            f"This folder belongs to no collection. There are: {cards.told(known)}"
            + (f", and the index without a name in {data / 'index'}." if unnamed else "."),
            f"Choose one with -C NAME{' or --index DIR' if unnamed else ''}, or index this folder "
            "with 'qa index .'.",
        )
    if known:
        return _of_collection(known[0], paths, encoder)
    return Locations(data / "index", paths, encoder, named_by_caller=paths is not None)


def _of_collection(
    card: Card,
    paths: tuple[Path, ...] | None,
    encoder: str | None,
    notes: tuple[str, ...] = (),
) -> Locations:
    """The locations of a named collection; folders that were renamed are found on the way.

    Raises UsageError when other folders are named than its own, which its card decides.
    """
    from qa.collections import lookup

    card, renamed = lookup.settled(card)
    if paths and {os.path.normpath(path) for path in paths} != {str(path) for path in card.paths}:
        raise UsageError(
            f"The collection '{card.name}' is made of {', '.join(map(shown, card.paths[:3]))}.",
            f"Change that with 'qa index -C \"{card.name}\" --add FOLDER' or '--replace FOLDER'.",
        )
    return Locations(card.index, card.paths, encoder, card.name, (*notes, *renamed))


def _indexed_itself(here: Path) -> bool:
    """Whether somebody has made a collection of this very folder, and no index in it.

    Then its folder `seeds` is just one of its folders.
    """
    if (here / "index" / "qa.sqlite").exists():
        return False
    from qa.collections.cards import cards

    ways = {os.path.abspath(here), os.path.realpath(here)}
    return any(
        {str(path), os.path.realpath(path)} & ways for card in cards() for path in card.paths
    )


def claims_of(project: Locations, here: Path) -> tuple[Claim, ...]:
    """What a project asks for beyond folders below `here` and the encoders that are known."""
    folders = folder_claims(here, (project.index, *(project.paths or ())), here)
    if project.ocr:
        folders = (*folders, program_claim(here, OCR_PROGRAM))
    model = model_claim(project.encoder, "") if project.encoder else None
    return folders if model is None else (*folders, replace(model, origin=os.path.realpath(here)))


def _expanded(path: str | Path, name: str) -> Path:
    """A folder that somebody named, `~` expanded. Raises UsageError when it can be none."""
    try:
        found = Path(path).expanduser()
    except RuntimeError as error:  # the home of somebody unknown
        raise UsageError(f"{name} is {path}, and there is no such home.", _NAME_ONE) from error
    if name == "QA_CACHE" and found.exists() and not found.is_dir():  # the store checks its own
        raise UsageError(f"{name} is {path}, which is no folder.", _NAME_ONE)
    return found


def _settings(path: Path) -> dict[str, object] | None:
    if not path.is_file():
        return None
    import tomllib

    try:
        with path.open("rb") as file:
            data = file.read(_MAX_SETTINGS + 1)
        if len(data) > _MAX_SETTINGS:
            raise ValueError(f"it is larger than {_MAX_SETTINGS >> 10} KB")
        settings = tomllib.loads(data.decode("utf-8"))
        if odd := settings.keys() - {"paths", "encoder", "ocr"}:
            raise ValueError(f"'{min(odd)[:60]}' is none of its settings: paths, encoder, ocr")
        return settings
    except (OSError, ValueError, RecursionError) as error:
        reason = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise UsageError(f"{path} can't be read: {reason}.", "Correct or remove it.") from error


def _strings(value: object, key: str) -> list[str]:
    if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
        return value
    raise UsageError(
        f"'{key}' in {SETTINGS_FILE} is invalid.",
        'It looks like: paths = ["seeds"] or encoder = "NAME".',
    )
