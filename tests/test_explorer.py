"""The files of the explorer without a browser: what is in them, that nothing can run or be sent, the server."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from directriz.clean.readings import reading
from directriz.commands.explore_server import only_writer, open_server
from directriz.documents import records_until
from directriz.errors import CheckFailed, WrongUsage
from directriz.explorer import kept_images
from directriz.explorer.columns import column_table, page_chunks, page_json
from directriz.explorer.kept_images import KeptImages
from directriz.explorer.page_file import PAGE, SCRIPTS, script_text
from directriz.explorer.page_images import draw_pages, png_of
from directriz.explorer.published import Published, read_published, stored_tables
from directriz.explorer.readings import delegation_readings, option_readings, printed_pieces
from directriz.explorer.record_details import Lines, details
from directriz.explorer.site import write_site
from directriz.link.published_tables import read_aids, read_reviews, read_tables
from directriz.link.review_order import shortlists
from directriz.read.pdf import read_pdf
from directriz.records import SHORTLISTED, Directive
from directriz.sources import read_manifest
from directriz.store import folder_digests
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageOps
from reportlab.pdfgen.canvas import Canvas
from workspaces import REPOSITORY, Document, read_table, run, write_workspace

LARGEST = 8_000_000  # bytes of the explorer of the five documents
LINES = 400  # of a script
EXECUTING = ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "srcdoc")


def page_of(root: Path) -> str:
    return (root / "output" / "explorer" / "index.html").read_text(encoding="utf-8")


def test_all_makes_the_explorer_and_a_second_run_does_nothing(copy_of_five: Path):
    folder = copy_of_five / "output" / "explorer"
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert sum(map(len, files.values())) <= LARGEST
    assert {"index.html", "parts/0.js", "pages/ar-plan.pdf/1.png"} <= set(files)
    assert "up to date" in run(copy_of_five, "explore").out
    (folder / "parts" / "0.js").unlink()
    ended = run(copy_of_five, "explore", "--json")
    assert json.loads(ended.out) == {"page": "output/explorer/index.html", "redone": True, "records": 440, "pages": 28}
    assert {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    } == files


def test_the_published_tables_are_enough(copy_of_five: Path):
    """A fresh clone has `output/` and `raw/`, and nothing in `interim/`."""
    before = page_of(copy_of_five)
    for left in (copy_of_five / "interim").iterdir():
        left.rename(copy_of_five / f"away-{left.name}")
    assert run(copy_of_five, "explore").code == 0
    assert page_of(copy_of_five) == before


def test_without_tables_it_says_what_to_do(tmp_path: Path):
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "sources.toml").write_text("")
    ended = run(tmp_path, "explore")
    assert ended.code == 4
    assert "Run `directriz all` first." in ended.err


@pytest.mark.parametrize("port", ["-1", "65536"])
def test_no_such_port(copy_of_five: Path, port: str):
    assert run(copy_of_five, "explore", "--serve", "--port", port).code == 2


def test_any_workspace_has_an_explorer(tmp_path: Path):
    """One document without a directive, a link, a page or an agency that the registry knows."""
    text = (REPOSITORY / "raw" / "ar-plan.txt").read_text(encoding="utf-8").split("\n")
    root = write_workspace(tmp_path, [Document("plan", "\n".join(text[:12]) + "\n", "ar-plan", "action-matrix")])
    ended = run(root, "all")
    assert ended.code == 0, ended.err
    assert "plan/prevencion/1" in page_of(root)


# -- what cannot run, and cannot be sent


@given(st.text())
def test_no_text_can_end_the_script_that_holds_it(text: str):
    written = page_json({"x": [text]})
    assert "<" not in written
    assert not re.search("[\u2028\u2029\u202a-\u202e\u2066-\u2069\x00-\x08]", written)
    json.loads(written)


def test_what_is_unseen_is_shown():
    assert json.loads(page_json("a\u202eb\u0007</script>")) == "a\\u202eb\\u0007</script>"


def test_scripts_make_no_html_of_texts():
    script = script_text()
    assert [name for name in EXECUTING if name in script] == []
    assert sorted(path.stem for path in PAGE.glob("*.js")) == sorted(SCRIPTS)


@pytest.mark.parametrize("path", sorted(PAGE.iterdir()), ids=lambda path: path.name)
def test_files_of_the_page_are_short_and_name_no_other_host(path: Path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) < LINES
    hosts = set(re.findall(r"https?://([^/\"'`]+)", text))
    assert hosts <= {"www.w3.org", "schemas.openxmlformats.org"}  # names of formats; nothing is fetched from them


def test_the_policy_of_the_page_names_its_own_script_and_style(five: Path):
    page = page_of(five)
    policy = re.search(r'Security-Policy" content="([^"]+)"', page)[1]
    style, script = (
        re.search(r"<style>(.*?)</style>", page, re.DOTALL)[1],
        page.rsplit("<script>", 1)[1].split("</script>")[0],
    )
    for text in (style, script):
        assert base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() in policy
    assert "default-src 'none'" in policy
    assert not {"unsafe-inline", "unsafe-eval", "http:", "https:"} & set(policy.replace("'", " ").split())


def test_no_words_are_missing_in_a_language():
    entries = re.findall(r'"([a-z_.A-Z\d-]+)": \[("(?:[^"\\]|\\.)*"), ("(?:[^"\\]|\\.)*")\]', script_text())
    assert len(entries) > 150
    assert [name for name, spanish, english in entries if spanish == '""' or english == '""'] == []
    known = {name for name, _, _ in entries}
    used = set(re.findall(r'\btn?\("([a-z_.A-Z-]+)"', script_text()))
    assert sorted(used - known) == []


# -- columns, pages, readings


def test_repeated_texts_are_written_once():
    rows = [{"plan": "a", "n": number, "none": None} for number in (1, 2.123456)]
    written = "".join(page_chunks(column_table(rows, ["plan", "n", "none", "gone"])))
    assert json.loads(written) == {
        "rows": 2,
        "columns": {"plan": {"d": ["a"], "i": [0, 0]}, "n": [1, 2.1235], "none": [None, None], "gone": [None, None]},
    }


def test_pictures_have_sixteen_shades_and_the_same_bytes():
    grey = Image.linear_gradient("L")
    assert png_of(grey) == png_of(grey)
    drawn = Image.open(io.BytesIO(png_of(grey)))
    assert len(drawn.convert("L").getcolors()) == 16
    back = list(drawn.convert("L").get_flattened_data())
    assert max(abs(one - other) for one, other in zip(back, grey.get_flattened_data(), strict=True)) <= 9


def test_a_page_is_drawn_in_its_own_proportions():
    [page] = draw_pages(REPOSITORY / "raw" / "ar-plan.pdf", [1])
    size = Image.open(io.BytesIO(page.png)).size
    assert size == (round(page.width * 1.8 + 0.49), round(page.height * 1.8 + 0.49))
    assert draw_pages(REPOSITORY / "raw" / "ar-plan.pdf", [0, 99]) == []


@pytest.mark.parametrize(("sideways", "rotation"), [(0, 0), (90, 0), (270, 0), (0, 90), (90, 90), (90, 270), (180, 0)])
def test_boxes_stand_on_the_words_of_a_turned_page(tmp_path: Path, sideways: int, rotation: int):
    """Text printed sideways, and pages that a viewer turns: the dark part of the picture is in the box of the line."""
    path = tmp_path / "plan.pdf"
    canvas = Canvas(str(path), pagesize=(400, 300), invariant=1)
    canvas.setPageRotation(rotation)
    canvas.translate(200, 150)
    canvas.rotate(sideways)
    for row, words in enumerate(["Dictar cursos de capacitación", "para el personal", "y los hospitales"]):
        canvas.drawString(-90, 60 - 20 * row, words)
    canvas.save()
    [sheet] = read_pdf(path).sheets
    [drawn] = draw_pages(path, [1])
    assert (sheet.width, sheet.height) == pytest.approx((drawn.width, drawn.height), abs=0.2)
    ink = ImageOps.invert(Image.open(io.BytesIO(drawn.png)).convert("L")).getbbox()
    boxes = [line.box for line in sheet.lines]
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom = max(box[2] for box in boxes), max(box[3] for box in boxes)
    assert [side / 1.8 for side in ink] == pytest.approx([left, top, right, bottom], abs=6)


def test_readings_are_those_of_the_clean_stage(five: Path):
    published = read_published(five)
    amendments = published.rows_of_record("amendments", "record_id")
    repairs = published.rows_of_record("ocr_corrections", "record_id")
    records = records_until(five, "oas-3", "clean")
    by_id = {row["directive_id"]: row for row in published.rows("directives")}
    compared = 0
    for record in records.of(Directive):
        found = amendments.get(record.directive_id, [])
        text = by_id[record.directive_id]["text_source"]
        assert "".join(piece[0] for piece in printed_pieces(text, found, repairs.get(record.directive_id, []))) == text
        for country, made in delegation_readings(text, found, repairs.get(record.directive_id, [])).items():
            assert made == (reading(record, records, [country]) or "")
            compared += 1
        optional = [{**row, "options": str(at)} for at, row in enumerate(found, 1)]
        for at, made in option_readings(text, optional, repairs.get(record.directive_id, [])).items():
            assert made == (reading(record, records, [found[int(at) - 1]["amendment_id"]]) or "")
    assert compared > 40


def test_a_printed_text_is_cut_at_amendments_and_repairs():
    row = {"amendment_id": "r#1", "record_id": "r", "plan_id": "p", "position": 1, "start": 3, "end": 11}
    row |= {"countries": "CAN", "kind": "insertion", "inserted": "x", "deleted": None, "certainty": "high"}
    row |= {"as_printed": "[CAN: x]", "tag_malformed": False}
    repair = {"start": 12, "before": "c", "after": "e", "method": "confusion", "score": 1.0}
    assert printed_pieces("ab [CAN: x] cd", [row], [repair]) == [
        ["ab ", None, None],
        ["[CAN: x]", "r#1", None],
        [" ", None, None],
        ["c", None, "e"],
        ["d", None, None],
    ]


def test_the_page_without_a_server_shows_the_shortlist_of_the_terminal(five: Path):
    published = read_published(five)
    directives = published.rows("directives")
    weighed = {
        (action_id, target): rows
        for _, part in details(published, lambda document: Lines({}))
        for action_id, detail in part.items()
        for target, rows in detail.get("weighed", {}).items()
    }
    pairs = {(row["action_id"], row["target_plan_id"]) for row in published.rows("links")}
    assert set(weighed) == pairs
    for pair, shown in shortlists(
        read_tables(five), read_reviews(five), sorted(pairs), SHORTLISTED, read_aids(five)
    ).items():
        kept = [place for place, _, is_kept in weighed[pair] if is_kept]
        others = sorted((row for row in weighed[pair] if row[0] not in kept), key=lambda row: (-row[1], row[0]))
        places = sorted([*kept, *(place for place, *_ in others[: SHORTLISTED - len(kept)])])
        assert [directives[place]["directive_id"] for place in places] == shown


def test_the_same_tables_give_the_same_bytes_in_memory_and_read_document_by_document(five: Path, tmp_path: Path):
    manifest = read_manifest(five)
    for name, published in (("memory", read_published(five)), ("files", stored_tables(five))):
        write_site(tmp_path / name, five, manifest, published)
    assert folder_digests(tmp_path / "memory") == folder_digests(tmp_path / "files")


def test_rows_that_are_not_in_the_order_of_the_documents_are_refused(five: Path):
    published = stored_tables(five)
    plans = list(published.rows("plans"))
    with pytest.raises(CheckFailed, match="order of the documents"):
        list(Published({**published.tables, "plans": plans[::-1]}).by_document(["cells"]))


def test_pages_are_drawn_once_and_those_of_other_documents_are_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "raw").mkdir()
    plan = tmp_path / "raw" / "plan.pdf"
    plan.write_bytes((REPOSITORY / "raw" / "ar-plan.pdf").read_bytes())
    first = KeptImages(tmp_path)
    drawn = first.draw("plan.pdf", [1])
    assert drawn == draw_pages(plan, [1])
    monkeypatch.setattr(kept_images, "draw_pages", lambda path, pages: [])
    again = KeptImages(tmp_path)
    assert again.draw("plan.pdf", [1]) == drawn
    again.remove_others()
    assert again.draw("plan.pdf", [1]) == drawn
    assert again.draw("plan.pdf", [2]) == []  # not kept: drawn, by what stands in for `draw_pages`
    plan.write_bytes(plan.read_bytes() + b"\n%%EOF\n")
    other = KeptImages(tmp_path)
    assert other.draw("plan.pdf", [1]) == []
    other.remove_others()
    assert len(list((tmp_path / kept_images.FOLDER).iterdir())) == 1


def test_an_older_output_without_the_newer_tables_is_shown(five: Path, tmp_path: Path):
    published = read_published(five)
    older = {name: rows for name, rows in published.tables.items() if name not in ("coverage", "edition_changes")}
    write_site(tmp_path / "site", five, read_manifest(five), Published(older, published.package, published.build))
    assert b"ar-plan/prevencion/4" in (tmp_path / "site" / "index.html").read_bytes()


# -- the server


@pytest.fixture
def address(copy_of_five: Path):
    with open_server(copy_of_five, 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def answered(url: str, value: object = None, **headers: str) -> tuple[int, bytes]:
    body = None if value is None else json.dumps(value).encode()
    asked = urllib.request.Request(url, body, {name.replace("_", "-"): text for name, text in headers.items()})
    try:
        with urllib.request.urlopen(asked, timeout=10) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def verdict(root: Path, **changed: str) -> dict[str, object]:
    action = next(row for row in read_table(root / "output", "actions") if row["action_id"] == "ar-plan/prevencion/4")
    directive = next(
        row for row in read_table(root / "output", "directives") if row["directive_id"] == "oas-3/directive/28"
    )
    row = {"action_id": action["action_id"], "directive_id": directive["directive_id"], "verdict": "accept"}
    row |= {"grade": "2", "reviewer": "Ana", "date": "2026-11-29", "note": "", "action_sha256": action["text_sha256"]}
    row |= {"directive_sha256": directive["text_sha256"]} | changed
    return {"reviewer": "Ana", "action_id": row["action_id"], "target_plan_id": "oas-3", "rows": [row]}


def test_the_server_shows_the_pages_and_nothing_else(address: str, copy_of_five: Path):
    assert answered(f"{address}/")[1] == page_of(copy_of_five).encode()
    assert answered(f"{address}/pages/ar-plan.pdf/1.png")[0] == 200
    for path in ("/../build.json", "/..%2fbuild.json", "/parts", "/nothing", "//etc/passwd"):
        assert answered(f"{address}{path}")[0] == 404, path
    assert answered(f"{address}/", Host="evil.example")[0] == 404


def test_a_verdict_is_written_replaced_and_taken_back(address: str, copy_of_five: Path):
    kept = copy_of_five / "raw" / "reviews" / "links.csv"
    before = kept.read_bytes()
    headers = {"Content_Type": "application/json", "Origin": address}
    wanted = verdict(copy_of_five)
    assert answered(f"{address}/verdicts", wanted, **headers) == (200, b'{"verdicts": 1}')
    assert kept.read_bytes() == before + ",".join(wanted["rows"][0].values()).encode() + b"\n"
    assert answered(f"{address}/verdicts", verdict(copy_of_five, grade="3"), **headers)[0] == 200
    assert [row["grade"] for row in read_table(kept.parent, "links") if row["reviewer"] == "Ana"] == ["3"]
    assert answered(f"{address}/verdicts", {**wanted, "rows": []}, **headers)[0] == 200
    assert kept.read_bytes() == before


def shortlist_of(address: str, action_id: str) -> list[str]:
    status, told = answered(f"{address}/shortlist?action_id={action_id}&target_plan_id=oas-3")
    assert status == 200
    return json.loads(told)["directives"]


def test_the_server_tells_what_was_said_and_learns_from_what_is_said(address: str, copy_of_five: Path):
    [row] = verdict(copy_of_five)["rows"]
    before = shortlist_of(address, "ar-plan/prevencion/4")
    assert (len(before), shortlist_of(address, "x")) == (15, [])
    assert json.loads(answered(f"{address}/verdicts?reviewer=Ana")[1]) == {"rows": []}
    others = [f"ar-plan/prevencion/{number}" for number in range(3, 12)]
    before_of_others = [shortlist_of(address, action_id) for action_id in others]
    headers = {"Content_Type": "application/json", "Origin": address}
    unlike = next(
        each
        for each in read_table(copy_of_five / "output", "directives")
        if each["plan_id"] == "oas-3" and each["kind"] == "directive" and each["directive_id"] not in before
    )
    named = {"directive_id": unlike["directive_id"], "directive_sha256": unlike["text_sha256"]}
    assert answered(f"{address}/verdicts", verdict(copy_of_five, **named, grade="3"), **headers)[0] == 200
    [kept] = json.loads(answered(f"{address}/verdicts?reviewer=Ana")[1])["rows"]
    assert kept == row | named | {"grade": "3"}
    assert [shortlist_of(address, action_id) for action_id in others] != before_of_others  # what was said counts
    assert answered(f"{address}/verdicts?reviewer=Ana", Host="evil.example")[0] == 404


@pytest.mark.parametrize(
    "changed",
    [{"verdict": "perhaps"}, {"action_sha256": "0" * 64}, {"reviewer": "program:x"}, {"grade": "9"},
     {"directive_id": "oas-2/directive/1"}, {"action_id": "ar-plan/prevencion/5"}, {"date": "today"}],
)  # fmt: skip
def test_a_wrong_verdict_is_refused_and_nothing_is_written(address: str, copy_of_five: Path, changed: dict[str, str]):
    kept = copy_of_five / "raw" / "reviews" / "links.csv"
    before = kept.read_bytes()
    request = verdict(copy_of_five, **changed) | {"action_id": "ar-plan/prevencion/4"}
    status, told = answered(f"{address}/verdicts", request, Content_Type="application/json", Origin=address)
    assert status == 409
    assert json.loads(told)["found"]
    assert kept.read_bytes() == before


def test_a_page_of_another_site_cannot_write(address: str, copy_of_five: Path):
    before = (copy_of_five / "raw" / "reviews" / "links.csv").read_bytes()
    wanted = verdict(copy_of_five)
    for headers in (
        {"Content_Type": "application/json"},
        {"Content_Type": "application/json", "Origin": "http://evil.example"},
        {"Content_Type": "text/plain", "Origin": address},
        {"Content_Type": "application/json", "Origin": address, "Host": "evil.example"},
    ):
        assert answered(f"{address}/verdicts", wanted, **headers)[0] == 403
    json_headers = {"Content_Type": "application/json", "Origin": address}
    assert answered(f"{address}/other", wanted, **json_headers)[0] == 403
    assert answered(f"{address}/verdicts", ["x" * 300_000], **json_headers)[0] == 413
    assert answered(f"{address}/verdicts", [], **json_headers)[0] == 409
    assert answered(f"{address}/verdicts", {**wanted, "rows": "x"}, **json_headers)[0] == 409
    assert (copy_of_five / "raw" / "reviews" / "links.csv").read_bytes() == before


def test_one_server_writes_to_a_workspace_and_on_one_port(copy_of_five: Path):
    code = "import sys; from pathlib import Path; from directriz.commands.explore_server import only_writer\n" \
           "with only_writer(Path(sys.argv[1])): pass"  # fmt: skip
    with only_writer(copy_of_five):
        other = subprocess.run([sys.executable, "-c", code, str(copy_of_five)], capture_output=True, text=True)
        assert "another `directriz explore --serve` writes here" in other.stderr
    with open_server(copy_of_five, 0) as server, pytest.raises(WrongUsage, match="cannot be used"):
        open_server(copy_of_five, server.server_port)


# -- a table of verdicts that leaves the page


def test_a_file_of_verdicts_names_its_reviewer(copy_of_five: Path, tmp_path: Path):
    row = verdict(copy_of_five)["rows"][0]
    none = {**row, "directive_id": "", "directive_sha256": "", "verdict": "no-match", "grade": "", "note": "oas-2: x"}
    file = tmp_path / "links.csv"
    file.write_text(
        "\n".join([",".join(row), ",".join(row.values()), ",".join(none.values())]) + "\n", encoding="utf-8"
    )
    assert run(copy_of_five, "review", "links", "--import", str(file), "--reviewer", "Someone").code == 0
    kept = read_table(copy_of_five / "raw" / "reviews", "links")
    assert kept[-2:] == [row, none]


@pytest.mark.parametrize("changed", [{"note": "x"}, {"reviewer": "program:x"}])
def test_a_file_of_verdicts_that_cannot_be_meant(copy_of_five: Path, tmp_path: Path, changed: dict[str, str]):
    row = verdict(copy_of_five)["rows"][0]
    row |= {
        "directive_id": "",
        "directive_sha256": "",
        "verdict": "no-match",
        "grade": "",
        "note": "oas-2: x",
    } | changed
    file = tmp_path / "links.csv"
    file.write_text("\n".join([",".join(row), ",".join(row.values())]) + "\n", encoding="utf-8")
    before = (copy_of_five / "raw" / "reviews" / "links.csv").read_bytes()
    assert run(copy_of_five, "review", "links", "--import", str(file), "--reviewer", "Ana").code == 3
    assert (copy_of_five / "raw" / "reviews" / "links.csv").read_bytes() == before
