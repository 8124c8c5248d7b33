"""Two files of one document: the first is published, the other compared with it value by value."""

from __future__ import annotations

import pytest
from directriz.checks import check_conservation
from directriz.errors import LayoutMismatch
from directriz.read.text import read_text
from directriz.rebuild import rebuild
from directriz.records import Action, Cell, Issue, PrintedLine, Records
from workspaces import shipped

HEADER = (
    "N° de acción\tMedidas\tAcciones\tIndicadores\tMedios de verificación\tOrganismo responsable\tOrganismos asociados"
)
PLAN = f"""PREVENCIÓN

{HEADER}
1\tDifusión\tDifundir piezas\tPiezas\tInforme\tMINSEG\tDNM
2\t\tFormar docentes\tDocentes\tInforme\tMPF\t
"""


def rebuilt_from(*texts):
    source, profile = shipped("ar-plan")
    paths = [f"plan-{number}.txt" for number in range(1, len(texts) + 1)]
    witnesses = tuple(source.file[0].model_copy(update={"path": path, "sha256": "0" * 64}) for path in paths)
    source = source.model_copy(update={"id": "plan", "file": witnesses})
    lines = Records(
        line
        for text, path in zip(texts, paths, strict=True)
        for line in read_text(text.encode("utf-8"), path, profile.dump.pages)
    )
    records = rebuild(lines, source, profile)
    for path in paths:
        check_conservation(lines.of(PrintedLine), records, path)
    return records


def differing(*texts):
    return [issue for issue in rebuilt_from(*texts).of(Issue) if issue.issue_code == "witnesses_differ"]


def test_witnesses_that_agree_add_their_places_and_nothing_else():
    one, two = rebuilt_from(PLAN), rebuilt_from(PLAN, PLAN.replace("\n2\t", "\n\n2\t"))
    assert two.of(Action) == one.of(Action)
    assert differing(PLAN, PLAN) == []
    numbered = [(cell.piece, cell.source_file) for cell in two.of(Cell) if cell.column == "action"]
    assert numbered == [(1, "plan-1.txt"), (1, "plan-1.txt"), (2, "plan-2.txt"), (2, "plan-2.txt")]


def test_a_value_that_differs_is_told_and_the_first_is_published():
    texts = PLAN, PLAN.replace("Difundir piezas", "Difundir plazas")
    assert rebuilt_from(*texts).of(Action)[0].action == "Difundir piezas"
    (issue,) = differing(*texts)
    assert (issue.record_id, issue.severity) == ("plan/prevencion/1", "doubt")
    assert issue.detail == "action: plan-1.txt has 'Difundir piezas'"
    assert issue.text == "plan-2.txt: 'Difundir plazas'"


@pytest.mark.parametrize("order", [1, -1])
def test_a_record_that_one_witness_lacks_is_told_once(order):
    texts = [PLAN, PLAN[: PLAN.index("2\t\t")]][::order]
    (issue,) = differing(*texts)
    has, lacks = ("plan-1.txt", "plan-2.txt")[::order]
    assert (issue.record_id, issue.detail) == ("plan/prevencion/2", f"{has} has this record, {lacks} does not")


def test_a_witness_that_the_profile_cannot_read_is_refused_by_its_name():
    with pytest.raises(LayoutMismatch) as refused:
        rebuilt_from(PLAN, PLAN.replace("Medidas", "Plazo"))
    assert refused.value.place.startswith("plan-2.txt")
