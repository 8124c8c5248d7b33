"""Witnesses as the manifest means them, and beside each the same file gone, changed or empty."""

from __future__ import annotations

import hashlib

import pytest
from directriz.errors import SourceUnreadable
from directriz.ingest import ingest
from directriz.records import Issue, SourceFile
from directriz.sources import OPEN, Source


def source(**files: bytes) -> Source:
    witnesses = [
        {"path": name.replace("_", "."), "sha256": hashlib.sha256(raw).hexdigest()} for name, raw in files.items()
    ]
    texts = {"id": "plan", "title": "Plan", "issuer": "M", "jurisdiction": "ARG", "language": "es"}
    return Source.model_validate({**texts, "kind": "programme", "profile": "ar-restitucion", "file": witnesses})


def test_witnesses_are_verified_in_their_order():
    files = {"plan.txt": b"uno", "plan.pdf": b"%PDF-1.7 ..."}
    records = ingest(source(plan_txt=files["plan.txt"], plan_pdf=files["plan.pdf"]), files.__getitem__)
    assert records.of(SourceFile) == (
        SourceFile("plan", 1, "plan.txt", hashlib.sha256(b"uno").hexdigest(), 3, "text"),
        SourceFile("plan", 2, "plan.pdf", hashlib.sha256(b"%PDF-1.7 ...").hexdigest(), 12, "pdf"),
    )


def test_what_nobody_has_said_of_a_document_is_an_issue():
    records = ingest(source(plan=b"uno").model_copy(update={"issuer": OPEN}), lambda path: b"uno")
    assert [(issue.issue_code, issue.severity, issue.text) for issue in records.of(Issue)] == [
        ("manifest_incomplete", "defect", OPEN)
    ]
    assert "issuer of [[source]] 'plan'" in records.of(Issue)[0].detail


def test_a_pdf_is_one_whatever_its_name():
    (file,) = ingest(source(plan=b"%PDF-1.7"), lambda path: b"%PDF-1.7").of(SourceFile)
    assert file.format == "pdf"


def test_a_changed_byte():
    with pytest.raises(SourceUnreadable) as refused:
        ingest(source(plan_txt=b"uno"), lambda path: b"Uno")
    found, expected = (hashlib.sha256(raw).hexdigest() for raw in (b"Uno", b"uno"))
    assert str(refused.value) == (
        f"raw/plan.txt: its sha256 is {found}, but [[source]] 'plan' names {expected}\n"
        "If the file was meant to change, give the new sha256 in raw/sources.toml; if not, restore the file."
    )
    assert refused.value.exit_code == 4


def test_an_empty_file():
    with pytest.raises(SourceUnreadable, match=r"raw/plan\.txt: empty: 0 bytes"):
        ingest(source(plan_txt=b""), lambda path: b"")
