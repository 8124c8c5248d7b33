"""The five documents against what was read of them by hand, and against their own files word by word."""

from __future__ import annotations

import csv
import json
from collections import Counter

import pyarrow.parquet as pq
import pypdfium2
import pytest
from directriz.schema import tables
from directriz.sources import read_manifest
from workspaces import GOLD, REPOSITORY

TYPES = {"string": "string", "integer": "int64", "number": "double", "boolean": "bool"}
TRUTH_KINDS = {
    "annex": "heading",
    "title": "heading",
    "heading": "heading",
    "subheading": "heading",
    "minor": "heading",
    "para": "paragraph",
    "signature": "paragraph",
    "numbered": "objective",
    "letter": "benefit",
    "step": "step",
    "clause": "clause",
}
MANIFEST = read_manifest(REPOSITORY)
FILES = [witness.path for source in MANIFEST.source for witness in source.file]
PDFS, DUMPS = ([path for path in FILES if path.endswith(ending)] for ending in (".pdf", ".txt"))
FIRST = {source.id: source.file[0].path for source in MANIFEST.source}


def gold_rows(name):
    with (GOLD / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def truth_footers():
    return json.loads((GOLD / "ar-restitucion.truth.json").read_text(encoding="utf-8"))["footer"]


def test_all_columns_of_the_gold_actions(table):
    made = {row["action_id"]: row for row in table("actions")}
    for row in gold_rows("ar-plan_actions.csv"):
        assert {name: made[row["action_id"]][name] for name in row} == row


def test_text_source_of_the_gold_texts(table):
    made = {row["directive_id"]: row["text_source"] for row in table("directives")}
    made |= {row["record_id"]: row["text_source"] for row in table("provisions")}
    gold = {row["directive_id"]: row["text_source"] for row in gold_rows("oas-3_texts.csv")}
    assert {record_id: made[record_id] for record_id in gold} == gold
    assert len(gold) == 88


def test_every_unit_of_the_programme(table):
    truth = json.loads((GOLD / "ar-restitucion.truth.json").read_text(encoding="utf-8"))["records"]
    expected = [(TRUTH_KINDS[unit["kind"]], unit["text"]) for unit in truth if unit["kind"] in TRUTH_KINDS]
    units = [row for row in table("provisions") if row["plan_id"] == "ar-restitucion"]
    dashes = [unit["text"] for unit in truth if unit["kind"] == "dash"]
    made = [(row["kind"], row["text_source"]) for row in units if row["text_source"] not in dashes]
    assert made == expected
    assert [row["text_source"] for row in units if row["text_source"] in dashes] == dashes
    assert [row["action"] for row in table("actions") if row["plan_id"] == "ar-restitucion"] == [
        unit["text"] for unit in truth if unit["kind"] == "bullet"
    ]
    footers = [row["text"] for row in table("excluded") if (row["reason"], row["page"]) == ("footer", "")]
    printed = {row["page"]: row["text"] for row in table("excluded") if row["reason"] == "footer" and row["page"]}
    assert printed == {page: text for page, text in truth_footers().items() if text}
    assert footers == [unit["text"] for unit in truth if unit["kind"] == "footer"]


def test_actions_by_axis(table):
    by_axis = Counter(row["action_id"].rsplit("/", 1)[0] for row in table("actions"))
    assert by_axis == {
        "ar-plan/prevencion": 23,
        "ar-plan/asistencia": 16,
        "ar-plan/persecucion": 8,
        "ar-plan/fortalecimiento": 21,
        "corett-2020/prevencion": 5,
        "corett-2020/atencion": 6,
        "corett-2020/persecucion": 3,
        "corett-2020/fortalecimiento": 6,
        "ar-restitucion/accion": 11,
    }


def test_numbers_of_the_regional_plan(table):
    made = [row["action_id"].removeprefix("corett-2020/") for row in table("actions") if "corett" in row["plan_id"]]
    assert made == [
        *("prevencion/1.1", "prevencion/1.1-2", "prevencion/1.2", "prevencion/1.3", "prevencion/1.4"),
        *("atencion/2.1.1.1", "atencion/2.1.1.2", "atencion/2.1.2.1", "atencion/2.1.2.2", "atencion/2.1.3.1"),
        *("atencion/2.2.1.1", "persecucion/3.1.2", "persecucion/3.2.1.1", "persecucion/3.2.1.2"),
        *("fortalecimiento/4.1.1.1", "fortalecimiento/4.1.1.2", "fortalecimiento/4.1.2.1"),
        *("fortalecimiento/4.1.2.2", "fortalecimiento/4.1.2.3", "fortalecimiento/4.1.3.1"),
    ]


def test_a_heading_that_is_not_the_rows_own_is_not_inherited(table):
    objectives = {row["action_id"]: row["strategic_objective"] for row in table("actions")}
    assert objectives["corett-2020/persecucion/3.1.2"].startswith("Fortalecer las capacidades institucionales")
    assert objectives["corett-2020/persecucion/3.2.1.1"] == objectives["corett-2020/persecucion/3.2.1.2"] == ""
    told = [row["record_id"] for row in table("issues") if row["issue_code"] == "heading_code_mismatch"]
    assert told == ["corett-2020/persecucion/3.2.1.1", "corett-2020/persecucion/3.2.1.2"]


def test_progress_pairs(table):
    rows = table("progress")
    assert len(rows) == 59
    last = [row for row in rows if row["action_id"] == "corett-2020/fortalecimiento/4.1.3.1"]
    assert [(row["year"], row["programmed_percent"], row["year_inferred"]) for row in last] == [
        ("2020", "75", "false"),
        ("2021", "25", "false"),
    ]
    printed = {(row["action_id"].rsplit("/", 1)[1], row["position"]): row["programmed_printed"] for row in rows}
    assert printed["2.1.1.1", "2"] == "60 %"


def test_years_that_stand_over_no_pair_are_inferred(table):
    inferred = {row["action_id"].rsplit("/", 1)[1] for row in table("progress") if row["year_inferred"] == "true"}
    assert inferred == {
        *("2.1.1.1", "2.1.1.2", "2.1.2.1", "2.1.2.2", "2.1.3.1", "2.2.1.1", "3.2.1.1", "3.2.1.2"),
        *("4.1.1.1", "4.1.1.2", "4.1.2.1", "4.1.2.2", "4.1.2.3"),
    }


def test_directives_by_kind(table):
    kinds = Counter((row["plan_id"], row["kind"]) for row in table("directives"))
    assert kinds == {
        ("oas-2", "directive"): 43,
        ("oas-3", "directive"): 120,
        ("oas-3", "objective"): 11,
        ("oas-3", "principle"): 14,
        ("oas-3", "mandate"): 19,
    }
    indicators = [row for row in table("indicators") if row["role"] == "result"]
    assert len(indicators) == 53
    assert Counter(row["kind"] for row in table("provisions") if row["plan_id"] == "oas-3")["preamble"] == 12


def test_numbers_of_the_draft(table):
    numbers: dict[str, list[str]] = {}
    for row in table("directives"):
        if row["plan_id"] == "oas-3":
            numbers.setdefault(row["kind"], []).append(row["directive_id"].rsplit("/", 1)[1])
    plain = [str(number) for number in range(1, 119)]
    with_added = [
        each for number in plain for each in ([number, f"{number}bis"] if number in ("21", "49") else [number])
    ]
    assert numbers["directive"] == with_added
    assert numbers["mandate"] == ["1", "2", "3", "4alt", *(str(number) for number in range(5, 20))]
    romans = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv"]
    assert numbers["objective"] == romans[:11]
    assert numbers["principle"] == romans


def test_amendments_by_country(table):
    amendments = table("amendments")
    assert Counter(row["countries"] for row in amendments) == {"CAN": 64, "CRI": 22, "COL": 7, "CAN|CRI": 2}
    (heading,) = [row for row in table("provisions") if row["record_id"] == "oas-3/heading/4"]
    assert heading["text_source"].startswith("DIRECTRICES PARA LA ASISTENCIA")
    assert heading["amendment_count"] == "1"
    assert [row["record_id"] for row in amendments].count("oas-3/heading/4") == 1


def test_spans_slice_back(table):
    sources = {row["directive_id"]: row["text_source"] for row in table("directives")}
    sources |= {row["record_id"]: row["text_source"] for row in table("provisions")}
    for row in table("amendments"):
        assert sources[row["record_id"]][int(row["start"]) : int(row["end"])] == row["as_printed"]
    for row in table("ocr_corrections"):
        start = int(row["start"])
        assert sources[row["record_id"]][start : start + len(row["before"])] == row["before"]


def test_no_bracket_of_an_amendment_is_left(table):
    for name in ("directives", "provisions"):
        for row in table(name):
            texts = [row[column] for column in ("text", "text_base", "text_amended") if column in row]
            assert [text for text in texts if "[" in text or "]" in text] == [], row


def test_amendments_of_a_record_do_not_overlap(table):
    ends: dict[str, int] = {}
    for row in table("amendments"):
        assert int(row["start"]) >= ends.get(row["record_id"], 0)
        ends[row["record_id"]] = int(row["end"])


@pytest.mark.parametrize("path", DUMPS)
def test_every_word_of_a_file_is_kept_once(table, five, path):
    words = Counter((five / "raw" / path).read_text(encoding="utf-8-sig").split())
    pieces = [row["text"] for name in ("cells", "excluded") for row in table(name) if row["source_file"] == path]
    assert Counter(word for text in pieces for word in text.split()) == words


def signs(text: str) -> str:
    """What is printed of a text but hyphens, which are undone at line ends."""
    return "".join(text.split()).replace("-", "").replace("\x02", "").replace("\ufffe", "")


@pytest.mark.parametrize("path", PDFS)
def test_every_letter_of_a_page_is_kept_once(table, five, path):
    """The text layer as pypdfium2 gives it, beside what is published of the page."""
    document = pypdfium2.PdfDocument(five / "raw" / path)
    pieces = [row for name in ("cells", "excluded") for row in table(name) if row["source_file"] == path]
    for number in range(1, len(document) + 1):
        printed = document[number - 1].get_textpage().get_text_range()
        kept = "".join(row["text"] for row in pieces if row["page"] == str(number))
        assert Counter(signs(kept)) == Counter(signs(printed)), number


@pytest.mark.parametrize("path", PDFS)
def test_every_piece_stands_in_its_box(table, five, path):
    """What pdfium finds inside the box of a piece is the piece."""
    document = pypdfium2.PdfDocument(five / "raw" / path)
    pages = [document[number] for number in range(len(document))]
    layers = [page.get_textpage() for page in pages]
    for row in [row for row in table("cells") if row["source_file"] == path]:
        number = int(row["page"]) - 1
        height = pages[number].get_height()
        x0, top, x1, bottom = (float(row[name]) for name in ("x0", "top", "x1", "bottom"))
        inside = layers[number].get_text_bounded(x0 - 1, height - bottom - 1, x1 + 1, height - top + 1)
        assert Counter(signs(row["text"])) - Counter(signs(inside)) == Counter(), row


@pytest.mark.parametrize("plan_id", ["ar-plan", "corett-2020", "ar-restitucion", "oas-2"])
def test_pdf_and_dump_agree_in_every_value(table, plan_id):
    issues = [row for row in table("issues") if row["plan_id"] == plan_id]
    assert [row for row in issues if row["issue_code"] == "witnesses_differ"] == []
    columns = {(row["record_id"], row["column"]) for row in table("cells") if row["source_file"].endswith(".pdf")}
    dumped = {(row["record_id"], row["column"]) for row in table("cells") if row["source_file"].endswith(".txt")}
    of_plan = {key for key in dumped if key[0].startswith(f"{plan_id}/")}
    assert of_plan == {key for key in columns if key[0].startswith(f"{plan_id}/")}
    assert of_plan


@pytest.mark.parametrize("path", DUMPS)
def test_every_piece_stands_on_its_lines(table, five, path):
    lines = (five / "raw" / path).read_text(encoding="utf-8-sig").split("\n")
    for row in table("cells"):
        if row["source_file"] == path:
            printed = lines[int(row["line_start"]) - 1 : int(row["line_end"])]
            assert Counter(row["text"].split()) - Counter(" ".join(printed).split()) == Counter(), row


def test_values_are_their_pieces(table):
    """What a cell's pieces say is what the action says: no value comes from elsewhere."""
    pieces: dict[tuple[str, str], list[str]] = {}
    for row in table("cells"):
        if row["source_file"] == FIRST[row["record_id"].split("/")[0]]:
            pieces.setdefault((row["record_id"], row["column"]), []).append(row["text"])
    columns = ("action", "goal", "indicators", "verification", "associated", "observations", "objective")
    for row in table("actions"):
        for column in columns:
            if printed := pieces.get((row["action_id"], column)):
                assert row[column] in (" ".join(printed), ""), (row["action_id"], column)
        assert " ".join(pieces[row["action_id"], "action"]).lstrip("•·- ") == row["action"]


@pytest.mark.parametrize("name", [name for name, table in tables().items() if not table.parquet_only])
def test_csv_and_parquet_hold_the_same_rows(table, five, name):
    parquet = pq.read_table(five / "output" / f"{name}.parquet")
    columns = tables()[name].columns
    assert parquet.column_names == [column.name for column in columns]
    written = {"boolean": lambda value: str(value).lower(), "number": lambda value: format(value, ".12g")}
    shown = {column.name: written.get(column.type, str) for column in columns}
    rows = [
        {key: "" if value is None else shown[key](value) for key, value in row.items()} for row in parquet.to_pylist()
    ]
    assert rows == table(name)


@pytest.mark.parametrize("name", list(tables()))
def test_parquet_says_what_its_columns_mean(five, name):
    schema = pq.read_schema(five / "output" / f"{name}.parquet")
    assert schema.metadata[b"description"].decode() == tables()[name].en
    for column in tables()[name].columns:
        field = schema.field(column.name)
        assert str(field.type) == TYPES[column.type]
        assert field.metadata[b"description"].decode() == column.en
        assert field.metadata[b"description_es"].decode() == column.es


def test_issues_name_records_and_stages_that_exist(table):
    known = {row["action_id"] for row in table("actions")} | {row["directive_id"] for row in table("directives")}
    known |= {row["record_id"] for row in table("provisions")}
    for row in table("issues"):
        assert row["record_id"] == "" or row["record_id"] in known, row
        assert row["severity"] in ("info", "doubt", "defect")
        assert row["detail"]


def test_a_reading_by_hand_leaves_the_malformed_bracket_malformed(table):
    malformed = {row["amendment_id"]: row["tag_malformed"] for row in table("amendments")}
    assert malformed["oas-3/objective/viii#4"] == "true"
    assert malformed["oas-3/directive/45#2"] == "true"
