"""A PDF of a ruled matrix in any Western language, its cells broken into lines as they are given."""

from __future__ import annotations

from collections.abc import Sequence

WIDTHS = (30, 140, 110, 70, 130)
LEADING = 12


def matrix_pdf(rows: Sequence[Sequence[str]], title: str = "") -> bytes:
    """Return one page with a title over a ruled table; a cell's lines are parted by line feeds."""
    top, drawn = 760, []
    if title:
        drawn.append(f"BT /F1 11 Tf 40 {top + 20} Td ({title}) Tj ET")
    for cells in rows:
        lines = [cell.split("\n") for cell in cells]
        height = LEADING * max(map(len, lines)) + 8
        left = 40
        for width, texts in zip(WIDTHS, lines, strict=True):
            drawn.append(f"{left} {top - height} {width} {height} re S")
            for at, text in enumerate(texts):
                shown = text.replace("(", "\\(").replace(")", "\\)")
                drawn.append(f"BT /F1 9 Tf {left + 4} {top - (at + 1) * LEADING} Td ({shown}) Tj ET")
            left += width
        top -= height
    content = "\n".join(drawn).encode("cp1252")
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    written, places = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, len(written))
    return written + b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1) + table + end
