"""Languages by their codes (BCP 47, the primary subtag alone) and their English names."""

from __future__ import annotations

import re
from collections.abc import Iterable

from qa.errors import UsageError

# What documents are written in, as far as it is told apart. Norwegian is one language here: its
# two written forms are, to a detector, too near to each other.
NAMES = {
    "af": "Afrikaans", "am": "Amharic", "ar": "Arabic", "az": "Azerbaijani", "be": "Belarusian",
    "bg": "Bulgarian", "bn": "Bengali", "bs": "Bosnian", "ca": "Catalan", "ceb": "Cebuano",
    "co": "Corsican", "cs": "Czech", "cy": "Welsh", "da": "Danish", "de": "German", "el": "Greek",
    "en": "English", "eo": "Esperanto", "es": "Spanish", "et": "Estonian", "eu": "Basque",
    "fa": "Persian", "fi": "Finnish", "fil": "Filipino", "fr": "French", "fy": "Frisian",
    "ga": "Irish", "gd": "Scottish Gaelic", "gl": "Galician", "gu": "Gujarati", "ha": "Hausa",
    "haw": "Hawaiian", "he": "Hebrew", "hi": "Hindi", "hmn": "Hmong", "hr": "Croatian",
    "ht": "Haitian Creole", "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian", "ig": "Igbo",
    "is": "Icelandic", "it": "Italian", "ja": "Japanese", "jv": "Javanese", "ka": "Georgian",
    "kk": "Kazakh", "km": "Khmer", "kn": "Kannada", "ko": "Korean", "ku": "Kurdish",
    "ky": "Kyrgyz", "la": "Latin", "lb": "Luxembourgish", "lo": "Lao", "lt": "Lithuanian",
    "lv": "Latvian", "mg": "Malagasy", "mi": "Maori", "mk": "Macedonian", "ml": "Malayalam",
    "mn": "Mongolian", "mr": "Marathi", "ms": "Malay", "mt": "Maltese", "my": "Burmese",
    "ne": "Nepali", "nl": "Dutch", "no": "Norwegian", "ny": "Chichewa", "pa": "Punjabi",
    "pl": "Polish", "ps": "Pashto", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian",
    "sd": "Sindhi", "si": "Sinhala", "sk": "Slovak", "sl": "Slovenian", "sm": "Samoan",
    "sn": "Shona", "so": "Somali", "sq": "Albanian", "sr": "Serbian", "st": "Sesotho",
    "su": "Sundanese", "sv": "Swedish", "sw": "Swahili", "ta": "Tamil", "te": "Telugu",
    "tg": "Tajik", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "uz": "Uzbek",
    "vi": "Vietnamese", "xh": "Xhosa", "yi": "Yiddish", "yo": "Yoruba", "zh": "Chinese",
    "zu": "Zulu",
}  # fmt: skip
_OTHER_NAMES = {
    "bangla": "bn", "farsi": "fa", "flemish": "nl", "gaelic": "gd", "mandarin": "zh",
    "slovene": "sl", "castilian": "es", "tagalog": "fil",
}  # fmt: skip
# Codes of the same languages: superseded ones, and those of three letters that files have (both
# kinds of ISO 639-2).
_OTHER_CODES = {
    "iw": "he", "in": "id", "ji": "yi", "jw": "jv", "nb": "no", "nn": "no", "tl": "fil",
    "mo": "ro", "alb": "sq", "ara": "ar", "arm": "hy", "baq": "eu", "ben": "bn", "bul": "bg",
    "bur": "my", "cat": "ca", "ces": "cs", "chi": "zh", "cmn": "zh", "cym": "cy", "cze": "cs",
    "dan": "da", "deu": "de", "dut": "nl", "ell": "el", "eng": "en", "est": "et", "eus": "eu",
    "fas": "fa", "fin": "fi", "fra": "fr", "fre": "fr", "geo": "ka", "ger": "de", "gle": "ga",
    "glg": "gl", "gre": "el", "heb": "he", "hin": "hi", "hrv": "hr", "hun": "hu", "hye": "hy",
    "ice": "is", "ind": "id", "isl": "is", "ita": "it", "jpn": "ja", "kat": "ka", "kor": "ko",
    "lat": "la", "lav": "lv", "lit": "lt", "mac": "mk", "may": "ms", "mkd": "mk", "msa": "ms",
    "nld": "nl", "nno": "no", "nob": "no", "nor": "no", "per": "fa", "pol": "pl", "por": "pt",
    "ron": "ro", "rum": "ro", "rus": "ru", "slk": "sk", "slo": "sk", "slv": "sl", "spa": "es",
    "sqi": "sq", "srp": "sr", "swe": "sv", "tha": "th", "tur": "tr", "ukr": "uk", "urd": "ur",
    "vie": "vi", "wel": "cy", "zho": "zh",
}  # fmt: skip
_CODES = {name.casefold(): code for code, name in NAMES.items()} | _OTHER_NAMES
_TAG = re.compile(r"([a-z]{2,3})(?:[-_.@][\w.@-]*)?\Z", re.ASCII)


def code(text: str) -> str | None:
    """The code of a tag ("de-AT", "de_DE.UTF-8", "ger") or an English name; None for no language.

    Also None for a language that has no place in `NAMES`.
    """
    text = text.strip().casefold()
    if text in _CODES:
        return _CODES[text]
    if (match := _TAG.match(text)) is None:
        return None
    primary = _OTHER_CODES.get(match[1], match[1])
    return primary if primary in NAMES else None


def codes(texts: Iterable[str]) -> tuple[str, ...]:
    """The codes of tags and names. Raises UsageError for what is no language that is told apart."""
    found = []
    for text in texts:
        if (known := code(text)) is None:
            raise UsageError(
                f"There is no language '{text[:60]}'.",
                "Write a code or an English name: de, German.",
            )
        found.append(known)
    return tuple(found)


def name(code: str) -> str:
    """The English name of a code, or the code."""
    return NAMES.get(code, code)
