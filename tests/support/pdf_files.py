"""Small PDFs made on the spot: lines of text at given places in the standard fonts."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

FONTS = {"": "Helvetica", "bold": "Helvetica-Bold", "mono": "Courier"}
HEIGHT = 792  # points of a page; places are given from its top


@dataclass
class PdfPage:
    """Collects the lines of a page."""

    content: list[str] = field(default_factory=list)
    rotate: int = 0  # degrees clockwise that viewers turn it
    crop: tuple[int, int, int, int] | None = None  # left, bottom, right, top of what is shown

    def text(self, x: float, y: float, text: str, size: float = 10, font: str = "") -> PdfPage:
        """Write a line whose baseline is `y` points below the top."""
        name = list(FONTS).index(font) + 1
        raw = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        self.content.append(f"BT /F{name} {size} Tf 1 0 0 1 {x} {HEIGHT - y} Tm ({raw}) Tj ET")
        return self

    def lines(
        self, x: float, y: float, lines: Sequence[str], size: float = 10, font: str = ""
    ) -> PdfPage:
        """Write lines below each other."""
        for number, line in enumerate(lines):
            self.text(x, y + 1.2 * size * number, line, size, font)
        return self

    def row(self, y: float, cells: Sequence[tuple[float, str]], font: str = "") -> PdfPage:
        """Write the cells of a row, each with its place from the left."""
        for x, cell in cells:
            self.text(x, y, cell, font=font)
        return self

    def unencoded(self, x: float, y: float, text: str, size: float = 10) -> PdfPage:
        """Write a line in a font that doesn't say which characters it shows; `text` escapes."""
        self.content.append(f"BT /F9 {size} Tf 1 0 0 1 {x} {HEIGHT - y} Tm ({text}) Tj ET")
        return self

    def turned(self, x: float, y: float, text: str) -> PdfPage:
        """Write a line that runs upwards."""
        self.content.append(f"BT /F1 10 Tf 0 1 -1 0 {x} {HEIGHT - y} Tm ({text}) Tj ET")
        return self

    def picture(self) -> PdfPage:
        """Put a picture of one point on the page, as large as the page."""
        return self.grey(1, 1, b"\x7f")

    def grey(self, width: int, height: int, pixels: bytes) -> PdfPage:
        """Put a grey picture on the page, as large as the page."""
        self.content.append(
            f"q 612 0 0 {HEIGHT} 0 0 cm BI /W {width} /H {height} /CS /G /BPC 8 "
            f"/F [/AHx /Fl] ID {zlib.compress(pixels).hex()}> EI Q"
        )
        return self

    def scanned(self, dpi: int = 200) -> PdfPage:
        """The page as a scanner would make it: a picture of it on another one."""
        return PdfPage().grey(*self.pixels(dpi))

    def pixels(self, dpi: int = 200) -> tuple[int, int, bytes]:
        """Width and height in pixels of the page in grey, and a byte for each."""
        import pypdfium2

        file = pypdfium2.PdfDocument(pdf([self]))
        bitmap = file[0].render(scale=dpi / 72, grayscale=True)
        pixels, stride = bytes(bitmap.buffer), bitmap.stride
        rows = [pixels[at : at + bitmap.width] for at in range(0, len(pixels), stride)]
        found = bitmap.width, bitmap.height, b"".join(rows)
        file.close()
        return found


def pdf(
    pages: Sequence[PdfPage],
    title: str = "",
    author: str = "",
    outline: Sequence[tuple[str, int]] = (),
    encrypted: bool = False,
) -> bytes:
    """The bytes of a PDF. `outline` gives titles with their page, from 1."""
    objects: dict[int, str] = {}
    first = 10 + len(FONTS)
    numbers = [first + 2 * place for place in range(len(pages))]
    marks = [first + 2 * len(pages) + place for place in range(len(outline))]
    objects[1] = "<< /Type /Catalog /Pages 2 0 R" + (" /Outlines 4 0 R >>" if outline else " >>")
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects[2] = f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>"
    objects[3] = f"<< /Title ({title}) /Author ({author}) /CreationDate (D:20200303013516Z) >>"
    for place, name in enumerate(FONTS.values()):
        objects[10 + place] = (
            f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>"
        )
    fonts = " ".join(f"/F{place + 1} {10 + place} 0 R" for place in range(len(FONTS)))
    objects[9] = (
        "<< /Type /Font /Subtype /Type1 /BaseFont /SFRM1000 /FirstChar 0 /LastChar 255 "
        f"/Widths [{'500 ' * 256}] /FontDescriptor 8 0 R >>"
    )
    objects[8] = "<< /Type /FontDescriptor /FontName /SFRM1000 /Flags 4 /ItalicAngle 0 >>"
    fonts += " /F9 9 0 R"
    for number, page in zip(numbers, pages, strict=True):
        shown = f"/Rotate {page.rotate} " if page.rotate else ""
        shown += f"/CropBox [{' '.join(map(str, page.crop))}] " if page.crop else ""
        objects[number] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 {HEIGHT}] {shown}"
            f"/Resources << /Font << {fonts} >> >> /Contents {number + 1} 0 R >>"
        )
        stream = "\n".join(page.content)
        objects[number + 1] = f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream"
    if outline:
        objects[4] = f"<< /First {marks[0]} 0 R /Last {marks[-1]} 0 R /Count {len(marks)} >>"
    for place, (name, page_number) in enumerate(outline):
        beside = f" /Next {marks[place + 1]} 0 R" if place + 1 < len(marks) else ""
        beside += f" /Prev {marks[place - 1]} 0 R" if place else ""
        objects[marks[place]] = (
            f"<< /Title ({name}) /Parent 4 0 R{beside} "
            f"/Dest [{numbers[page_number - 1]} 0 R /Fit] >>"
        )
    trailer = "/Root 1 0 R /Info 3 0 R"
    if encrypted:  # with a password that is not empty: no key fits these
        objects[5] = f"<< /Filter /Standard /V 1 /R 2 /P -4 /O <{'41' * 32}> /U <{'42' * 32}> >>"
        trailer += f" /Encrypt 5 0 R /ID [<{'43' * 16}> <{'43' * 16}>]"
    return _written(objects, trailer)


def _written(objects: dict[int, str], trailer: str) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    places = {}
    for number, content in sorted(objects.items()):
        places[number] = len(out)
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("cp1252")
    start = len(out)
    size = max(objects) + 1
    out += f"xref\n0 {size}\n0000000000 65535 f \n".encode()
    for number in range(1, size):
        out += (
            f"{places[number]:010} 00000 n \n" if number in places else "0000000000 65535 f \n"
        ).encode()
    out += f"trailer\n<< /Size {size} {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)
