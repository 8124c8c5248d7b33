"""Which groups of documents are published anew, and who does that work.

A group is a few documents that follow each other in the manifest. Its tables and its views are kept in
`interim/tables/` and `interim/views/`, each with a key as the stages have. A change of one document makes its group
anew, and the views of the groups that are linked to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import store
from .documents import code_digest, digests_of, is_current, keep, kept_at, records_until, stage_key
from .errors import PipelineError
from .layouts import Profile
from .records import Records
from .refused_documents import Refused
from .sources import Source, profile_path, read_profile
from .steps import DOCUMENT_STAGES, LINK, register_digests
from .workers import Killed, Work, Workforce, results

if TYPE_CHECKING:
    from .publish.corpus_files import Kept
    from .publish.rows import Document

TABLES, VIEWS = "tables", "views"  # folders of interim/
DOCUMENTS = 8  # documents of a group
CODE = ("publish", "publish_groups.py", "reference", "schema.toml", "schema.py", "__init__.py")
STAGES = (*DOCUMENT_STAGES, LINK)


@dataclass(frozen=True, slots=True)
class Group:
    """Some documents that are published together; its name is its place."""

    name: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Publication:
    """What is published, and by whom."""

    root: Path
    sources: Sequence[Source]
    refused: Refused = field(default_factory=Refused)
    is_partitioned: bool = False
    force: Workforce = field(default_factory=Workforce)
    _made: dict[str, Any] = field(default_factory=dict)  # of a document: the hashes of what the stages made of it

    def made(self, source: Source) -> Any:
        """Return the hashes of what the stages made of a document; looked up once."""
        if source.id not in self._made:
            self._made[source.id] = [digests_of(self.root, stage, source.id) for stage in STAGES]
        return self._made[source.id]

    def groups(self) -> list[Group]:
        """Return the groups, in the manifest's order."""
        size = 1 if self.is_partitioned else DOCUMENTS
        begins = range(0, len(self.sources), size)
        return [Group(f"{place:05d}", tuple(self.sources[begin : begin + size])) for place, begin in enumerate(begins)]


def document_of(root: Path, source: Source, refused: Refused) -> Document:
    """Return a document with all that the stages made of it; without records if it was refused and never good."""
    from .publish.rows import Document

    issues = refused.issue_rows(source.id)
    if source.id in refused.without_records:
        return Document(source, Profile(kind=source.kind, about="refused"), Records(), {"issues": issues})
    has_links = source.id not in refused.without_links
    linked = store.read_rows(root / "interim" / LINK / source.id) if has_links else {}
    if issues:
        linked["issues"] = [*linked.get("issues", []), *issues]
    profile = refused.profiles[source.id] if source.id in refused.profiles else read_profile(root, source)
    return Document(source, profile, records_until(root, source.id, "normalise"), linked)


def make_groups(publication: Publication) -> list[Kept]:
    """Make the pieces of every group that are out of date; return where all are kept. Raises the first refusal."""
    from .publish.corpus_files import Kept

    root, groups = publication.root, publication.groups()
    keys = {group.name: _tables_key(publication, group) for group in groups}
    stale = [group for group in groups if not is_current(root, TABLES, group.name, keys[group.name])]
    work = Work(_make_tables, (root, publication.refused, keys))
    _do(work, stale, publication.force)
    homes = {source.id: group.name for group in groups for source in group.sources}
    wanted = [(group, _frameworks(group, homes)) for group in groups]
    keys = {group.name: _views_key(root, group, frameworks) for group, frameworks in wanted}
    unmade = [each for each in wanted if not is_current(root, VIEWS, each[0].name, keys[each[0].name])]
    _do(Work(_make_views, (root, keys)), unmade, publication.force)
    _remove_others(root, keys)
    return [
        Kept(group.sources, *(kept_at(root, stage, group.name)[0] for stage in (TABLES, VIEWS))) for group in groups
    ]


def _do(work: Work, arguments: Sequence[Any], force: Workforce) -> None:
    for _, made in results(work, arguments, [1] * len(arguments), force):
        if isinstance(made, Killed):
            raise made.refusal("publish")
        if isinstance(made, PipelineError):
            raise made


def _tables_key(publication: Publication, group: Group) -> str:
    root, refused = publication.root, publication.refused
    profiles = [_profile_digest(root, source, refused) for source in group.sources]
    told = [[refused.issue_rows(source.id), source.id in refused.without_records] for source in group.sources]
    entries = [source.model_dump() for source in group.sources]
    made = [publication.made(source) for source in group.sources]
    return stage_key([TABLES, code_digest(*CODE), made, entries, profiles, told])


def _profile_digest(root: Path, source: Source, refused: Refused) -> Any:
    if source.id in refused.without_records:
        return None
    if source.id in refused.profiles:
        return refused.profiles[source.id].model_dump()
    return store.file_digest(profile_path(root, source))


def _make_tables(shared: tuple[Path, Refused, Mapping[str, str]], group: Group) -> None:
    from .publish.groups import make_tables

    root, refused, keys = shared
    pieces = make_tables([document_of(root, source, refused) for source in group.sources])
    store.replace_folder(kept_at(root, TABLES, group.name)[0], pieces)
    keep(root, TABLES, group.name, keys[group.name])


def _frameworks(group: Group, homes: Mapping[str, str]) -> dict[str, str]:
    """Return the groups of the frameworks of a group's documents that are in another one, by the framework's id."""
    own = {source.id for source in group.sources}
    targets = dict.fromkeys(target for source in group.sources for target in source.links_to)
    return {target: homes[target] for target in targets if target not in own and target in homes}


def _views_key(root: Path, group: Group, frameworks: Mapping[str, str]) -> str:
    from .publish.groups import read_about

    joined = {
        plan_id: read_about(kept_at(root, TABLES, name)[0]).frameworks.get(plan_id)
        for plan_id, name in frameworks.items()
    }
    registers = [found] if (found := register_digests(root)) else []
    return stage_key([VIEWS, code_digest(*CODE), digests_of(root, TABLES, group.name), joined, *registers])


def _make_views(shared: tuple[Path, Mapping[str, str]], wanted: tuple[Group, Mapping[str, str]]) -> None:
    from .publish.groups import make_views
    from .reference import own_registers

    root, keys = shared
    group, frameworks = wanted
    folders = {plan_id: kept_at(root, TABLES, name)[0] for plan_id, name in frameworks.items()}
    pieces = make_views(kept_at(root, TABLES, group.name)[0], folders, own_registers(root))
    store.replace_folder(kept_at(root, VIEWS, group.name)[0], pieces)
    keep(root, VIEWS, group.name, keys[group.name])


def _remove_others(root: Path, names: Mapping[str, str]) -> None:
    """Delete the pieces of groups that there are no more."""
    for stage in (TABLES, VIEWS):
        for state_file in (root / "interim" / stage).glob("*.json"):
            if state_file.stem not in names:
                store.replace_folder(kept_at(root, stage, state_file.stem)[0], {})
                kept_at(root, stage, state_file.stem)[0].rmdir()
                state_file.unlink()


def check_published(publication: Publication, *, is_linked: bool) -> None:
    """Refuse (CheckFailed) tables that do not match their schema; links are left out where they were not made."""
    from .publish.rows import check_groups
    from .reference import own_registers

    check_groups(_documents(publication, is_linked=is_linked), own_registers(publication.root))


def _documents(publication: Publication, *, is_linked: bool) -> Iterator[list[Document]]:
    from .publish.rows import Document

    for group in publication.groups():
        documents = [document_of(publication.root, source, publication.refused) for source in group.sources]
        yield [each if is_linked else Document(each.source, each.profile, each.records, {}) for each in documents]
