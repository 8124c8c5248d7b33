"""PDFs of odd make-up, put together at random from what viewers meet: for `benchmarks.fuzz`.

Each has one to three pages. Their boxes, contents, fonts, annotations, forms, layers, attached files and table of
cross-references are chosen by a seeded source of chance from what is right, what is rare and what is broken.
"""

from __future__ import annotations

import random
import zlib

FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
FONTS = (
    FONT,
    FONT,
    FONT.replace(b"WinAnsi", b"MacRoman"),
    b"<< /Type /Font /Subtype /Type1 /BaseFont /ABCDEF+X /Encoding << /Differences [65 /g1 /uni0042 /a3] >> >>",
    b"<< /Type /Font /Subtype /TrueType /BaseFont /Wingdings /FontDescriptor << /Flags 4 /FontFile2 6 0 R >> >>",
    b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-V /DescendantFonts [<< /Subtype /CIDFontType2 >>]"
    b" /ToUnicode 6 0 R >>",
    b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix [0 0 0 0 0 0] /FirstChar 65 /LastChar 66"
    b" /Widths [1 1] /Encoding << /Differences [65 /A /B] >> /CharProcs << /A 6 0 R /B 6 0 R >> >>",
    b"null",
    b"<< >>",
)
BOXES = (
    b"/MediaBox [0 0 595 842]",
    b"/MediaBox [0 0 595 842]",
    b"",
    b"/MediaBox [595 842 0 0]",
    b"/MediaBox [-50 -50 545 792] /CropBox [0 300 400 700]",
    b"/MediaBox [0 0 595 842] /CropBox [900 900 950 950]",
    b"/MediaBox [0 0 14400 14400] /UserUnit 3",
    b"/MediaBox [0 0 1 1]",
    b"/MediaBox [0 0 595]",
    b"/MediaBox [0 0 1e39 (x)]",
    b"/MediaBox [0 0 595 842] /Rotate 90",
    b"/MediaBox [0 0 595 842] /Rotate 45",
)
TEXT = b"BT /F1 12 Tf 60 560 Td (Oculto y visto) Tj ET"
PIECES = (
    TEXT,
    b"3 Tr " + TEXT + b" 0 Tr",
    b"7 Tr " + TEXT,
    b"1 g " + TEXT + b" 0 g",
    b".1 .2 .5 rg 50 550 300 40 re f 1 g " + TEXT + b" 0 g",
    b"/OC /L1 BDC " + TEXT + b" EMC",
    b"/Span << /ActualText (Real) >> BDC " + TEXT + b" EMC",
    b"BT /F1 -12 Tf 1 0 0 1 60 500 Tm (Negativo) Tj ET",
    b"BT /F1 0 Tf 60 500 Td (Nada) Tj ET",
    b"q 1e30 0 0 0 0 0 cm " + TEXT + b" Q",
    b"q .7 .7 -.7 .7 100 100 cm " + TEXT + b" Q",
    b"q 0 0 10 10 re W n " + TEXT + b" Q",
    b"BT /F1 12 Tf 5 Tc 0 Tz 60 400 Td [(A) -99999 (B) 1e9 (C)] TJ ET",
    b"BT /F1 9 Tf 4000 -4000 Td (Lejos) Tj ET",
    b"Q Q q q foo /Nada Do /Nada gs [ ( << ",
    b"BI /W 9 /H 9 /BPC 8 /CS /G ID abc EI",
    b"BI /W 30000 /H 30000 /BPC 1 /CS /G ID abc EI",
    b"q 500 0 0 500 20 20 cm /X1 Do Q",
    b"q 30 0 0 30 20 20 cm /X2 Do Q",
    b"/P1 cs /P1 scn 0 0 500 500 re f",
    b"0 0 m 1e9 1e9 l S",
    b" ".join(b"%d %d m %d %d l S" % (at, at % 97, at + 9, at % 89) for at in range(400)),
)
NOTES = (
    b"<< /Subtype /Widget /FT /Tx /V (Ministerio) /DA (/F1 10 Tf) /F 4 /Rect [60 500 180 516] /AP << /N 7 0 R >> >>",
    b"<< /Subtype /Widget /FT /Tx /T (b) /V (Sin cara) /DA (/F1 10 Tf) /Rect [60 480 180 496] >>",
    b"<< /Subtype /Widget /FT /Ch /Opt [(a) (b)] /V [(a) (b)] /Rect [9 9 9 9] /AP << /N << /On 7 0 R >> >> /AS /On >>",
    b"<< /Subtype /FreeText /Contents (Nota) /DA () /Rect [300 500 400 540] /AP << /N 7 0 R >> >>",
    b"<< /Subtype /Stamp /Rect [1e9 1e9 -1e9 0] /AP << /N 7 0 R >> >>",
    b"<< /Subtype /StrikeOut /Rect [0 0 9 9] /QuadPoints [60 570 99 570 60 555 99 555 1 2] >>",
    b"<< /Subtype /Link /Rect [] /A << /S /JavaScript /JS (app.alert) >> >>",
    b"42",
    b"null",
)
CATALOGUE = (
    b"/AcroForm << /NeedAppearances true /DA (/F1 0 Tf) /DR << /Font << /F1 5 0 R >> >> /Fields [3 0 R 3 0 R] >>",
    b"/AcroForm << /XFA [(a) 7 0 R] >>",
    b"/OCProperties << /OCGs [8 0 R] /D << /OFF [8 0 R] >> >>",
    b"/Names << /EmbeddedFiles << /Names [(p.pdf) << /F (p.pdf) /EF << /F 7 0 R >> >>] >> >> /Collection << >>",
    b"/Names << /EmbeddedFiles 1 0 R /Kids [1 0 R] >>",
    b"/StructTreeRoot 1 0 R /MarkInfo << /Marked true >> /Lang (es)",
)
LOOK = (
    b"/Type /XObject /Subtype /Form /BBox [0 0 120 16] /Resources << /Font << /F1 5 0 R >> /XObject << /X1 7 0 R >> >> "
)


def table(left: int = 60, top: int = 760) -> bytes:
    """Return the drawing of a small table with rules."""
    drawn = []
    for row, cells in enumerate((b"N. Actividad Responsable", b"1 Difundir MPF", b"2 Formar DNM")):
        for column, text in enumerate(cells.split()):
            x, y = left + 120 * column, top - 24 * row
            drawn.append(b"%d %d 120 24 re S BT /F1 10 Tf %d %d Td (%s) Tj ET" % (x, y, x + 4, y + 8, text))
    return b"\n".join(drawn)


def _stream(chance: random.Random, content: bytes, entries: bytes = b"") -> bytes:
    length = chance.choice((len(content),) * 6 + (0, 10**6, -1))
    if chance.random() < 0.3:
        content, entries = zlib.compress(content), entries + b"/Filter /FlateDecode "
        length = len(content)
        content = content[: chance.choice((length,) * 5 + (length // 2,))]
    return b"<< %s/Length %d >>\nstream\n%s\nendstream" % (entries, length, content)


def odd_pdf(chance: random.Random) -> bytes:
    """Return a PDF of odd make-up."""
    kids = [3, *(chance.choice((3, 9, 10, 9, 10, 9, 10, 2)) for _ in range(chance.choice((0, 0, 1, 2))))]
    notes = b" ".join(chance.sample(NOTES, chance.choice((0, 1, 2, 4))))
    entries = b" ".join(chance.sample(CATALOGUE, chance.choice((0, 0, 1, 2))))
    resources = (
        b"/Resources << /Font << /F1 5 0 R >> /XObject << /X1 7 0 R /X2 11 0 R >> /Properties << /L1 8 0 R >>"
        b" /Pattern << /P1 6 0 R >> >>"
    )
    pages = [
        b"<< /Type /Page /Parent 2 0 R %s /Contents %s %s /Annots [%s] >>"
        % (chance.choice(BOXES), chance.choice((b"4 0 R", b"4 0 R", b"[4 0 R 99 0 R]", b"null")), resources, notes)
        for _ in range(3)
    ]
    content = b"\n".join([table(), *chance.sample(PIECES, chance.choice((0, 1, 3, 6)))])
    picture = b"/Type /XObject /Subtype /Image /Width 60 /Height 60 /BitsPerComponent 8 /ColorSpace /DeviceGray "
    picture += chance.choice((b"", b"/Filter /JBIG2Decode ", b"/Filter /JPXDecode ", b"/Filter /CCITTFaxDecode "))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % entries,
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(b"%d 0 R" % kid for kid in kids), len(kids)),
        pages[0],
        _stream(chance, content),
        chance.choice(FONTS),
        _stream(chance, b"beginbfchar <0041> <E000> <00> endbfchar", b"/PatternType 1 /BBox [0 0 9 9] /XStep 0 "),
        _stream(chance, b"/Tx BMC " + chance.choice((TEXT, b"/X1 Do", b"")) + b" EMC", LOOK),
        b"<< /Type /OCG /Name (Notas) >>",
        pages[1],
        pages[2],
        _stream(chance, bytes(chance.randrange(256) for _ in range(3600)), picture),
    ]
    return written(chance, objects)


def written(chance: random.Random, objects: list[bytes]) -> bytes:
    """Return a file of objects, the first one its catalogue; its cross-reference table is right, wrong or not there."""
    body, places = chance.choice((b"", b"", b"junk\n" * 30)) + b"%%PDF-1.%d\n" % chance.randrange(9), []
    ends = chance.choice((b"\nendobj\n",) * 5 + (b"\n",))
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s%s" % (number, content, ends)
    start, shift = len(body), chance.choice((0, 0, 0, 3))
    if chance.random() < 0.9:
        rows = b"".join(b"%010d 00000 n \n" % (place + shift) for place in places)
        body += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, rows)
    trailer = chance.choice((b"",) * 6 + (b"/Encrypt 8 0 R ", b"/Prev %d " % start))
    body += b"trailer\n<< /Root 1 0 R /Size %d %s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    return body
