"""A PDF of one page with a ruled table, for tests of the commands."""

from __future__ import annotations

from pathlib import Path

ROWS = [["N.", "Actividad", "Responsable"], ["1", "Difundir", "MPF"], ["2", "Formar", "DNM"], ["3", "Asistir", "MJ"]]


def write_pdf(path: Path, title: str = "") -> str:
    """Write a page with ROWS in a ruled table, a title over it, and return its name."""
    width, height, left, top = 120, 24, 60, 700
    drawn = [f"BT /F1 10 Tf {left} {top + 40} Td ({title}) Tj ET"] if title else []
    for row, cells in enumerate(ROWS):
        for column, text in enumerate(cells):
            x, y = left + column * width, top - (row + 1) * height
            drawn.append(f"{x} {y} {width} {height} re S BT /F1 10 Tf {x + 4} {y + 8} Td ({text}) Tj ET")
    content = "\n".join(drawn)
    bodies = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    text, places = "%PDF-1.4\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(text))
        text += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"trailer << /Size {len(bodies) + 1} /Root 1 0 R >>\nstartxref\n{len(text)}\n%%EOF\n"
    path.write_bytes(f"{text}xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n{table}{end}".encode("latin-1"))
    return str(path)
