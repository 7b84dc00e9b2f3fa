"""What decides the contents of an index: stored in it, compared whenever it is opened."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

from qa.documents.passages import VERSION as CUTTING_VERSION
from qa.documents.passages import PassageSettings
from qa.embedding.model_files import DEFAULT_MODEL
from qa.errors import IndexDamaged, IndexMismatch, IndexNotFound

_MAX_STORED = 1 << 16  # characters
_MAX_NAME = 4096
_MAX_NUMBER = 1 << 20
_KEY = re.compile(r"[0-9A-Za-z]{0,64}")  # it becomes the name of a folder

if TYPE_CHECKING:
    from qa.store.interface import StoreReader


@dataclass(frozen=True, slots=True)
class IndexSettings:
    """The encoder and the cutting of one index. `encoder_key` hashes the model's files."""

    encoder: str = DEFAULT_MODEL
    encoder_key: str = ""
    dimension: int = 0
    passages: PassageSettings = field(default_factory=PassageSettings)
    context_in_vector: bool = False  # whether title and headings stand before encoded passages
    cutting: int = CUTTING_VERSION

    @property
    def fingerprint(self) -> str:
        """Twelve hex digits that differ whenever an index would."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()[:12]

    def to_json(self) -> str:
        """The form that is stored in the index."""
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_json(cls, text: str | None) -> IndexSettings:
        """The settings stored in an index. Raises IndexDamaged when they are invalid."""
        try:
            if text and len(text) > _MAX_STORED:
                raise ValueError("too long")
            values: dict[str, Any] = json.loads(text or "")
            if "title_in_vector" in values:  # its name as long as there were no headings
                values["context_in_vector"] = values.pop("title_in_vector")
            passages = {**values["passages"]}
            if values.get("cutting") != CUTTING_VERSION:  # which may have had other settings
                names = {each.name for each in fields(PassageSettings)}
                passages = {name: passages[name] for name in names & passages.keys()}
            values["passages"] = PassageSettings(**passages)
            settings = cls(**values)
            _require_sane(settings)
            return settings
        except (TypeError, ValueError, KeyError, AttributeError, RecursionError) as error:
            raise IndexDamaged("The index does not say how it was built.") from error


def _require_sane(settings: IndexSettings) -> None:
    """Raise ValueError for settings that no build writes: they come from somebody else's file."""
    name, key = settings.encoder, settings.encoder_key
    numbers = [settings.dimension, settings.cutting, *asdict(settings.passages).values()]
    if not (isinstance(name, str) and 0 < len(name) <= _MAX_NAME and name.isprintable()):
        raise ValueError("no name of a model")
    if not (isinstance(key, str) and _KEY.fullmatch(key)):
        raise ValueError("no key of a model")
    if not all(isinstance(each, int) and 0 <= each <= _MAX_NUMBER for each in numbers):
        raise ValueError("a number is out of range")


def settings_of(store: StoreReader) -> IndexSettings:
    """The settings an index was built with.

    Raises IndexNotFound when there is nothing in it yet, IndexDamaged when they are invalid.
    """
    text = store.meta("settings")
    if text is None and store.counts() == (0, 0):  # killed right after it was created
        raise IndexNotFound(f"There is nothing in the index {store.path.parent} yet.")
    return IndexSettings.from_json(text)


def recut(stored: IndexSettings) -> IndexSettings:
    """The settings of an index once its documents are cut as this version does.

    Only for one of another version, which an update cuts again: others are as they were asked for.
    """
    if stored.cutting == CUTTING_VERSION:
        return stored
    return replace(stored, cutting=CUTTING_VERSION, passages=PassageSettings())


def check(stored: IndexSettings, encoder: str | None) -> None:
    """Refuse an index whose settings are not those in force.

    `encoder` is the model that was asked for, None for "whichever the index has".
    Raises IndexMismatch naming both fingerprints.
    """
    now = IndexSettings(
        encoder=encoder or stored.encoder,
        encoder_key=stored.encoder_key,
        dimension=stored.dimension,
    )
    if now == stored:
        return
    model = ""
    if now.encoder != stored.encoder:
        reason = f"with the model {stored.encoder}, not {now.encoder}"
        model = f" --model {now.encoder}"
    else:
        reason = "by another way of cutting passages"
    raise IndexMismatch(
        f"The index was built {reason} (fingerprint {stored.fingerprint}, now {now.fingerprint}).",
        f"Rebuild it with 'qa index --rebuild{model}'.",
    )
