"""Words of fields, notes and stamps, which are annotations: read as words of the page; what is not shown is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from directriz.errors import SourceUnreadable
from directriz.read.pdf.guard.document import PdfFile
from directriz.read.pdf.printed import PrintedPdf, read_printed
from directriz.read.pdf.reader import read_pdf
from raw_pdf import TEXT, page, stream, write

DEFAULT = b"/DA (/F1 10 Tf 0 g)"
FONTS = b"/Resources << /Font << /F1 5 0 R >> >> "


def _look(text: bytes) -> bytes:
    printed = b"/Tx BMC BT /F1 10 Tf 2 4 Td (%s) Tj ET EMC" % text
    return stream(printed, b"/Type /XObject /Subtype /Form /BBox [0 0 160 16] " + FONTS)


def _note(kind: bytes, entries: bytes) -> bytes:
    return b"<< /Type /Annot /Subtype /%s /F 4 /Rect [60 500 220 516] %s >>" % (kind, entries)


def _with_notes(path: Path, notes: list[bytes], form: bytes = b"", more: list[bytes] | None = None) -> Path:
    """Write a page with annotations, objects 6 and on, and what they refer to after them."""
    objects = page()
    named = b" ".join(b"%d 0 R" % (6 + index) for index in range(len(notes)))
    objects[0] = (
        b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [%s] %s /DR << /Font << /F1 5 0 R >> >> %s >> >>"
        % (
            named,
            DEFAULT,
            form,
        )
    )
    objects[2] = objects[2].replace(b"/Contents", b"/Annots [%s] /Contents" % named)
    return write(path, [*objects, *notes, *(more or [])])


def _words(printed: PrintedPdf) -> list[str]:
    return [word for line in printed.lines for cell in line.cells for word in cell.split()]


def _told(printed: PrintedPdf) -> list[tuple[str, str, str]]:
    return [(doubt.code, doubt.severity, doubt.text) for doubt in printed.doubts]


FIELD = b"/FT /Tx /T (a) /V (Ministerio) " + DEFAULT


@pytest.mark.parametrize(
    ("kind", "entries"),
    [
        (b"Widget", FIELD + b" /AP << /N 7 0 R >>"),
        (b"Widget", b"/FT /Sig /T (s) /AP << /N 8 0 R >>"),
        (b"FreeText", b"/Contents (Ministerio) /AP << /N 7 0 R >>"),
        (b"Stamp", b"/AP << /N 7 0 R >>"),
    ],
)
def test_what_is_typed_or_stamped_on_a_page_is_a_word_of_it(tmp_path: Path, kind: bytes, entries: bytes) -> None:
    nested = stream(
        b"/X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 160 16] /Resources << /XObject << /X 7 0 R >> >> "
    )
    path = _with_notes(tmp_path / "form.pdf", [_note(kind, entries)], more=[_look(b"Ministerio"), nested])
    printed = read_printed(path, "form.pdf")
    assert _words(printed) == ["Plan", "de", "accion", "Ministerio"]
    assert _told(printed) == [("fields_read", "info", "")]


def test_a_value_without_a_look_is_read_where_the_document_asks_the_viewer_for_one(tmp_path: Path) -> None:
    asked = _with_notes(tmp_path / "asked.pdf", [_note(b"Widget", FIELD)], b"/NeedAppearances true")
    assert "Ministerio" in _words(read_printed(asked, "asked.pdf"))
    unshown = read_printed(_with_notes(tmp_path / "not.pdf", [_note(b"Widget", FIELD)]), "not.pdf")
    assert _words(unshown) == ["Plan", "de", "accion"]
    assert _told(unshown) == [("fields_unread", "doubt", "Ministerio")]


@pytest.mark.parametrize("entries", [DEFAULT, b""])
def test_a_typed_note_without_a_look_is_read_as_viewers_show_it(tmp_path: Path, entries: bytes) -> None:
    objects = page()
    objects[2] = objects[2].replace(b"/Contents", b"/Annots [6 0 R] /Contents")
    note = _note(b"FreeText", b"/Contents (Plazo: 2027) " + entries)
    printed = read_printed(write(tmp_path / "note.pdf", [*objects, note]), "note.pdf")
    assert _words(printed) == ["Plan", "de", "accion", "Plazo:", "2027"]
    assert _told(printed) == [("fields_read", "info", "")]


@pytest.mark.parametrize("flags", [2, 32])
def test_a_hidden_field_is_not_read(tmp_path: Path, flags: int) -> None:
    note = _note(b"Widget", FIELD + b" /AP << /N 7 0 R >>").replace(b"/F 4", b"/F %d" % flags)
    printed = read_printed(_with_notes(tmp_path / "form.pdf", [note], more=[_look(b"Secreto")]), "form.pdf")
    assert _words(printed) == ["Plan", "de", "accion"]
    assert _told(printed) == []


def test_strikes_stay_beside_fields_and_a_page_may_be_opened_again(tmp_path: Path) -> None:
    strike = _note(b"StrikeOut", b"/QuadPoints [50 712 72 712 50 698 72 698]")
    notes = [_note(b"Widget", FIELD + b" /AP << /N 8 0 R >>"), strike]
    path = _with_notes(tmp_path / "form.pdf", notes, more=[_look(b"Ministerio")])
    runs = [run for line in read_pdf(path, with_runs=True).sheets[0].runs for run in line]
    assert [run.text.strip() for run in runs if run.face.is_struck] == ["Plan"]
    with PdfFile(path) as source:
        first, second = [source.page(1).typed, source.page(1).typed]
    assert first == second
    assert first.count == 1


def test_a_form_whose_pages_the_viewer_makes_is_refused(tmp_path: Path) -> None:
    for name, entries, said in [("full", b"/NeedsRendering true ", True), ("wait", b"", True), ("static", b"", False)]:
        notes = [] if said else [_note(b"Widget", FIELD)]
        path = _with_notes(tmp_path / f"{name}.pdf", notes, b"/XFA (x)")
        path.write_bytes(path.read_bytes().replace(b"/Type /Catalog ", b"/Type /Catalog " + entries))
        if said:
            with pytest.raises(SourceUnreadable, match="XFA"):
                read_pdf(path)
        else:
            assert read_pdf(path).sheets[0].has_text


def test_files_that_are_attached_are_told_as_unread(tmp_path: Path) -> None:
    objects = page()
    names = b"/Names << /EmbeddedFiles << /Names [(plan.pdf) 6 0 R] >> >> "
    objects[0] = objects[0].replace(b"/Pages", names + b"/Pages")
    file = b"<< /Type /Filespec /F (plan.pdf) /UF (plan.pdf) /EF << /F 7 0 R >> >>"
    path = write(tmp_path / "portfolio.pdf", [*objects, file, stream(TEXT, b"/Type /EmbeddedFile ")])
    assert [(doubt.code, doubt.text) for doubt in read_pdf(path).doubts] == [("attachments_unread", "plan.pdf")]
