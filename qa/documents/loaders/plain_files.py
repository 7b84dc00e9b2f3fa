"""Which files are plain text though no suffix says so: README, copyright, NEWS.Debian.

By name first, so that most are never opened, then by the first bytes: UTF-8 without control
characters, most of it words. What programs write, or read only, is none.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from qa.documents.loaders.line_rules import words
from qa.documents.loaders.safe_read import read_head
from qa.documents.loaders.terminal_text import printed
from qa.documents.loaders.text_markup import is_manual
from qa.patterns import lazy_pattern

MOST_BYTES = 4 << 20  # a larger file without a name for its format is data
HEAD = 16 << 10  # bytes that are looked at

_WORD = lazy_pattern(r"[\"'“‘(\[*_<`]*[^\W\d_]+(?:[-'’/][^\W\d_]+)*[\"'”’)\]*_>`.,;:!?…]*")
_BULLET_OR_NUMBER = lazy_pattern(r"[-*+•–—]{1,2}|\+?\d[\d.,:/-]*")
_NO_TEXT = lazy_pattern(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ufffd]")
_SPACELESS = (
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]"  # 4 ms to compile
)
_WORDS_SHARE = 0.6  # of what stands between blanks and is no number or bullet
_SPACELESS_SHARE = 0.4  # of the characters, in languages that don't part words
_MOST_LETTERS = 14  # on average in a word and what sticks to it
_LEAST_IN_LINE = 2.5  # words: a list of single words is data
_LEAST_WORDS = 3

# What programs write or only they read: not opened.
_SUFFIXES = frozenset(
    words(
        """
        7z a aac aar ai aif alac apk ar arj arrow asc avi avif avro bak bin blend bmp br bz2
        cab cache cap cat cbr cbz ckpt class cr2 crdownload crt crx csr cur dat db dbf dcm deb
        der dex diff dll dmg dng doc djvu dot dump dwg dylib ear eot eps exe fbx feather fits
        flac flv fods gguf gif git glb gltf gpg gpkg gz h5 hdf5 heic heif icns ico ics idx img
        index iso jar jks jp2 jpe jpeg jpg js jxl key keystore kmz ko lck lib lock log lz lz4
        lzma m3u m3u8 m4a m4v map mat mdb mid midi mkv mo mobi mov mp3 mp4 mpeg mpg msg msi
        mxf ndjson nef npy npz o obj odb oga ogg ogv onnx opus orc orig otf out p12 pack
        parquet part patch pb pbf pcap pem pfx pickle pid pkl plist ply png po pot pps ppt psd
        pst pt pth pub pyc pyd pyo qcow2 ra rar raw rdb rej rlib rm rpm safetensors sav shp
        shx sig so sqlite sqlite3 srl stl sum svg svgz swf swp sys tar temp tga tgz tif tiff
        tmp torrent ttc ttf tz vcf vdi vhd vmdk vob wal war wasm wav webm webp whl wim wma wmf
        wmv woff woff2 xcf xls xml xpi xz z zip zst zstd
        """
    )
)
# Source and style of languages that no loader reads; and names that programs look for.
_CODE = frozenset(
    words(
        """
        ada adb ads am as asm awk bat bzl clj cljs cmake cmd coffee cr css csproj cu cuh cxx d
        dart el elm erl ex exs f f03 f08 f77 f90 f95 fs fsx gd glsl go gradle graphql groovy
        haml hbs hcl hlsl hrl hxx inc ino ipp jade jsp kts less lisp m m4 mak mk ml mli mm nim
        nix nu pas pm pro psm1 pug pxd pyx qml rkt s sass scm scss sed sln sol st sty styl
        svelte sv swg tcl tpl twig v vala vb vbs vcxproj vhd vhdl vim vue wat xsd xsl xslt zig
        """
    )
)
_NAMES = frozenset(
    words(
        """
        makefile gnumakefile dockerfile containerfile gemfile rakefile jenkinsfile procfile
        vagrantfile brewfile justfile pipfile guardfile podfile fastfile snakefile build
        workspace configure config.guess config.sub install-sh
        """
    )
)
# Folders of installed packages and of what was built.
_FOLDERS = frozenset({"site-packages", "dist-packages", "bower_components", "build", "target"})
_PACKAGES = (".dist-info", ".egg-info")


def may_be_text(source: str) -> bool:
    """Whether a file whose suffix names no format is worth a look, by its path."""
    *folders, name = source.casefold().split("/")
    if not name or name[0] == "." or name[-1] in "~#" or name in _NAMES:
        return False
    if any(each in _FOLDERS or each.endswith(_PACKAGES) for each in folders):
        return False
    stem, dot, suffix = name.rpartition(".")
    if not dot:
        return True
    if suffix in _SUFFIXES or suffix in _CODE or stem.endswith((".min", ".bundle")):
        return False
    return not suffix.isdigit() or not stem.endswith((".so", ".log"))  # libz.so.1, x.log.1


def is_text(head: bytes) -> bool:
    """Whether a file that begins with these bytes, at most `HEAD`, is text for people."""
    if head.startswith((b"#!", b"-----BEGIN ", b"<?", b"<svg", b"{", b"%!PS")):
        return False
    decoder = codecs.getincrementaldecoder("utf-8-sig")()  # the last character may be cut
    try:
        text = decoder.decode(head, final=len(head) < HEAD)
    except UnicodeDecodeError:
        return False
    text = printed(text)
    if _NO_TEXT.search(text):
        return False
    if is_manual(head):  # many of its lines are macros
        return True
    if len(re.findall(_SPACELESS, text)) > _SPACELESS_SHARE * len(text):
        return True
    parts = text.split()
    others = sum(bool(_BULLET_OR_NUMBER.fullmatch(part)) for part in parts)
    count = sum(bool(_WORD.fullmatch(part)) for part in parts)
    lines = sum(not line.isspace() for line in text.splitlines() if line)
    return (
        count >= _LEAST_WORDS
        and count >= _WORDS_SHARE * (len(parts) - others)
        and sum(map(len, parts)) <= _MOST_LETTERS * len(parts)
        and len(parts) >= _LEAST_IN_LINE * lines
    )


def plain(data: bytes, source: str) -> bool:
    """Whether these are the bytes of a plain text whose suffix names no format."""
    return len(data) <= MOST_BYTES and may_be_text(source) and is_text(data[:HEAD])


def plain_at(path: Path, source: str) -> bool:
    """The same of a file, of which the beginning is read. Raises DocumentError if it can't be."""
    return may_be_text(source) and is_text(read_head(path, HEAD))
