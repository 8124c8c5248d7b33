"""Links: a row for every action and framework, reviewed verdicts first, evidence always."""

from __future__ import annotations

import hashlib
import json

import pandas as pd
import pytest
from directriz.errors import ManifestInvalid
from directriz.link import LinkSettings, link
from directriz.link.carried import Editions
from directriz.link.reviews import COLUMNS, no_reviews, parse_reviews
from directriz.schema import tables

DIRECTIVES = {
    "oas-2/directive/4": "Implementar campañas de información, concienciación y sensibilización para la sociedad.",
    "oas-2/directive/14": "Considerar la creación de unidades de policía y fiscalías especializadas.",
    "oas-2/directive/29": "Promover la creación de refugios apropiados para las víctimas de trata de personas.",
}
ACTIONS = {
    "ar-plan/prevencion/1": "Diseñar y difundir campañas de sensibilización",
    "ar-plan/asistencia/13": "Crear refugios para las víctimas",
    "ar-plan/fortalecimiento/9": "Xilófono bemol",
}


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def action_table(texts: dict[str, str]) -> pd.DataFrame:
    rows = [
        {"action_id": key, "plan_id": key.split("/")[0], "action": text, "text_sha256": sha256(text)}
        for key, text in texts.items()
    ]
    return pd.DataFrame(rows, columns=list(tables()["actions"].column_names))


def directive_table(texts: dict[str, str]) -> pd.DataFrame:
    rows = [
        {"directive_id": key, "plan_id": key.split("/")[0], "kind": key.split("/")[1], "text": text}
        | {"text_sha256": sha256(text)}
        for key, text in texts.items()
    ]
    return pd.DataFrame(rows, columns=list(tables()["directives"].column_names))


def review(action_id: str, directive_id: str, verdict: str, **changed: str) -> dict[str, str]:
    row = {
        "action_id": action_id,
        "directive_id": directive_id,
        "verdict": verdict,
        "grade": "",
        "reviewer": "ana",
        "date": "2026-11-24",
        "note": "",
        "action_sha256": sha256(ACTIONS.get(action_id, "")),
        "directive_sha256": sha256(DIRECTIVES[directive_id]) if directive_id in DIRECTIVES else "",
    }
    return row | changed


def run(*reviews: dict[str, str], settings: LinkSettings | None = None) -> pd.DataFrame:
    verdicts = parse_reviews(COLUMNS, reviews)
    return link(action_table(ACTIONS), directive_table(DIRECTIVES), ["oas-2"], verdicts, settings).links


def top(links: pd.DataFrame) -> dict[str, str | None]:
    first = links[links["rank"] == 1]
    return {row.action_id: None if pd.isna(row.directive_id) else row.directive_id for row in first.itertuples()}


def test_each_action_gets_its_directive_or_says_that_none_fits() -> None:
    assert top(run()) == {
        "ar-plan/prevencion/1": "oas-2/directive/4",
        "ar-plan/asistencia/13": "oas-2/directive/29",
        "ar-plan/fortalecimiento/9": None,
    }


def test_the_table_has_the_schema_s_columns_and_its_rows_their_order() -> None:
    links = run()
    assert tuple(links.columns) == tables()["links"].column_names
    assert links["action_id"].drop_duplicates().tolist() == list(ACTIONS)
    for _, group in links.groupby("action_id"):
        assert group["rank"].tolist() == list(range(1, len(group) + 1))
        assert group["is_primary"].tolist()[1:] == [False] * (len(group) - 1)
    assert (links["evidence"].str.len() > 0).all()
    assert (links["evidence"].str.count("[|]") < 4).all()


def test_a_no_match_row_has_no_directive_and_is_not_primary() -> None:
    row = run().set_index("action_id").loc["ar-plan/fortalecimiento/9"]
    assert (row["status"], row["is_primary"], pd.isna(row["directive_id"])) == ("no-match", False, True)


def test_objectives_and_mandates_are_not_linked() -> None:
    directives = directive_table({"oas-3/mandate/1": "Crear refugios para las víctimas"})
    links = link(action_table(ACTIONS), directives, ["oas-3"], no_reviews()).links
    assert set(links["status"]) == {"no-match"}


def test_every_accepted_directive_is_published_however_many_there_are() -> None:
    texts = {f"oas-2/directive/{number}": f"Crear refugios de tipo {number}" for number in range(1, 9)}
    action = {"ar-plan/asistencia/13": ACTIONS["ar-plan/asistencia/13"]}
    rows = [
        review("ar-plan/asistencia/13", key, "accept", directive_sha256=sha256(text)) for key, text in texts.items()
    ]
    verdicts = parse_reviews(COLUMNS, rows[:7])
    links = link(action_table(action), directive_table(texts), ["oas-2"], verdicts).links
    assert list(links["status"]) == ["accepted"] * 7
    assert list(links["rank"]) == list(range(1, 8))
    assert set(links["directive_id"]) == set(list(texts)[:7])


def test_an_accepted_directive_comes_before_every_score() -> None:
    links = run(review("ar-plan/prevencion/1", "oas-2/directive/14", "accept"))
    row = links.iloc[0]
    assert (row["directive_id"], row["status"], row["judged_by"]) == ("oas-2/directive/14", "accepted", "ana")
    assert row["agreement"] == 1.0
    assert row["evidence"].startswith("ana accepts it")
    assert row["evidence_es"].startswith("ana lo acepta")
    first = json.loads(row["evidence_json"])[0]
    assert first == {"kind": "review", "reviewer": "ana", "verdict": "accept"}


def test_the_confidence_of_a_reviewed_row_is_what_the_ranker_would_say_without_that_review() -> None:
    said = review("ar-plan/prevencion/1", "oas-2/directive/4", "accept")
    other = review("ar-plan/asistencia/13", "oas-2/directive/29", "accept")
    alone, both = (run(*rows).set_index("action_id") for rows in ((other,), (said, other)))
    before, after = (table.loc[["ar-plan/prevencion/1"]].iloc[0] for table in (alone, both))
    assert (before["judged_by"], after["judged_by"]) == ("ranker", "ana")
    assert before["confidence"] == pytest.approx(after["confidence"], abs=0.02)
    assert after["confidence"] < 1
    assert pd.isna(before["agreement"])


def test_agreement_is_the_share_of_readings_that_say_the_same() -> None:
    panel = review("ar-plan/prevencion/1", "oas-2/directive/14", "accept", note="oas-2: votes 3/2/1")
    against = review("ar-plan/prevencion/1", "oas-2/directive/14", "reject", reviewer="eva")
    more = review("ar-plan/prevencion/1", "oas-2/directive/14", "accept", reviewer="luis")
    assert run(panel).iloc[0]["agreement"] == pytest.approx(2 / 3, abs=1e-4)
    row = run(panel, against, more).iloc[0]
    assert (row["judged_by"], row["agreement"]) == ("ana|luis", pytest.approx(3 / 5))
    none = review("ar-plan/asistencia/13", "", "no-match", note="oas-2: nothing on this")
    assert run(none).set_index("action_id").loc["ar-plan/asistencia/13", "agreement"] == 1.0
    unkept = none | {"note": "oas-2: votes not kept; no directive got two of three"}
    assert pd.isna(run(unkept).set_index("action_id").loc["ar-plan/asistencia/13", "agreement"])


def test_a_rejected_directive_is_not_proposed_again() -> None:
    assert top(run(review("ar-plan/prevencion/1", "oas-2/directive/4", "reject")))["ar-plan/prevencion/1"] != (
        "oas-2/directive/4"
    )


def test_a_reader_s_no_match_turns_every_proposal_down() -> None:
    links = run(review("ar-plan/asistencia/13", "", "no-match", note="oas-2: nothing on this"))
    row = links.set_index("action_id").loc["ar-plan/asistencia/13"]
    assert (row["status"], row["method"]) == ("no-match", "review")


def test_a_no_match_on_one_framework_says_nothing_of_another() -> None:
    assert top(run())["ar-plan/asistencia/13"] == "oas-2/directive/29"
    other = directive_table(DIRECTIVES | {"oas-3/directive/80": "Promover la creación de albergues."})
    verdicts = parse_reviews(COLUMNS, [review("ar-plan/asistencia/13", "", "no-match", note="oas-3: none")])
    links = link(action_table(ACTIONS), other, ["oas-3", "oas-2"], verdicts).links
    chosen = links[(links["action_id"] == "ar-plan/asistencia/13") & (links["rank"] == 1)]
    assert chosen["status"].tolist() == ["no-match", "proposed"]


@pytest.mark.parametrize("column", ["action_sha256", "directive_sha256"])
def test_a_verdict_on_another_text_is_stale_and_says_so(column: str) -> None:
    verdicts = parse_reviews(
        COLUMNS, [review("ar-plan/prevencion/1", "oas-2/directive/4", "accept", **{column: "0" * 64})]
    )
    tables_made = link(action_table(ACTIONS), directive_table(DIRECTIVES), ["oas-2"], verdicts)
    assert tables_made.issues["issue_code"].tolist() == ["review_stale"]
    row = tables_made.links.iloc[0]
    assert (row["directive_id"], row["status"]) == ("oas-2/directive/4", "proposed")
    assert row["evidence"].startswith("ana accepts it, of a text that changed since")


def test_a_verdict_carries_over_to_the_next_edition_where_the_text_is_the_same() -> None:
    former = review("ar-plan-2020/prevencion/7", "oas-2/directive/14", "accept")
    former["action_sha256"] = sha256(ACTIONS["ar-plan/prevencion/1"])
    assert top(run(former))["ar-plan/prevencion/1"] == "oas-2/directive/4"
    carried = run(former, settings=LinkSettings(editions=Editions(before=("ar-plan-2020",))))
    assert carried.iloc[0]["directive_id"] == "oas-2/directive/14"
    assert "said of ar-plan-2020/prevencion/7, same text" in carried.iloc[0]["evidence"].split("|")


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"verdict": "yes"}, "verdict 'yes'"),
        ({"grade": "4"}, "grade '4'"),
        ({"reviewer": ""}, "reviewer is missing"),
        ({"date": "24/11/2026"}, "date '24/11/2026'"),
        ({"verdict": "no-match"}, "disagree"),
        ({"directive_id": ""}, "disagree"),
        ({"directive_sha256": ""}, "directive_sha256 is missing"),
    ],
)
def test_a_review_that_cannot_be_meant_is_refused(changed: dict[str, str], message: str) -> None:
    good = review("ar-plan/prevencion/1", "oas-2/directive/4", "accept", grade="3")
    assert len(parse_reviews(COLUMNS, [good])) == 1
    with pytest.raises(ManifestInvalid, match=message):
        parse_reviews(COLUMNS, [good | changed])


def test_a_doubled_verdict_and_an_unknown_column_are_refused() -> None:
    good = review("ar-plan/prevencion/1", "oas-2/directive/4", "accept")
    assert len(parse_reviews(COLUMNS, [good, good | {"reviewer": "luis"}])) == 2
    with pytest.raises(ManifestInvalid, match="second verdict of ana"):
        parse_reviews(COLUMNS, [good, good | {"verdict": "reject"}])
    with pytest.raises(ManifestInvalid, match="mood"):
        parse_reviews([*COLUMNS, "mood"], [good])


ON_ROADS = [
    "Pavimentar calles del barrio",
    "Construir canchas",
    "Vacunar a los niños",
    "Reciclar residuos",
    "Sembrar café",
]
ON_ROADS += [
    "Sembrar café",
    "Ampliar el acueducto",
    "Mejorar las escuelas rurales",
    "Restaurar el teatro",
    "Cambiar luminarias",
]


def test_a_plan_on_another_subject_is_told_and_not_linked() -> None:
    actions = action_table({f"x-plan/a/{place}": text for place, text in enumerate(ON_ROADS)})
    made = link(actions, directive_table(DIRECTIVES), ["oas-2"], no_reviews())
    assert made.issues["issue_code"].tolist() == ["plan_off_subject"]
    assert set(made.links["status"]) == {"no-match"}
    assert (made.links["confidence"] >= 0.9).all()
    assert (made.link_scores["confidence"] < 0.5).all()


def test_a_persons_none_fits_against_the_panels_links_is_told() -> None:
    accepted = review("ar-plan/asistencia/13", "oas-2/directive/29", "accept", reviewer="panel-2026")
    none = review("ar-plan/asistencia/13", "", "no-match", note="oas-2: none of those shown")
    for rows, codes in (([accepted, none], ["review_contradiction"]), ([none], []), ([accepted], [])):
        assert list(issues_of(*rows)["issue_code"]) == codes
    contradicted = issues_of(accepted, none).iloc[0]
    assert contradicted["detail"] == "ana says that none fits, panel-2026 accepts oas-2/directive/29"


def issues_of(*reviews: dict[str, str]) -> pd.DataFrame:
    verdicts = parse_reviews(COLUMNS, reviews)
    return link(action_table(ACTIONS), directive_table(DIRECTIVES), ["oas-2"], verdicts).issues
