"""The explorer opened from file:// in Chromium: every view, its boxes, exports, reviews, keys and accessibility."""

from __future__ import annotations

import csv
import io
import json
import threading
from pathlib import Path

import pytest
from directriz.commands.explore_server import open_server
from directriz.explorer.published import read_published
from directriz.explorer.site import write_site
from directriz.link.published_tables import read_aids, read_reviews, read_tables
from directriz.link.review_order import Reading, shortlists
from directriz.records import SHORTLISTED
from directriz.sources import read_manifest
from edition_cases import read_edition
from explorer_pages import Visit, browser
from openpyxl import load_workbook
from workspaces import read_table, run, write_workspace

from benchmarks.explorer import grown

VIEWS = (
    *("coverage", "coverage/oas-2", "actions", "action/ar-plan/prevencion/4", "action/ar-restitucion/accion/1"),
    *("directives", "directive/oas-3/directive/8?reading=printed&ocr=1", "directive/oas-2/directive/6"),
    *("text/oas-3/preamble/9", "bodies", "body/ar-mmgyd", "editions", "issues", "progress", "documents"),
    *("search?q=nin%C3%A9z", "search?q=vivienda", "review", "review?settings=1", "action/no-such/action"),
)
SIZES = ((1440, 900), (1024, 768), (390, 844))


@pytest.fixture(scope="module")
def chromium():
    with browser() as opened:
        yield opened


@pytest.fixture
def visit(chromium, five: Path):
    made = Visit(chromium, five / "output" / "explorer")
    yield made
    made.context.close()


def downloaded(page, selector: str) -> bytes:
    with page.expect_download() as waiting:
        page.click(selector)
    return Path(waiting.value.path()).read_bytes()


@pytest.mark.parametrize("place", VIEWS)
def test_every_view_opens_without_a_fault_or_a_request(visit: Visit, place: str):
    page = visit.open(place)
    page.wait_for_timeout(150)
    assert page.inner_text("main h1").strip()
    page.click("#switch-language")
    page.click("#switch-theme")
    page.wait_for_timeout(100)
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert (visit.faults, visit.outside) == ([], [])


@pytest.mark.parametrize("language", ["es-AR", "en-US"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(chromium, five: Path, language: str, scheme: str):
    from axe_playwright_python.sync_playwright import Axe

    axe = Axe()
    visit = Visit(chromium, five / "output" / "explorer", locale=language, color_scheme=scheme)
    found = {}
    for place in ("coverage", "actions", "action/ar-plan/prevencion/4", "directive/oas-3/directive/8", "body/ar-mmgyd",
                  "issues", "progress", "search?q=vivienda", "review?settings=1", "documents"):  # fmt: skip
        page = visit.open(place)
        page.wait_for_timeout(150)
        violations = axe.run(page).response["violations"]
        found |= {
            f"{place} {each['id']}": [node["html"][:160] for node in each["nodes"][:2]]
            for each in violations
            if each["impact"] in ("serious", "critical")
        }
    assert found == {}
    visit.context.close()


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_nothing_is_wider_than_the_window(chromium, five: Path, width: int, height: int):
    visit = Visit(chromium, five / "output" / "explorer", viewport={"width": width, "height": height})
    for place in ("coverage", "actions", "action/ar-plan/prevencion/4", "directive/oas-3/directive/45", "progress"):
        page = visit.open(place)
        page.wait_for_timeout(100)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, place
    visit.context.close()


@pytest.mark.parametrize(
    "action_id",
    ["ar-plan/prevencion/4", "corett-2020/prevencion/1.1", "ar-restitucion/accion/1", "ar-plan/asistencia/6"],
)
def test_a_field_lights_the_boxes_of_its_cells_and_a_box_its_field(visit: Visit, table, action_id: str):
    page = visit.open(f"action/{action_id}")
    page.wait_for_selector(".box")
    cells = [row for row in table("cells") if row["record_id"] == action_id and row["x0"]]
    assert cells
    for column in dict.fromkeys(row["column"] for row in cells):
        expected = sorted(
            tuple(round(float(row[name]), 1) for name in ("x0", "top", "x1", "bottom"))
            for row in cells
            if row["column"] == column
        )
        boxes = page.evaluate(
            """column => [...document.querySelectorAll(`.box[data-column="${column}"]`)].map(box => {
                 const n = name => Number(box.getAttribute(name));
                 return [n('x') + 2.5, n('y') + 2.5, n('x') + n('width') - 2.5, n('y') + n('height') - 2.5]; })""",
            column,
        )
        assert sorted(tuple(round(value, 1) for value in box) for box in boxes) == expected, column
        field = page.locator(f'.field[data-column="{column}"]')
        if not field.count():
            continue  # progress has its cells in a table of its own
        page.mouse.move(0, 0)
        field.hover()
        lit = page.evaluate("[...document.querySelectorAll('.box.lit')].map(box => box.dataset.column)")
        assert (set(lit), len(lit)) == ({column}, len(expected))
        page.mouse.move(0, 0)
        page.evaluate("column => document.querySelector(`.box[data-column=\"${column}\"]`)"
                      ".dispatchEvent(new MouseEvent('mouseenter'))", column)  # fmt: skip
        assert page.evaluate("[...document.querySelectorAll('.field.lit')].map(f => f.dataset.column)") == [column]


def test_a_box_stands_where_the_page_shows_the_words(visit: Visit):
    """The lit share of the picture is the share of the page that `cells` names, whatever the size of the window."""
    page = visit.open("action/ar-plan/prevencion/4")
    page.wait_for_selector(".box")
    image, box = page.locator(".sheet img").bounding_box(), page.locator('.box[data-column="action"]').bounding_box()
    width, height = (
        page.evaluate("document.querySelector('.boxes').viewBox.baseVal.width"),
        page.evaluate("document.querySelector('.boxes').viewBox.baseVal.height"),
    )
    left = (box["x"] - image["x"]) / image["width"] * width
    top = (box["y"] - image["y"]) / image["height"] * height
    assert (left, top) == (pytest.approx(206.5 - 2.5, abs=1.5), pytest.approx(298.1 - 2.5, abs=1.5))


def test_a_merged_value_lights_the_cell_that_is_printed_once(visit: Visit, table):
    page = visit.open("action/ar-plan/prevencion/4")
    page.wait_for_selector(".box.merged")
    printed = next(
        row for row in table("cells") if (row["record_id"], row["column"]) == ("ar-plan/prevencion/3", "measure")
    )
    page.hover('.field[data-column="measure"]')
    assert page.locator('.box.merged.lit[data-column="measure"]').count() == 1
    assert float(page.locator(".box.merged.lit").get_attribute("x")) == pytest.approx(
        float(printed["x0"]) - 2.5, abs=0.1
    )


def test_a_directive_shows_what_canada_wants(visit: Visit):
    page = visit.open("directive/oas-3/directive/8")
    page.click('[data-reading="of-CAN"]')
    assert page.locator(".reading ins").all_inner_texts() == ["edad", "y sobrevivientes"]
    assert page.evaluate("location.hash").endswith("reading=of-CAN")


def test_a_directive_is_read_by_option_and_says_who_opposes(chromium, five: Path, tmp_path: Path):
    published = read_published(five)
    first, second = [row for row in published.rows("amendments") if row["record_id"] == "oas-3/directive/8"][:2]
    first.update(options="1", countries="CAN|MEX", role="proposes|opposes")
    second.update(options="2", countries="MEX", role="supports", placeholder=True)
    write_site(tmp_path / "site", five, read_manifest(five), published)
    visit = Visit(chromium, tmp_path / "site", locale="en-GB")
    page = visit.open("directive/oas-3/directive/8")
    shown = {}
    for reading in ("option-1", "option-2", "of-CAN", "of-MEX"):
        page.click(f'[data-reading="{reading}"]')
        shown[reading] = page.locator(".reading ins").all_inner_texts()
    assert shown == {
        "option-1": ["edad"],
        "of-CAN": ["edad"],
        "option-2": ["y sobrevivientes"],
        "of-MEX": ["y sobrevivientes"],
    }
    assert page.evaluate("location.hash").endswith("reading=of-MEX")
    said = page.locator(".cards").first.inner_text()
    for words in ("(option 1)", "(opposes)", "(supports) (option 2) (text still to be written)"):
        assert words in said
    assert (visit.faults, visit.outside) == ([], [])
    visit.context.close()


def test_gaps_leave_as_a_workbook_that_excel_opens(visit: Visit, table):
    page = visit.open("coverage/oas-3?status=gap&country=ARG")
    content = downloaded(page, ".export-excel")
    sheet = load_workbook(io.BytesIO(content)).active
    rows = list(sheet.iter_rows(values_only=True))
    covered = {
        row["directive_id"]
        for row in table("coverage")
        if row["target_plan_id"] == "oas-3" and row["plan_id"].startswith("ar-") and row["status"] != "none"
    }
    all_ids = {row["directive_id"] for row in table("coverage") if row["target_plan_id"] == "oas-3"}
    assert {row[0] for row in rows[1:]} == all_ids - covered
    assert rows[0][0] == "directive_id"


def test_a_filter_narrows_the_list_and_stays_in_the_address(visit: Visit):
    page = visit.open("actions")
    page.fill("#filter-q", "CAMPANA inform")
    page.wait_for_timeout(50)
    shown = page.locator(".rows-body .row").all_inner_texts()
    assert shown
    assert "q=CAMPANA" in page.evaluate("location.hash")
    page.reload()
    page.wait_for_selector(".rows-body .row")
    assert page.locator(".rows-body .row").all_inner_texts() == shown


def test_a_list_can_be_used_with_keys_alone(visit: Visit):
    page = visit.open("actions")
    page.focus(".rows")
    for key in ("ArrowDown", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    page.wait_for_selector(".fields")
    assert page.evaluate("location.hash") == "#/action/ar-plan/prevencion/3"


def test_citation_row_and_report_are_copied(visit: Visit, table):
    visit.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = visit.open("action/ar-plan/prevencion/4")
    page.click("#copy-csv")
    page.wait_for_timeout(100)
    [copied] = csv.DictReader(io.StringIO(page.evaluate("navigator.clipboard.readText()")))
    row = next(row for row in table("actions") if row["action_id"] == "ar-plan/prevencion/4")
    assert {name: copied[name] for name in ("action", "indicators", "responsible", "text_sha256")} == {
        name: row[name] for name in ("action", "indicators", "responsible", "text_sha256")
    }
    page.click("#copy-citation")
    page.wait_for_timeout(100)
    cited = page.evaluate("navigator.clipboard.readText()")
    assert row["action"] in cited
    assert "ar-plan/prevencion/4, p. 2. ar-plan.txt (" in cited, "the page is the dump's, not the facsimile's"
    page.click("#report-error")
    assert "ar-plan/prevencion/4" in page.input_value("#report-text")


def test_plots_leave_as_svg_and_png(visit: Visit):
    page = visit.open("progress")
    assert downloaded(page, "#plot-progress-corett-2020 .save-svg").startswith(b"<?xml")
    assert downloaded(page, "#plot-progress-corett-2020 .save-png").startswith(b"\x89PNG")
    assert visit.faults == []


def begin_review(page, *, is_blind: bool = True) -> None:
    page.fill("#reviewer", "Ana Pérez")
    page.set_checked("#blind", is_blind)
    page.click("#begin-review")
    page.wait_for_selector(".candidates")


def give_five_verdicts(page) -> None:
    for place in range(4):
        page.focus("#candidate-0")
        page.keyboard.press("3" if place % 2 else "r")
        page.click("#next-question")
        page.wait_for_timeout(50)
    page.click("#none-fits")


def test_a_review_leaves_as_csv_and_is_imported(visit: Visit, copy_of_five: Path, tmp_path: Path):
    page = visit.open("review")
    begin_review(page)
    assert page.locator(".candidates .sure").count() == 0  # blind: nothing of the ranker
    give_five_verdicts(page)
    page.reload()
    page.wait_for_selector("#export-verdicts")
    file = tmp_path / "links-ana.csv"
    file.write_bytes(downloaded(page, "#export-verdicts"))
    ended = run(copy_of_five, "review", "links", "--import", str(file), "--reviewer", "Ana Pérez")
    assert (ended.code, ended.out.split(" ")[0]) == (0, "5")
    kept = [row for row in read_table(copy_of_five / "raw" / "reviews", "links") if row["reviewer"] == "Ana Pérez"]
    assert kept == list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))))
    assert sorted(row["verdict"] for row in kept) == ["accept", "accept", "no-match", "reject", "reject"]
    assert visit.faults == []


def shown_numbers(page) -> list[str]:
    page.wait_for_selector(".candidates > li")
    return page.locator(".candidates > li > p:first-child > strong").all_inner_texts()


def pair_shown(page) -> str:
    return " ".join(page.inner_text(".question .path").split())


def verdict_on(action: dict[str, str], directive: dict[str, str]) -> dict[str, str]:
    return {
        "action_id": action["action_id"],
        "directive_id": directive["directive_id"],
        "verdict": "accept",
        "grade": "3",
        "reviewer": "Ana Pérez",
        "date": "2026-11-30",
        "note": "",
        "action_sha256": action["text_sha256"],
        "directive_sha256": directive["text_sha256"],
    }


def test_a_page_without_a_server_shows_the_shortlist_and_learns_from_each_verdict(visit: Visit, five: Path):
    pair = ("ar-plan/asistencia/4", "oas-3")
    known = {row["directive_id"]: row for row in read_table(five / "output", "directives")}
    expected = shortlists(read_tables(five), read_reviews(five), [pair], SHORTLISTED, read_aids(five))[pair]
    page = visit.open("review")
    begin_review(page)
    address = f"review/{' '.join(pair)}?blind=1"
    visit.open(address)
    assert shown_numbers(page) == [known[each]["number"] for each in expected]
    unlisted = next(row for key, row in known.items() if key.startswith("oas-3/directive/") and key not in expected)
    actions = {row["action_id"]: row for row in read_table(five / "output", "actions")}
    reading = Reading(read_tables(five), read_reviews(five), [(action_id, "oas-3") for action_id in actions])
    likest = reading.most_like(pair[0], [each for each in actions if each.startswith("ar-plan/") and each != pair[0]])
    page.evaluate(
        "rows => localStorage.setItem('directriz.verdicts', JSON.stringify(rows))",
        [verdict_on(actions[likest], unlisted)],
    )
    page.reload()
    learned = shown_numbers(page)
    assert unlisted["number"] in learned
    assert len(learned) == SHORTLISTED
    assert visit.faults == []
    assert visit.outside == []


def test_the_next_question_is_the_same_action_and_then_the_one_most_like_it(visit: Visit):
    page = visit.open("review")
    begin_review(page)
    page.goto(f"{visit.address}#/review/ar-plan/prevencion/4 oas-3?blind=1")
    shown_numbers(page)
    page.click("#candidate-0 [data-verdict=reject]")
    seen = []
    for _ in range(3):
        page.click("#next-question")
        page.wait_for_timeout(100)
        seen.append(pair_shown(page))
    assert seen[0] == "ar-plan/prevencion/4 → oas-2"
    assert len(set(seen)) == 3
    assert seen[1].split(" → ")[0] == seen[2].split(" → ")[0] != "ar-plan/prevencion/4"
    page.click("text=← ")
    page.wait_for_timeout(100)
    assert pair_shown(page) == seen[1]
    assert visit.faults == []


def test_a_served_page_writes_each_verdict_at_once(chromium, copy_of_five: Path):
    with open_server(copy_of_five, 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        visit = Visit(chromium, copy_of_five / "output" / "explorer")
        page = visit.page
        page.goto(f"http://127.0.0.1:{server.server_port}/#/review")
        begin_review(page, is_blind=False)
        assert page.locator(".candidates .sure").count() > 0
        with page.expect_response("**/verdicts") as answer:
            page.click('#candidate-0 [data-verdict="accept"][data-grade="2"]')
        assert answer.value.ok
        kept = [row for row in read_table(copy_of_five / "raw" / "reviews", "links") if row["reviewer"] == "Ana Pérez"]
        assert [(row["verdict"], row["grade"]) for row in kept] == [("accept", "2")]
        asked: list[str] = []
        page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
        page.click("#none-fits")  # takes back an acceptance: only after a yes
        assert asked
        assert page.get_attribute("#none-fits", "aria-pressed") == "false"
        page.once("dialog", lambda dialog: dialog.accept())
        with page.expect_response("**/verdicts"):
            page.click("#none-fits")
        kept = [row for row in read_table(copy_of_five / "raw" / "reviews", "links") if row["reviewer"] == "Ana Pérez"]
        assert [row["verdict"] for row in kept] == ["no-match"]
        page.evaluate("localStorage.removeItem('directriz.verdicts')")
        page.reload()  # what is in the file is known to a page that is opened anew
        page.wait_for_selector(".review-head progress")
        assert page.evaluate("document.querySelector('.review-head progress').value") == 1
        faults = [fault for fault in visit.faults if "favicon" not in fault]
        assert [fault for fault in faults if fault.removeprefix("dialog ") not in asked] == []
        visit.context.close()
        server.shutdown()


def test_an_edition_tells_what_it_changed(chromium, tmp_path: Path):
    root = write_workspace(tmp_path, read_edition("first").documents(is_pdf=True))
    assert run(root, "all", "--jobs", "1").code == 0
    changes = [row for row in read_table(root / "output", "edition_changes") if row["kind"] != "unchanged"]
    visit = Visit(chromium, root / "output" / "explorer")
    page = visit.open("editions?kind=reworded")
    reworded = [row for row in changes if "reworded" in row["kind"].split("|")]
    assert page.locator("main .cards > li").count() == len(reworded) > 3
    actions = {row["action_id"]: row["action"] for row in read_table(root / "output", "actions")}
    texts = page.evaluate(
        """() => [...document.querySelectorAll('main .cards > li')].map(item => ['ins', 'del'].map(gone => {
             const copy = item.querySelector('.quote').cloneNode(true);
             copy.querySelectorAll(gone).forEach(each => each.remove());
             return copy.textContent.replace(/\\s+/g, ''); }))"""
    )
    assert texts == [
        ["".join(actions[row[name]].split()) for name in ("action_id_old", "action_id_new")] for row in reworded
    ]
    page = visit.open("action/ar-plan-2026/" + next(iter(actions)).split("/", 1)[1])
    assert visit.faults == []
    visit.context.close()


def test_of_a_long_list_only_the_rows_in_view_are_in_the_page(chromium, five: Path, tmp_path: Path):
    write_site(tmp_path / "site", five, read_manifest(five), grown(read_published(five), 2_000))
    visit = Visit(chromium, tmp_path / "site")
    page = visit.open("actions")
    assert page.get_attribute(".rows", "aria-rowcount") == "2001"
    assert 5 < page.locator(".rows-body .row").count() < 40
    page.focus(".rows")
    page.keyboard.press("End")
    page.wait_for_timeout(100)
    assert page.locator('.rows-body .row[aria-selected="true"]').get_attribute("aria-rowindex") == "2001"
    visit.context.close()


def test_texts_of_a_document_are_never_read_as_html(chromium, five: Path, tmp_path: Path):
    hostile = '<img src=x onerror="alert(1)"></script><script>alert(2)</script> \u202eevil\u0007 <!-- ${7*7} \u2028'
    published = read_published(five)
    texts = {
        "actions": ("action", "measure", "responsible"),
        "directives": ("text", "text_base"),
        "plans": ("title", "issuer"),
        "agencies": ("name",),
        "issues": ("detail", "text"),
    }
    for table, names in texts.items():
        for row in published.rows(table):
            row.update({name: f"{hostile} {row[name]}" for name in names if row[name]})
    write_site(tmp_path / "site", five, read_manifest(five), published)
    visit = Visit(chromium, tmp_path / "site")
    for place in ("coverage", "actions", "action/ar-plan/prevencion/4", "directive/oas-3/directive/8", "body/ar-mmgyd",
                  "issues", "progress", "documents", "search?q=evil", "review"):  # fmt: skip
        page = visit.open(place)
        page.wait_for_timeout(100)
        shown = page.inner_text("main")
        assert not {"\u202e", "\u0007"} & set(shown), place
        assert page.locator("main img[src=x], main script").count() == 0
    assert "\\u202eevil\\u0007" in visit.open("action/ar-plan/prevencion/4").inner_text("main")
    assert (visit.faults, visit.outside) == ([], [])
    visit.context.close()


def test_a_page_without_its_parts_says_so(chromium, five: Path, tmp_path: Path):
    (tmp_path / "index.html").write_bytes((five / "output" / "explorer" / "index.html").read_bytes())
    visit = Visit(chromium, tmp_path)
    page = visit.open("action/ar-plan/prevencion/4")
    page.wait_for_selector("[role=alert]")
    assert "parts/0.js" in page.inner_text("[role=alert]")
    assert page.locator(".link").count() > 0
    visit.context.close()


def test_what_is_printed_has_every_row(visit: Visit):
    page = visit.open("actions")
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".rows-body .row").count() == int(page.get_attribute(".rows", "aria-rowcount")) - 1


def test_the_dataset_is_described_for_machines(visit: Visit):
    page = visit.open("coverage")
    described = json.loads(page.text_content('script[type="application/ld+json"]'))
    assert described["@type"] == "Dataset"
    assert {"../actions.csv", "../links.parquet"} <= {each["contentUrl"] for each in described["distribution"]}


def test_the_reading_that_is_shown_is_cited(visit: Visit):
    visit.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = visit.open("directive/oas-3/directive/8?reading=of-CAN")
    page.wait_for_selector(".readings")
    page.click("#copy-citation")
    page.wait_for_timeout(100)
    cited = page.evaluate("navigator.clipboard.readText()")
    assert "sea edad étnico racial" in cited
    assert "borrador en negociación" in cited
    assert visit.faults == []


def test_keys_judge_without_a_click_before(visit: Visit):
    page = visit.open("review")
    begin_review(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("3")
    assert page.get_attribute("#candidate-0", "class") == "said accept"
    page.click("#candidate-1 [data-verdict=reject]")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.id") == "candidate-2"
