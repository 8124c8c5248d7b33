"""PDFs written object by object, for tests of what other writers would never write."""

from __future__ import annotations

from pathlib import Path

TEXT = b"BT /F1 12 Tf 50 700 Td (Plan de accion) Tj ET"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


def write(path: Path, objects: list[bytes], trailer: bytes = b"") -> Path:
    """Write a PDF of numbered objects, the first one its catalogue, and return where."""
    body, offsets = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    body += b"trailer\n<< /Root 1 0 R /Size %d %s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    path.write_bytes(body)
    return path


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """Return a stream object with more entries in its dictionary."""
    return b"<< /Length %d %s>>\nstream\n%s\nendstream" % (len(content), entries, content)


def page(content: bytes = TEXT, box: bytes = b"0 0 595 842", filters: bytes = b"", named: bytes = b"") -> list[bytes]:
    """Return the objects of a document of one page; a sixth one may follow, to which `named`, its resources, refers."""
    return [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> %s >> >>"
        % (box, named),
        stream(content, filters),
        FONT,
    ]
