"""A workspace of one small plan and one small framework, and a draft beside them, for tests of the commands."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

PLAN = """PREVENCIÓN

N°\tMedida\tAcción\tResponsable
1\tDifusión\tDifundir la línea de denuncia\tMMGyD
2\t\tCapacitar al personal de terminales\tDNM
"""
FRAMEWORK = """\tPREVENCIÓN

\tDIRECTRIZ
\tINDICADOR

\t1. Difundir líneas de denuncia entre la población
\tLíneas difundidas

\t2. Capacitar al personal de frontera
\tPersonal capacitado
"""
PLAN_PROFILE = r"""kind = "action-matrix"
about = "A small plan."

[columns]
number = ["N°"]
measure = ["Medida"]
action = ["Acción"]
responsible = ["Responsable"]

[layout]
merged = ["measure"]

[[heading]]
pattern = '(?P<axis>[^a-z]+)'

[[expect]]
rows = { prevencion = 2 }
"""
FRAMEWORK_PROFILE = r"""kind = "directive-table"
about = "A small framework."

[columns]
text = ["DIRECTRIZ"]
indicators = ["INDICADOR"]

[split]
text = '(?P<number>\d+)\.\s*(?P<text>.+)'

[[heading]]
pattern = '[^a-z\d]+'
"""

DRAFT_PROFILE = r"""kind = "directive-list"
about = "A small draft."

[amendments]
read = true

[[heading]]
pattern = 'DIRECTRICES'
kind = "directive"
numbering = "arabic"
"""


def sha256(text: str) -> str:
    """Return the hash of a text in UTF-8."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def entry(**keys: Any) -> str:
    """Return a `[[source]]` entry: the small plan's with `keys` laid over it; None leaves a key out."""
    plan: dict[str, Any] = {
        "id": "plan",
        "title": "Plan",
        "issuer": "Ministerio",
        "jurisdiction": "ARG",
        "kind": "action-matrix",
        "language": "es",
        "profile": "plan.toml",
        "links_to": ["marco"],
        "path": "plan.txt",
        "sha256": sha256(PLAN),
    } | keys
    file = {name: plan.pop(name) for name in ("path", "sha256")}
    lines = [f"{name} = {json.dumps(value)}" for name, value in plan.items() if value is not None]
    lines += ["[[source.file]]", *(f"{name} = {json.dumps(value)}" for name, value in file.items())]
    return "\n".join(["[[source]]", *lines, ""])


def draft_entry(text: str) -> str:
    """Return the entry of a draft with this text, read under DRAFT_PROFILE."""
    return entry(
        id="draft", title="Borrador", kind="directive-list", profile="draft.toml", links_to=None, path="draft.txt",
        sha256=sha256(text),
    )  # fmt: skip


FRAMEWORK_ENTRY = entry(
    id="marco",
    title="Marco",
    jurisdiction="OEA",
    kind="directive-table",
    profile="marco.toml",
    links_to=None,
    path="marco.txt",
    sha256=sha256(FRAMEWORK),
)


def write_workspace(root: Path, manifest: str | None = None, **files: str) -> Path:
    """Write the workspace below `root` and return it; `files` replace or add to raw/, `_` standing for a full stop."""
    raw = root / "raw"
    raw.mkdir(parents=True)
    texts = {
        "plan.txt": PLAN,
        "marco.txt": FRAMEWORK,
        "plan.toml": PLAN_PROFILE,
        "marco.toml": FRAMEWORK_PROFILE,
        "sources.toml": manifest or f"{entry()}\n{FRAMEWORK_ENTRY}",
    }
    texts |= {name.replace("_", "."): text for name, text in files.items()}
    for name, text in texts.items():
        (raw / name).write_text(text, encoding="utf-8")
    return root
