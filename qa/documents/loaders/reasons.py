"""Why a file is skipped, in words that are the same wherever it turns out."""

from __future__ import annotations


def failed(error: Exception) -> str:
    """Why a file is skipped on which its loader failed, by a fault of the loader's own."""
    if isinstance(error, ModuleNotFoundError):
        return f"Can't be read: {error.name}, which its format needs, is not installed."
    if isinstance(error, MemoryError):
        return "Reading it takes too much memory."
    if isinstance(error, RecursionError):
        return "Can't be read: it is nested too deeply."
    return f"Can't be read: {type(error).__name__} in its loader."


def unsupported(suffix: str) -> str:
    """Why a file with this suffix is skipped."""
    if not suffix:
        return "A file without a suffix is not a format that can be read."
    return f"{suffix} is not a format that can be read."


def without_ocr(suffix: str) -> str:
    """Why a file that is a picture is skipped while OCR is off."""
    return unsupported(f"{suffix} without OCR ('qa index --ocr')")
