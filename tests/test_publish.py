"""Tables as files: types, keys, CSV and Parquet of made-up rows, and the data package."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from directriz.errors import CheckFailed
from directriz.publish.checks import check_outward, check_owners, check_tables, outward_references, own_keys
from directriz.publish.columns import columns_of
from directriz.publish.file_hashes import Published
from directriz.publish.package import data_package
from directriz.publish.tables import as_csv, as_parquet, tabulate
from directriz.schema import Column, Table
from directriz.store import digest
from hypothesis import given
from hypothesis import strategies as st

PLANS = Table(
    name="plans",
    en="Plans.",
    es="Planes.",
    primary_key=("plan_id",),
    columns=(
        Column("plan_id", "string", "Identifier.", "Identificador.", required=True, unique=True, pattern="[a-z]+"),
        Column("kind", "string", "Kind.", "Tipo.", enum=("matrix", "list")),
        Column("pages", "integer", "Pages.", "Páginas.", minimum=1, maximum=900),
        Column("share", "number", "Share.", "Parte."),
        Column("is_draft", "boolean", "Draft.", "Borrador.", required=True),
        Column("before", "string", "Edition before.", "Edición anterior.", references="plans.plan_id"),
    ),
)
ROW = {"plan_id": "a", "kind": "list", "pages": 3, "share": 0.1, "is_draft": True, "before": None}
TABLES = {"plans": PLANS}


def frame(*rows):
    return tabulate(PLANS, [{**ROW, **row} for row in rows])


def values(*rows):
    return columns_of(PLANS, [{**ROW, **row} for row in rows])


def test_types_are_the_schemas():
    types = ["string", "string", "Int64", "Float64", "boolean", "string"]
    assert frame({}).dtypes.astype(str).to_dict() == dict(zip(ROW, types, strict=True))


def test_csv_has_line_ends_quotes_and_blanks_as_the_reference_says():
    rows = values({"kind": None, "pages": None}, {"plan_id": "b", "share": 0.1 + 0.2, "before": 'a "b",\nc'})
    assert as_csv(PLANS, rows).decode("utf-8") == (
        'plan_id,kind,pages,share,is_draft,before\na,,,0.1,true,\nb,list,3,0.3,true,"a ""b"",\nc"\n'
    )


def test_an_empty_text_is_missing():
    assert frame({"kind": ""})["kind"].isna().all()


def test_parquet_carries_types_and_meanings():
    read = pq.read_table(io.BytesIO(as_parquet(PLANS, values({}))))
    assert read.to_pylist() == [ROW]
    assert read.schema.field("pages").type == pa.int64()
    assert not read.schema.field("plan_id").nullable
    assert read.schema.field("pages").metadata == {b"description": b"Pages.", b"description_es": "Páginas.".encode()}
    assert read.schema.metadata[b"description"] == b"Plans."


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "plan_id": TEXT,
            "kind": st.none() | TEXT,
            "pages": st.none() | st.integers(-(2**53), 2**53),
            "share": st.none() | st.integers(-1000, 1000).map(lambda value: value / 8),
            "is_draft": st.booleans(),
            "before": st.none() | TEXT,
        }
    ),
    max_size=6,
)


@given(ROWS)
def test_csv_and_parquet_read_back_as_the_rows(rows):
    made = columns_of(PLANS, rows)
    read = list(csv.DictReader(io.StringIO(as_csv(PLANS, made).decode("utf-8"), newline="")))
    shown = [{name: "" if value is None else value for name, value in row.items()} for row in rows]
    assert [{**row, "is_draft": row["is_draft"] == "true"} for row in read] == [
        {**row, "pages": str(row["pages"]), "share": format(row["share"], ".12g") if row["share"] != "" else ""}
        for row in shown
    ]
    assert pq.read_table(io.BytesIO(as_parquet(PLANS, made))).to_pylist() == rows


@given(ROWS)
def test_the_same_rows_are_the_same_bytes(rows):
    assert as_parquet(PLANS, columns_of(PLANS, rows)) == as_parquet(PLANS, columns_of(PLANS, rows))


def test_a_table_that_holds():
    check_tables(TABLES, {"plans": values({}, {"plan_id": "b", "before": "a"})})


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"plan_id": None}, "plan_id is missing"),
        ({"plan_id": "a"}, "plan_id stands twice"),
        ({"plan_id": "B"}, "plan_id has another form"),
        ({"kind": "map"}, "kind is none of"),
        ({"pages": 0}, "pages is under 1"),
        ({"pages": 901}, "pages is over 900"),
        ({"pages": "3"}, "pages is no integer"),
        ({"share": True}, "share is no number"),
        ({"is_draft": None}, "is_draft is missing"),
        ({"before": "z"}, "before names nothing in plans.plan_id"),
    ],
)
def test_a_table_off_its_schema(wrong, said):
    with pytest.raises(CheckFailed, match=said) as refused:
        check_tables(TABLES, {"plans": values({}, {"plan_id": "b", **wrong})})
    assert refused.value.place == "table plans"
    assert "output/ keeps the tables of the last good run" in refused.value.remedy


def test_a_reference_may_lead_to_another_group():
    one, other = values({"before": "b"}), values({"plan_id": "b"})
    keys = {name: own_keys(TABLES.values(), {"plans": rows}) for name, rows in (("one", one), ("other", other))}
    outward = outward_references(TABLES, {"plans": one}, keys["one"])
    assert outward == {"plans.before": {"b"}}
    check_outward(TABLES, outward, {"plans.plan_id": {"a", "b"}})
    with pytest.raises(CheckFailed, match=r"before names nothing in plans.plan_id .* 'b'"):
        check_outward(TABLES, outward, keys["one"])


def test_a_group_holds_rows_of_its_own_documents_only():
    check_owners(TABLES, {"plans": values({}, {"plan_id": "b"})}, {"a", "b"})
    with pytest.raises(CheckFailed, match="plan_id is of another document"):
        check_owners(TABLES, {"plans": values({}, {"plan_id": "b"})}, {"a"})


def test_a_doubled_key_of_two_columns():
    pairs = Table(
        "pairs", "", "", ("left", "right"), (Column("left", "string", "", ""), Column("right", "integer", "", ""))
    )
    rows = [{"left": "a", "right": 1}, {"left": "a", "right": 2}]
    check_tables({"pairs": pairs}, {"pairs": columns_of(pairs, rows)})
    with pytest.raises(CheckFailed, match="the key left, right stands twice"):
        check_tables({"pairs": pairs}, {"pairs": columns_of(pairs, [*rows, rows[0]])})


def test_the_package_describes_every_table():
    made = values({})
    files = {"plans.csv": as_csv(PLANS, made), "plans.parquet": as_parquet(PLANS, made)}
    described = {name: Published.of(content) for name, content in files.items()}
    package = data_package(
        TABLES, described, {"plans": 1}, {"plans.kind": ["Tipo", "Clase"]}, [{"title": "Plan", "path": "a"}]
    )
    (resource,) = package["resources"]
    assert (resource["bytes"], resource["rows"]) == (len(files["plans.csv"]), 1)
    assert resource["hash"] == f"sha256:{digest(files['plans.csv'])}"
    assert resource["schema"]["primaryKey"] == ["plan_id"]
    assert resource["schema"]["foreignKeys"] == [
        {"fields": ["before"], "reference": {"resource": "", "fields": ["plan_id"]}}
    ]
    kind = resource["schema"]["fields"][1]
    assert (kind["label_original"], kind["description_es"]) == ("Tipo|Clase", "Tipo.")
    assert kind["constraints"] == {"enum": ["matrix", "list"]}
    assert package["sources"] == [{"title": "Plan", "path": "a"}]


def test_a_value_of_another_type_is_a_bug():
    with pytest.raises((TypeError, ValueError)):
        tabulate(PLANS, [{**ROW, "pages": "tres"}])


def test_rows_keep_their_order():
    names = ["c", "a", "b"]
    assert list(frame(*({"plan_id": name} for name in names))["plan_id"]) == names
    assert isinstance(frame(), pd.DataFrame)
    assert as_csv(PLANS, values()) == b"plan_id,kind,pages,share,is_draft,before\n"


def test_a_table_that_is_parquet_only_has_no_csv_and_is_described():
    pairs = Table("pairs", "Pairs.", "Pares.", (), PLANS.columns, parquet_only=True)
    both = {"plans": PLANS, "pairs": pairs}
    made = as_parquet(pairs, values({}))
    files = {name: Published.of(made) for name in ("plans.csv", "plans.parquet", "pairs.parquet")}
    resource = data_package(both, files, {"plans": 1, "pairs": 1}, {}, [])["resources"][1]
    assert (resource["path"], resource["format"], resource["rows"]) == ("pairs.parquet", "parquet", 1)
    assert resource["parquet"]["hash"] == f"sha256:{digest(made)}"
    assert [field["name"] for field in resource["schema"]["fields"]] == list(pairs.column_names)
