"""What was learned of frameworks is kept from run to run; the links are the same as if it were learned again."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from directriz import link_steps
from directriz.cli import main
from directriz.documents import records_until
from directriz.link.features import prepare_framework
from directriz.link.kept_lessons import Lessons, format_lessons, parse_lessons
from directriz.link.reviewed_actions import Memory
from directriz.sources import read_manifest

from tests.small_workspace import FRAMEWORK, FRAMEWORK_ENTRY, PLAN, entry, sha256, write_workspace
from tests.workspaces import tree

KEY = sha256("what it was learned from")
CHANGED = PLAN.replace("Difundir la línea", "Mejorar la línea")


@pytest.fixture(autouse=True)
def as_in_a_new_process() -> None:
    link_steps._lessons.clear()


@pytest.fixture
def unteachable(monkeypatch: pytest.MonkeyPatch) -> None:
    def teach(*arguments: object) -> None:
        raise AssertionError("it is learned again")

    monkeypatch.setattr(sys.modules["directriz.link"], "teach", teach)


def test_links_of_the_five_documents_are_the_same_from_what_was_kept(five: Path, unteachable: None) -> None:
    manifest = read_manifest(five)
    (source,) = (source for source in manifest.source if source.id == "ar-plan")
    made = link_steps.link_documents(five, manifest, source, records_until)
    kept = {name: (five / "interim" / name).read_bytes() for name in made}
    assert made == kept
    assert len(made) >= 7


def test_a_changed_plan_is_linked_by_what_was_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = f"{entry(sha256=sha256(CHANGED))}\n{FRAMEWORK_ENTRY}"
    fresh = write_workspace(tmp_path / "fresh", changed, plan_txt=CHANGED)
    assert main(["--root", str(fresh), "link", "--jobs", "1"]) == 0
    link_steps._lessons.clear()
    root = write_workspace(tmp_path / "w")
    assert main(["--root", str(root), "link", "--jobs", "1"]) == 0
    link_steps._lessons.clear()
    (root / "raw" / "plan.txt").write_text(CHANGED, encoding="utf-8")
    (root / "raw" / "sources.toml").write_text(changed, encoding="utf-8")
    with monkeypatch.context() as patched:
        patched.setattr(sys.modules["directriz.link"], "teach", None)
        assert main(["--root", str(root), "link", "--jobs", "1"]) == 0
    assert tree(root / "interim") == tree(fresh / "interim")


def test_of_a_changed_framework_and_of_a_damaged_file_it_is_learned_again(tmp_path: Path) -> None:
    root = write_workspace(tmp_path / "w")
    assert main(["--root", str(root), "link", "--jobs", "1"]) == 0
    (file,) = (root / "interim" / "lessons").iterdir()
    before = file.read_bytes()
    link_steps._lessons.clear()
    file.write_bytes(before[: len(before) // 2])
    (root / "interim" / "link" / "plan.json").unlink()
    assert main(["--root", str(root), "link", "--jobs", "1"]) == 0
    assert file.read_bytes() == before
    text = FRAMEWORK.replace("personal de frontera", "personal de puertos")
    (root / "raw" / "marco.txt").write_text(text, encoding="utf-8")
    manifest = (root / "raw" / "sources.toml").read_text(encoding="utf-8")
    (root / "raw" / "sources.toml").write_text(manifest.replace(sha256(FRAMEWORK), sha256(text)), encoding="utf-8")
    assert main(["--root", str(root), "link", "--jobs", "1"]) == 0
    assert file.read_bytes()[:100] != before[:100]


def test_a_set_of_frameworks_that_no_plan_answers_to_is_kept_no_longer(tmp_path: Path) -> None:
    root = write_workspace(tmp_path / "w")
    (root / "interim" / "lessons").mkdir(parents=True)
    (root / "interim" / "lessons" / "0123456789abcdef.bin").write_bytes(b"of other frameworks")
    assert main(["--root", str(root), "link", "--jobs", "1"]) == 0
    (left,) = (root / "interim" / "lessons").iterdir()
    assert left.name != "0123456789abcdef.bin"


@pytest.mark.parametrize("place", [0, 30, 90, 150, 200, 400, -1])
def test_a_file_with_another_byte_is_as_good_as_none(place: int) -> None:
    framework = prepare_framework("marco", ())
    content = format_lessons(Lessons([(framework, Memory(framework, ()))], {b"k" * 16: b"v" * 512}), KEY)
    known = parse_lessons(content, KEY, None)
    assert known is not None
    assert known.learned[0][0].target == "marco"
    assert known.vectors == {b"k" * 16: b"v" * 512}
    other = bytearray(content)
    other[place] ^= 1
    assert parse_lessons(bytes(other), KEY, None) is None
    assert parse_lessons(content[:place], KEY, None) is None
    assert parse_lessons(content, sha256("something else"), None) is None


def test_an_object_of_an_unknown_class_is_not_kept() -> None:
    with pytest.raises(TypeError, match="PosixPath is not kept"):
        format_lessons(Lessons([(Path("x"), Path("y"))], {}), KEY)
