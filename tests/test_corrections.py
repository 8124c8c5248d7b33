"""Corrections by hand: laid over what is read, refused where they do not find what they expect."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from directriz.clean import AmendmentForms, Words, clean, reading, refused_by_hand
from directriz.clean.readings import render, stripped
from directriz.corrections import (
    AMENDMENT_COLUMNS,
    AMENDMENTS,
    CORRECTION_COLUMNS,
    CORRECTIONS,
    ByHand,
    HandAmendment,
    HandCorrection,
    find_orphans,
    parse_by_hand,
    parse_rows,
    read_amendment,
    read_by_hand,
)
from directriz.errors import ManifestInvalid, ReviewStale
from directriz.language import language_of
from directriz.records import Amendment, Directive, Issue, OcrCorrection, Records
from workspaces import Document, read_table, run, write_workspace

SAID = ("leído en la página", "ana", "2026-11-25")
DRAFT = AmendmentForms(read=True)
# A document of damaged words, so that repair is at work.
DAMAGED = (
    "La cooperacidn y coordinacién de la Organizacién para la prevencién asi como la investigacién de los nifios, "
    "segun la legislacién nacional, la proteccién de las victimas y la atencidn a la poblacién en situacién de "
)

WORDS = Words(language_of("es"), {})


def directive(text: str, number: str = "1") -> Directive:
    empty = (None, text, None, None, 0, None, None, "")
    return Directive(f"p/directive/{number}", "p", "directive", None, number, False, *empty)


def correction(before: str, after: str, start: int | None = None, number: str = "1") -> HandCorrection:
    return HandCorrection(CORRECTIONS, 2, f"p/directive/{number}", start, before, *SAID, after=after)


def bracket(printed: str, countries: str, inserted: str | None, deleted: str | None) -> HandAmendment:
    parties = tuple(filter(None, countries.split("|")))
    place = (AMENDMENTS, 2, "p/directive/1", None, printed, *SAID)
    return HandAmendment(*place, countries=parties, inserted=inserted, deleted=deleted)


def cleaned(text: str, *said: HandCorrection | HandAmendment, forms: AmendmentForms = DRAFT) -> Records:
    corrections = tuple(each for each in said if isinstance(each, HandCorrection))
    amendments = tuple(each for each in said if isinstance(each, HandAmendment))
    return clean(Records([directive(text)]), forms, WORDS, by_hand=ByHand(corrections, amendments))


def readings(records: Records) -> tuple[str | None, str | None, str | None]:
    found = records.of(Directive)[0]
    return found.text, found.text_base, found.text_amended


# --- words ----------------------------------------------------------------------------------------------------------


def test_a_correction_by_hand_comes_before_the_automatic_one() -> None:
    text = DAMAGED + "trata."
    records = cleaned(text, correction("atencidn", "atenciones"))
    assert "la atenciones a la población" in (records.of(Directive)[0].text or "")
    made = {row.before: row for row in records.of(OcrCorrection)}
    at = text.index("atencidn")
    assert made["atencidn"] == OcrCorrection("p/directive/1", at, "atencidn", "atenciones", "hand", 1.0)
    assert made["poblacién"].method != "hand"


def test_equal_forms_forbid_a_repair_and_make_no_row() -> None:
    records = cleaned(DAMAGED + "trata.", correction("atencidn", "atencidn"))
    assert "la atencidn a la población" in (records.of(Directive)[0].text or "")
    assert "atencidn" not in {row.before for row in records.of(OcrCorrection)}


def test_words_of_a_clean_document_are_corrected_too_and_taken_out() -> None:
    records = cleaned("Apoyar la la trata de personas.", correction("la la", "la"), forms=AmendmentForms())
    assert records.of(Directive)[0].text == "Apoyar la trata de personas."
    assert records.of(Directive)[0].text_source == "Apoyar la la trata de personas."
    gone = cleaned("Apoyar ° la trata.", correction("° ", ""), forms=AmendmentForms())
    assert gone.of(Directive)[0].text == "Apoyar la trata."


def test_proposed_and_struck_words_are_corrected_within_their_bracket() -> None:
    text = DAMAGED + "trata [CAN: mas formas] y [CRI: la—proteccien—de—tas—vwHrerables]."
    at = text.index("la—proteccien")
    struck = correction("la—proteccien—de—tas—vwHrerables", "las actas", at)
    records = cleaned(text, correction("mas", "más"), struck)
    first, second = records.of(Amendment)
    assert (first.kind, first.inserted) == ("insertion", "más formas")
    assert (second.kind, second.deleted) == ("deletion", "las actas")
    assert [row.after for row in records.of(OcrCorrection) if row.method == "hand"] == ["más", "las actas"]


def test_a_part_of_a_struck_run_is_corrected_and_the_rest_decoded() -> None:
    text = DAMAGED + "trata [CRI: la—proteccien—de—tas—vwHrerables]."
    plain = cleaned(text).of(Amendment)[0]
    records = cleaned(text, correction("tas", "esas"))
    assert plain.deleted == "la protección de tas vulnerables"
    assert records.of(Amendment)[0].deleted == "la protección de esas vulnerables"


def test_a_sign_of_the_strike_stays_one_though_its_word_is_corrected() -> None:
    text = DAMAGED + "trata [CRI: vwHrerables]."
    assert cleaned(text, correction("vwHrerables", "vulnerables")).of(Amendment)[0].kind == "deletion"


def test_a_correction_over_the_border_of_a_bracket_is_refused() -> None:
    with pytest.raises(ManifestInvalid, match="is not one piece"):
        cleaned("Apoyar [CAN: la trata] de personas.", correction("trata] de", "trata de"))
    with pytest.raises(ManifestInvalid, match="is not one piece"):
        cleaned("Apoyar [CANN: la trata] de personas.", correction("CANN", "CAN"))


# --- brackets -------------------------------------------------------------------------------------------------------


def test_a_bracket_by_hand_says_who_and_what() -> None:
    text = "Apoyar [CAN: edad génere] a las víctimas."
    records = cleaned(text, bracket("[CAN: edad génere]", "BRA|CAN", "la edad", "el género"))
    assert readings(records) == (
        "Apoyar a las víctimas.",
        "Apoyar el género a las víctimas.",
        "Apoyar la edad a las víctimas.",
    )
    row = records.of(Amendment)[0]
    assert (row.countries, row.kind, row.certainty, row.as_printed) == (
        "BRA|CAN", "replacement", "high", "[CAN: edad génere]",
    )  # fmt: skip
    issue = next(each for each in records.of(Issue) if each.issue_code == "amendment_reviewed")
    assert issue.detail == "p/directive/1#1: read so by ana on 2026-11-25: leído en la página"
    assert reading(records.of(Directive)[0], records, {"BRA"}) == "Apoyar la edad a las víctimas."


def test_a_bracket_by_hand_may_end_elsewhere_and_hold_another() -> None:
    text = "Apoyar [CAN: el sector [CRI: muy] privado, y las víctimas."
    records = cleaned(text, bracket("[CAN: el sector [CRI: muy] privado,", "CAN", "el sector privado,", None))
    assert [(row.as_printed, row.countries) for row in records.of(Amendment)] == [
        ("[CAN: el sector [CRI: muy] privado,", "CAN"),
        ("[CRI: muy]", "CRI"),
    ]
    assert readings(records) == (
        "Apoyar y las víctimas.", "Apoyar y las víctimas.", "Apoyar el sector muy privado, y las víctimas.",
    )  # fmt: skip


def test_a_bracket_may_be_said_to_be_text() -> None:
    text = "Apoyar a [CAN: el Canadá] y [CRI: más] a todos."
    records = cleaned(text, bracket("[CAN: el Canadá]", "", None, None))
    assert readings(records)[0] == "Apoyar a [CAN: el Canadá] y a todos."
    assert [row.countries for row in records.of(Amendment)] == ["CRI"]


def test_what_no_machine_took_for_an_amendment_is_one_by_hand() -> None:
    records = cleaned("Apoyar ~~siempre~~ a todos.", bracket("~~siempre~~", "", None, "siempre"))
    assert readings(records) == ("Apoyar a todos.", "Apoyar siempre a todos.", "Apoyar a todos.")
    assert (records.of(Amendment)[0].countries, records.of(Amendment)[0].tag_malformed) == (None, True)


def test_brackets_of_a_document_that_has_no_amendments_cannot_be_said() -> None:
    with pytest.raises(ManifestInvalid, match="not read as amendments"):
        cleaned("Apoyar [CAN: x].", bracket("[CAN: x]", "CAN", "x", None), forms=AmendmentForms())


# --- stale ----------------------------------------------------------------------------------------------------------


def test_what_is_not_there_is_stale_with_what_was_found() -> None:
    rows = [
        correction("nifias", "niñas", 7),
        correction("nifias", "niñas", number="2"),
        correction("nifios", "niños"),
    ]
    records = Records([directive("Apoyar niñas y nifias.")])
    told = [(each.exit_code, str(each)) for each in refused_by_hand(records, ByHand(tuple(rows)))]
    assert told == [
        (7, f"{CORRECTIONS} l. 2: p/directive/1 has 'niñas ' at 7, not 'nifias', which the correction expects\n"
            "Look at the record's text_source again, then correct the row or delete it. It stands at 15."),
        (7, f"{CORRECTIONS} l. 2: there is no text 'p/directive/2' any more\n"
            "Delete the row, or correct its record_id."),
        (7, f"{CORRECTIONS} l. 2: p/directive/1 does not have 'nifios', which the correction expects\n"
            "Look at the record's text_source again, then correct the row or delete it."),
    ]  # fmt: skip
    with pytest.raises(ReviewStale, match="has 'niñas ' at 7"):
        clean(records, AmendmentForms(), WORDS, by_hand=ByHand(tuple(rows)))


def test_a_form_without_a_place_must_stand_there_once_and_as_a_word() -> None:
    records = Records([directive("A si y así o asimismo, asi.")])
    assert refused_by_hand(records, ByHand((correction("asi", "así"),))) == []
    (twice,) = refused_by_hand(Records([directive("asi y asi")]), ByHand((correction("asi", "así"),)))
    assert (twice.exit_code, twice.remedy) == (3, "Give `start`, one of 0, 6.")


def test_two_corrections_of_one_place_are_refused() -> None:
    rows = (correction("la trata", "trata"), correction("trata", "la trata"))
    (refused,) = refused_by_hand(Records([directive("Apoyar la trata.")]), ByHand(rows))
    assert "corrects what l. 2 corrects, too" in refused.found


# --- files ----------------------------------------------------------------------------------------------------------


def write_rows(root: Path, file: str, columns: Iterable[str], *rows: Mapping[str, str]) -> None:
    said = dict(zip(("reason", "reviewer", "date"), SAID, strict=True))
    text = io.StringIO()
    writer = csv.DictWriter(text, list(columns), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows([said | dict(row) for row in rows])
    (root / file).parent.mkdir(parents=True, exist_ok=True)
    (root / file).write_text(text.getvalue(), encoding="utf-8")


def found_in(root: Path) -> list[tuple[int, str]]:
    return [(each.exit_code, str(each).splitlines()[0]) for each in parse_by_hand(root)[1]]


def test_files_are_read_and_may_be_missing(tmp_path: Path) -> None:
    assert read_by_hand(tmp_path) == ByHand()
    words = {"record_id": "p/directive/1", "start": "7", "before": "- ", "after": ""}
    write_rows(tmp_path, CORRECTIONS, CORRECTION_COLUMNS, words)
    brackets = {"record_id": "q/directive/1", "as_printed": "[x]", "countries": "CRI|CAN", "inserted": "a  b"}
    write_rows(tmp_path, AMENDMENTS, AMENDMENT_COLUMNS, brackets)
    read = read_by_hand(tmp_path)
    assert read.corrections == (HandCorrection(CORRECTIONS, 2, "p/directive/1", 7, "- ", *SAID, after=""),)
    place = (AMENDMENTS, 2, "q/directive/1", None, "[x]", *SAID)
    assert read.amendments == (HandAmendment(*place, countries=("CAN", "CRI"), inserted="a b", deleted=None),)
    assert read.of_plan("p") == ByHand(read.corrections)
    assert [each.exit_code for each in find_orphans(read, ["p"])] == [7]


def test_rows_that_cannot_be_meant_are_refused_each_with_its_line(tmp_path: Path) -> None:
    good = {"record_id": "p/directive/1", "before": "x", "after": "y"}
    wrong = [{"before": ""}, {"start": "-1"}, {"date": "25.11.2026"}, {"reason": " "}]
    write_rows(tmp_path, CORRECTIONS, CORRECTION_COLUMNS, good, *(good | each for each in wrong))
    countries = {"record_id": "p/directive/1", "as_printed": "[x]", "countries": "Canadá", "inserted": "x"}
    write_rows(tmp_path, AMENDMENTS, AMENDMENT_COLUMNS, countries)
    assert found_in(tmp_path) == [
        (3, f"{CORRECTIONS} l. 3: before missing"),
        (3, f"{CORRECTIONS} l. 4: start '-1' is no offset"),
        (3, f"{CORRECTIONS} l. 5: date '25.11.2026' is not written as 2026-11-24"),
        (3, f"{CORRECTIONS} l. 6: reason missing"),
        (3, f"{AMENDMENTS} l. 2: countries 'Canadá' are not written as CAN or ARG|BRA"),
    ]


def test_files_with_other_columns_or_letters_are_refused(tmp_path: Path) -> None:
    write_rows(tmp_path, CORRECTIONS, [*CORRECTION_COLUMNS, "grade"])
    assert found_in(tmp_path) == [(3, f"{CORRECTIONS}: unexpected or missing columns: grade")]
    (tmp_path / CORRECTIONS).write_bytes("record_id,niña".encode("latin-1"))
    with pytest.raises(ManifestInvalid, match="not UTF-8 at byte 12"):
        read_by_hand(tmp_path)


# --- the run --------------------------------------------------------------------------------------------------------

PROFILE = """kind = "directive-list"
about = "A small draft."

[[heading]]
pattern = 'DIRECTRICES'
kind = "directive"
numbering = "arabic"

[amendments]
read = true
"""
TEXT = "DIRECTRICES\n\n1. Apoyar a [CAN: la niñez] las vctimas de trata.\n\n2. Prevenir la trata.\n"


def draft(root: Path) -> Path:
    return write_workspace(root, [Document("draft", TEXT, PROFILE, "directive-list")])


def words(**row: str) -> dict[str, str]:
    return {"record_id": "draft/directive/1", "before": "vctimas", "after": "víctimas"} | row


def test_a_correction_redoes_the_cleaning_of_its_document(tmp_path: Path) -> None:
    root = draft(tmp_path)
    assert run(root, "all").code == 0
    write_rows(root, CORRECTIONS, CORRECTION_COLUMNS, words())
    ended = run(root, "all")
    assert (ended.code, read_table(root / "output", "directives")[0]["text"]) == (0, "Apoyar a las víctimas de trata.")
    assert [row["method"] for row in read_table(root / "output", "ocr_corrections")] == ["hand"]
    build = json.loads((root / "output" / "build.json").read_text(encoding="utf-8"))
    assert build["reviews"] == {"corrections.csv": hashlib.sha256((root / CORRECTIONS).read_bytes()).hexdigest()}
    (root / CORRECTIONS).unlink()
    assert run(root, "all").code == 0
    assert read_table(root / "output", "ocr_corrections") == []


def test_a_stale_correction_ends_the_run_with_7_and_keeps_the_tables(tmp_path: Path) -> None:
    root = draft(tmp_path)
    assert run(root, "all").code == 0
    before = (root / "output" / "directives.csv").read_bytes()
    write_rows(root, CORRECTIONS, CORRECTION_COLUMNS, words(before="vlctimas"))
    ended = run(root, "all")
    assert ended.code == 7
    assert f"{CORRECTIONS} l. 2: draft/directive/1 does not have 'vlctimas'" in ended.err
    assert (root / "output" / "directives.csv").read_bytes() == before


def test_a_correction_of_a_document_that_is_gone_is_stale(tmp_path: Path) -> None:
    root = draft(tmp_path)
    write_rows(root, CORRECTIONS, CORRECTION_COLUMNS, words(record_id="borrador/directive/1"))
    ended = run(root, "clean")
    assert (ended.code, "there is no document 'borrador'" in ended.err) == (7, True)


def test_check_tells_all_stale_corrections_at_once(tmp_path: Path) -> None:
    root = draft(tmp_path)
    rows = [words(before="vlctimas"), words(record_id="draft/directive/9"), words(record_id="x/directive/1")]
    write_rows(root, CORRECTIONS, CORRECTION_COLUMNS, *rows)
    gone = {"record_id": "draft/directive/1", "as_printed": "[COL: la niñez]", "countries": "COL", "inserted": "la"}
    write_rows(root, AMENDMENTS, AMENDMENT_COLUMNS, gone)
    ended = run(root, "check", "--json")
    refusals = json.loads(ended.out)["refusals"]
    assert ended.code == 7
    assert [(each["exit_code"], each["place"]) for each in refusals] == [
        (7, f"{CORRECTIONS} l. 2"),
        (7, f"{CORRECTIONS} l. 3"),
        (7, f"{AMENDMENTS} l. 2"),
        (7, f"{CORRECTIONS} l. 4"),
    ]


def test_a_reading_is_made_of_published_corrections() -> None:
    text = "Apoyar a [CAN: la niñez] las vctimas."
    records = cleaned(text, correction("vctimas", "víctimas"))
    found, rows = records.of(Directive)[0], records.of(Amendment)
    assert len(records.of(OcrCorrection)) == 1
    assert render(found.text_source, rows, [], stripped) == "Apoyar a las vctimas."
    assert reading(found, records, {"CAN"}) == "Apoyar a la niñez las víctimas."


DOUBTFUL = TEXT.replace("[CAN: la niñez]", "[CAN: la]")


def test_doubtful_amendments_are_told_filled_in_and_kept(tmp_path: Path) -> None:
    root, sheet = (
        write_workspace(tmp_path, [Document("draft", DOUBTFUL, PROFILE, "directive-list")]),
        tmp_path / "t.csv",
    )
    assert run(root, "review", "amendments").code == 2
    assert run(root, "all").code == 0
    told = run(root, "review", "amendments").out
    assert told.splitlines()[:5] == [
        "1 amendments are in doubt",
        "",
        "draft/directive/1#1, CAN",
        "  [CAN: la]",
        "  inserted 'la'",
    ]
    assert "words of grammar alone" in told
    assert run(root, "review", "amendments", "--export", str(sheet)).code == 0
    assert run(root, "review", "amendments", "--import", str(sheet), "--reviewer", "ana").out.startswith("0 amendments")
    rows = sheet.read_text(encoding="utf-8").splitlines()
    assert rows[1] == "draft/directive/1;9;[CAN: la];CAN;la;;;;"
    sheet.write_text(
        "\n".join([rows[0], "draft/directive/1;9;[CAN: la];CAN;;la;the line is drawn;;"]), encoding="utf-8"
    )
    assert run(root, "review", "amendments", "--import", str(sheet)).code == 2
    flags = ("--reviewer", "ana", "--date", "2026-11-25")
    assert run(root, "review", "amendments", "--import", str(sheet), *flags).code == 0
    assert run(root, "all").code == 0
    row = read_table(root / "output", "amendments")[0]
    assert (row["kind"], row["deleted"], row["certainty"]) == ("deletion", "la", "high")
    assert run(root, "review", "amendments").out == "0 amendments are in doubt\n"


def test_a_table_of_amendments_that_finds_nothing_keeps_nothing(tmp_path: Path) -> None:
    root, sheet = draft(tmp_path), tmp_path / "t.csv"
    assert run(root, "all").code == 0
    head = ",".join(AMENDMENT_COLUMNS)
    sheet.write_text(f"{head}\ndraft/directive/1,9,[COL: x],COL,x,,seen,,\n", encoding="utf-8")
    assert run(root, "review", "amendments", "--import", str(sheet), "--reviewer", "ana").code == 7
    sheet.write_text(f"{head}\ndraft/directive/1,9,[CAN: la niñez],Canada,x,,seen,,\n", encoding="utf-8")
    assert run(root, "review", "amendments", "--import", str(sheet), "--reviewer", "ana").code == 3
    assert run(root, "review", "amendments", "--import", str(tmp_path / "none"), "--reviewer", "ana").code == 4
    assert not (root / AMENDMENTS).exists()


def test_a_bracket_by_hand_may_be_unsure_and_leave_words_in_both_readings() -> None:
    printed = "[COL: trabajos y servicios forzados, explotacidon laberal—y]"
    said = replace(bracket(printed, "COL", "trabajos y servicios forzados,", "laboral y"), certainty="low")
    records = cleaned(f"definir los tipos de {printed} sexual en la region y la migracidn", said)
    made, row = records.of(Directive)[0], records.of(Amendment)[0]
    assert (row.certainty, row.inserted, row.deleted) == ("low", "trabajos y servicios forzados,", "laboral y")
    assert "los tipos de explotación laboral y sexual en" in (made.text_base or "")
    assert "los tipos de trabajos y servicios forzados, explotación sexual" in (made.text_amended or "")


def test_certainty_of_a_bracket_is_high_or_low() -> None:
    head = "record_id,start,as_printed,countries,inserted,deleted,certainty,reason,reviewer,date"
    row = "p/directive/1,,[CAN: a],CAN,a,,{},seen,ana,2026-11-25"
    for said, refusals in (("low", 0), ("", 0), ("perhaps", 1)):
        rows, refused = parse_rows("f", f"{head}\n{row.format(said)}\n", AMENDMENT_COLUMNS, read_amendment)
        assert (len(rows), len(refused)) == (1 - refusals, refusals)
