"""The manifest and the profiles: what is accepted, and beside it the same input with one thing wrong."""

from __future__ import annotations

import re
import tomllib

import pytest
from directriz.errors import ManifestInvalid
from directriz.key_errors import key_error, line_of, told_errors
from directriz.layouts import Profile
from directriz.sources import profile_path, read_manifest, read_profile
from pydantic import ValidationError
from workspaces import REPOSITORY

LINE = re.compile(r" l\. \d+$")
SHA = "a" * 64
PLAN = f"""[[source]]
id = "plan"
title = "Plan"
issuer = "Ministerio"
jurisdiction = "CHL"
kind = "action-matrix"
period = [2024, 2026]
language = "es"
profile = "plan.toml"
links_to = ["marco"]
[[source.file]]
path = "plan.txt"
sha256 = "{SHA}"
"""
FRAMEWORK = f"""[[source]]
id = "marco"
title = "Marco"
issuer = "OEA"
jurisdiction = "OEA"
kind = "directive-list"
language = "es"
profile = "oas-3"
[[source.file]]
path = "marco.txt"
sha256 = "{SHA}"
"""
PROFILE = r"""kind = "action-matrix"
about = "A plan."
ignore = ["Obs."]

[columns]
number = ["N°", "Nº"]
measure = ["Medidas"]
action = ["Acciones"]
responsible = ["Responsable"]

[split]
action = '(?P<number>\d+\.)\s(?P<action>.+)'

[years]
year = 'Año (?P<year>\d{4})'
programmed = ["Programado"]
executed = ["Ejecutado"]

[layout]
merged = ["measure"]
undrawn = ["measure"]
axis_key = '(?P<key>\w+)'

[[heading]]
pattern = '(?P<axis>EJE .+)'

[[expect]]
rows = { eje = 2 }
"""


def workspace(root, manifest, profile=PROFILE):
    (root / "raw").mkdir()
    (root / "raw" / "sources.toml").write_text(manifest, encoding="utf-8")
    (root / "raw" / "plan.toml").write_text(profile, encoding="utf-8")
    return root


def changed(text, old, new):
    assert old in text
    return text.replace(old, new, 1)


def test_documents_come_back_in_the_manifests_order(tmp_path):
    manifest = read_manifest(workspace(tmp_path, PLAN + FRAMEWORK))
    assert [source.id for source in manifest.source] == ["plan", "marco"]
    plan = manifest.source[0]
    assert (plan.period, plan.links_to, plan.file[0].path) == ((2024, 2026), ("marco",), "plan.txt")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("period =", "periodo =", "[[source]] 'plan': key 'periodo': unknown key"),
        ("jurisdiction =", "juristiction =", "[[source]] 'plan': key 'juristiction': unknown key"),
        ('language = "es"\n', "", "[[source]] 'plan': key 'language': it is missing"),
        ('id = "plan"', 'id = "Plan 2024"', "key 'id'"),
        ('id = "plan"', 'id = "marco"', "id 'marco' stands twice"),
        ("[2024, 2026]", "[2026, 2024]", "ends before it begins"),
        ("[2024, 2026]", '["a", "b"]', "key 'period.0'"),
        ('["marco"]', '["oas-9"]', "links_to of 'plan' names 'oas-9', which is no document here"),
        ('["marco"]', '["plan"]', "which has no directives (kind 'action-matrix')"),
        ('id = "plan"', 'id = "plan"\nsupersedes = "plan"', "supersedes of 'plan' leads back to itself"),
        ('["marco"]', '["marco", "marco"]', "twice"),
        ('"action-matrix"', '"matrix"', "key 'kind'"),
        ('path = "plan.txt"', 'path = "../plan.txt"', "leaves raw/"),
        ('path = "plan.txt"', 'path = "/etc/passwd"', "leaves raw/"),
        ('path = "plan.txt"', 'path = "marco.txt"', "path 'marco.txt' stands under 'plan' and 'marco'"),
        (SHA, "abc", "key 'file.0.sha256'"),
        ('sha256 = "a', 'sha1 = "a', "key 'file.0.sha1': unknown key"),
        ('[[source.file]]\npath = "plan.txt"', '[[source.files]]\npath = "plan.txt"', "[[source]] 'plan'"),
        ("[[source]]", "[source", "not TOML"),
    ],
)
def test_a_manifest_with_one_thing_wrong(tmp_path, old, new, said):
    root = workspace(tmp_path, changed(PLAN + FRAMEWORK, old, new))
    with pytest.raises(ManifestInvalid, match=re.escape(said)) as refused:
        read_manifest(root)
    assert LINE.sub("", refused.value.place) == "raw/sources.toml"
    assert refused.value.remedy
    assert refused.value.exit_code == 3


@pytest.mark.parametrize(
    ("old", "new", "found", "remedy"),
    [
        ('language = "es"', 'language = "spa"', '"spa" is no language code', "two letters of ISO 639-1"),
        ("[2024, 2026]", "2024", "2024 is no span of two years", "period = [2025, 2027]"),
        ('["marco"]', '"marco"', '"marco" is no list in brackets', 'links_to = ["oas-3", "oas-2"]'),
        ('issuer = "Ministerio"', 'issuer = ""', "key 'issuer': it is empty", 'issuer = "Ministerio del Interior"'),
        ('issuer = "Ministerio"', "issuer = 3", "3 is no text in quotes", 'issuer = "Ministerio del Interior"'),
        (SHA, "abc", '"abc" is no SHA-256: it has 64 digits', "`sha256sum raw/FILE`"),
        (
            'sha256 = "a',
            'language = "es"\nsha256 = "a',
            "key 'file.0.language': unknown key",
            "above its [[source.file]]",
        ),
    ],
)
def test_a_wrong_value_is_told_in_plain_words_with_an_example(tmp_path, old, new, found, remedy):
    root = workspace(tmp_path, changed(PLAN + FRAMEWORK, old, new))
    with pytest.raises(ManifestInvalid) as refused:
        read_manifest(root)
    assert found in refused.value.found
    assert remedy in refused.value.remedy


@pytest.mark.parametrize(
    ("key", "found", "remedy"),
    [
        ("[[expect]]\nrows = { prevencion = 'x' }", '"x" is no whole number', "rows = { prevencion = 23"),
        ("[[expect]]\nrows = 65", "65 is no table of keys", "rows = { prevencion = 23"),
        ("[expect]\nrows = { prevencion = 3 }", "is no list in brackets", "[[expect]] with two brackets"),
        ("[layout]\nmerged = 'measure'", '"measure" is no list in brackets', 'merged = ["measure", "responsible"]'),
        ("[years]\nmerged = ['measure']", "key 'years.merged': unknown key", "It is a key of [layout]"),
    ],
)
def test_a_wrong_value_of_a_profile_is_told_with_an_example(key: str, found: str, remedy: str) -> None:
    text = f"kind = 'action-matrix'\nabout = '-'\n[columns]\naction = ['A']\nnumber = ['N']\n{key}\n"
    with pytest.raises(ValidationError) as invalid:
        Profile.model_validate(tomllib.loads(text))
    wrong = key_error(told_errors(invalid.value)[0], Profile, "profile p.toml", text=text)
    assert found in wrong.found
    assert remedy in wrong.remedy


def test_a_column_is_told_with_its_own_key_and_a_pattern_as_it_is_written() -> None:
    text = "kind = 'action-matrix'\nabout = '-'\nfootnote = '\\d+('\n[columns]\naction = ['A']\nbaseline = 5\n"
    with pytest.raises(ValidationError) as invalid:
        Profile.model_validate(tomllib.loads(text))
    column, pattern = (key_error(each, Profile, "profile p.toml", text=text) for each in told_errors(invalid.value))
    assert column.remedy.startswith('Write it so, below [columns]: baseline = ["…"], with the header as printed.')
    assert "action =" not in column.remedy
    assert "'\\d+(' is no regular expression" in pattern.found


def test_an_unknown_key_is_told_with_the_known_ones(tmp_path):
    root = workspace(tmp_path, 'nota = "x"\n' + PLAN + FRAMEWORK)
    with pytest.raises(ManifestInvalid) as refused:
        read_manifest(root)
    assert str(refused.value) == "raw/sources.toml l. 1: key 'nota': unknown key\nKnown keys: source."


def test_a_misspelt_key_is_told_with_its_line_and_the_key_that_was_meant(tmp_path):
    root = workspace(
        tmp_path, FRAMEWORK + changed(PLAN, "period =", "periodo ="), changed(PROFILE, "merged =", "meged =")
    )
    with pytest.raises(ManifestInvalid) as refused:
        read_manifest(root)
    line = 1 + (FRAMEWORK + PLAN)[: (FRAMEWORK + PLAN).rindex("period =")].count("\n")
    assert refused.value.place == f"raw/sources.toml l. {line}"
    assert refused.value.remedy.startswith("Is 'period' meant? ")
    (root / "raw" / "sources.toml").write_text(PLAN + FRAMEWORK, encoding="utf-8")
    with pytest.raises(ManifestInvalid) as refused:
        read_profile(root, read_manifest(root).source[0])
    line = 1 + PROFILE[: PROFILE.index("merged =")].count("\n")
    assert refused.value.place == f"profile plan.toml l. {line}"
    assert refused.value.remedy.startswith("Is 'merged' meant? ")


def test_a_key_is_looked_for_in_its_own_table():
    text = "[a]\nrows = 1\n[b]\nrows = 2\n"
    assert [line_of(text, place) for place in (("a", "rows"), ("b", "rows"), ("b",))] == [2, 4, 3]
    assert line_of(text, ("b", "pages")) == 3, "a missing key belongs in its table"
    assert line_of(text, ("rows",)) is None, "it stands twice"
    assert line_of('x = 1\nhave = { rows = "dos" } # rows', ("have", "rows")) == 2
    assert line_of("[[expect]]\nof = 1\n", ("expect", 0)) == 1


def test_an_entry_of_a_list_of_tables_is_counted():
    text = "[[heading]]\npattern = 'a'\n\n[[heading]]\npattern = 'b'\n[layout]\nkey = 'c'\n"
    assert line_of(text, ("heading", 1, "pattern")) == 5
    assert line_of(text, ("layout", "key")) == 7


def test_a_manifest_in_another_encoding(tmp_path):
    root = workspace(tmp_path, "")
    (root / "raw" / "sources.toml").write_bytes("título".encode("latin-1"))
    with pytest.raises(ManifestInvalid, match="not UTF-8 at byte 1"):
        read_manifest(root)


def test_no_manifest(tmp_path):
    with pytest.raises(ManifestInvalid, match="there is no such file"):
        read_manifest(tmp_path)


def test_a_profile_of_ones_own_and_a_shipped_one(tmp_path):
    root = workspace(tmp_path, PLAN + FRAMEWORK)
    plan, framework = read_manifest(root).source
    assert profile_path(root, plan) == root / "raw" / "plan.toml"
    assert read_profile(root, plan).columns["number"] == ("N°", "Nº")
    assert read_profile(root, framework).amendments.read


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("undrawn =", "no_dibujadas =", "key 'layout.no_dibujadas': unknown key"),
        ("[columns]", "[columnas]", "key 'columnas': unknown key"),
        ('measure = ["Medidas"]', 'mesure = ["Medidas"]', "columns names 'mesure'"),
        ('measure = ["Medidas"]', "measure = []", "columns.measure lists no header"),
        ('action = ["Acciones"]\n', "", "columns lacks 'action'"),
        ('merged = ["measure"]', 'merged = ["medida"]', "layout.merged names 'medida'"),
        ('undrawn = ["measure"]', 'undrawn = ["medida"]', "layout.undrawn names 'medida'"),
        ("merged =", 'key = "goal"\nmerged =', "layout.key is 'goal'"),
        ("(?P<axis>EJE", "(?P<eje>EJE", "'eje' is none of axis"),
        ("(?P<axis>EJE .+)", "EJE .+", "has no group such as (?P<axis>…)"),
        (r"(?P<key>\w+)", r"\w+", "has no group (?P<key>…)"),
        (r"(?P<number>\d+\.)", r"\d+\.", "has no group (?P<number>…)"),
        (r"(?P<year>\d{4})", r"\d{4}", "has no group (?P<year>…)"),
        ("(?P<axis>EJE .+)", "(?P<axis>EJE .+", "is no regular expression"),
        ("[columns]", '[amendments]\nclosers = ["}}"]\n\n[columns]', "'}}' is not one character"),
        ("eje = 2", 'eje = "dos"', "key 'expect.0.rows.eje'"),
        ('kind = "action-matrix"', 'kind = "directive-list"', "columns names 'number'"),
    ],
)
def test_a_profile_with_one_thing_wrong(tmp_path, old, new, said):
    root = workspace(tmp_path, PLAN + FRAMEWORK, changed(PROFILE, old, new))
    plan = read_manifest(root).source[0]
    with pytest.raises(ManifestInvalid, match=re.escape(said)) as refused:
        read_profile(root, plan)
    assert LINE.sub("", refused.value.place) == "profile plan.toml"
    assert refused.value.remedy


@pytest.mark.parametrize("name", ["otro", "otro.toml", "../plan.toml"])
def test_a_profile_that_is_not_there(tmp_path, name):
    root = workspace(tmp_path, changed(PLAN + FRAMEWORK, '"plan.toml"', f'"{name}"'))
    with pytest.raises(ManifestInvalid, match=re.escape(f"[[source]] 'plan': there is no profile '{name}'")) as refused:
        read_profile(root, read_manifest(root).source[0])
    assert "Shipped: ar-plan, ar-restitucion, corett-2020, oas-2, oas-3." in refused.value.remedy


def test_a_profile_for_another_kind(tmp_path):
    root = workspace(tmp_path, changed(PLAN + FRAMEWORK, '"plan.toml"', '"oas-2"'))
    with pytest.raises(ManifestInvalid, match=r"says kind = 'directive-table', and .* 'plan' says 'action-matrix'"):
        read_profile(root, read_manifest(root).source[0])


def test_every_shipped_profile_is_valid():
    for source in read_manifest(REPOSITORY).source:
        assert read_profile(REPOSITORY, source).kind == source.kind
