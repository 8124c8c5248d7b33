"""`kind = "auto"` in the manifest: the profile says the kind, or its keys show it, from the manifest to the tables."""

from __future__ import annotations

from pathlib import Path

from workspaces import Document, read_table, run, write_workspace

MATRIX = "\nPREVENCIÓN\n\nN°\tAcción\tResponsable\n1\tAbrir refugios\tMDS\n2\tDictar talleres\tMTEySS\n"
MATRIX_PROFILE = """kind = "auto"
about = "Rows of a table."
[columns]
number = ["N°"]
action = ["Acción"]
responsible = ["Responsable"]
[dump]
pages = "blank-line-in-table"
[layout]
key = "number"
key_pattern = '^\\d+$'
[[heading]]
pattern = '(?P<axis>[A-ZÓ]+)'
"""
LIST = "\nEje 1. Prevención\n\nAcciones\n\n• Abrir refugios en el norte.\n\n• Dictar talleres.\n\nResponsables: MDS\n"
LIST_PROFILE = """kind = "auto"
about = "Items of a text."
[columns]
responsible = ["Responsables"]
[[unit]]
kind = "list"
pattern = 'Acciones'
[[unit]]
kind = "action"
pattern = '• (?P<text>.+)'
[[heading]]
pattern = '(?P<axis>Eje \\d+\\..+)'
"""


def test_documents_of_the_kind_auto_are_published_with_the_kind_of_their_profiles(tmp_path: Path) -> None:
    documents = [
        Document("matriz", MATRIX, MATRIX_PROFILE, "auto"),
        Document("lista", LIST, LIST_PROFILE, "auto"),
    ]
    root = write_workspace(tmp_path, documents)
    assert run(root, "check").out.strip() == "nothing would be refused"
    ended = run(root, "all", "--jobs", "1")
    assert ended.code == 0, ended.err
    kinds = {row["plan_id"]: (row["kind"], row["action_count"]) for row in read_table(root / "output", "plans")}
    assert kinds == {"matriz": ("action-matrix", "2"), "lista": ("action-list", "2")}
    actions = [(row["action_id"], row["action"], row["responsible"]) for row in read_table(root / "output", "actions")]
    assert actions == [
        ("matriz/prevencion/1", "Abrir refugios", "MDS"),
        ("matriz/prevencion/2", "Dictar talleres", "MTEySS"),
        ("lista/eje/1", "Abrir refugios en el norte.", "MDS"),
        ("lista/eje/2", "Dictar talleres.", "MDS"),
    ]
