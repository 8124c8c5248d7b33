"""Reading and writing of `interim/` and `output/`. A file or folder is replaced as a whole or not at all.

Interim records are JSON lines, one file for each class of record, so that people can read and compare them. A new
folder is written beside the old one and then takes its place in one step. So a run that is killed leaves the last good
tables.
"""

from __future__ import annotations

import ctypes
import errno
import hashlib
import itertools
import json
import os
import shutil
import stat
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from . import records as record_classes
from .errors import PipelineError
from .hashed_files import known_digest
from .records import Records

if sys.platform != "win32":
    import fcntl

CLASSES = {
    name: kind for name, kind in vars(record_classes).items() if isinstance(kind, type) and hasattr(kind, "__slots__")
}
Content = bytes | Path  # of a file: its bytes, or a file that is moved to its place
UNFINISHED = ".unfinished"  # end of the name of a file or folder that a run is making
FOLLOW_LINKS = "DIRECTRIZ_FOLLOW_LINKS"  # environment: symbolic links in raw/ may lead out of it
DIGESTS = ".digests.json"  # in interim/: the hash of each file, with what tells whether the file changed
SETTLED = 2 * 10**9  # nanoseconds: a file that was written later than that may change without another time
_digests: dict[str, tuple[tuple[int, ...], str]] = {}  # path → size, time and number of the file; its hash
_results: list[dict[str, tuple[tuple[int, int], dict[str, str]]]] = []  # during a run: what `digests_of_result` saw
LONGEST_KEPT = 100  # characters of a file's name that stay in the name of the unfinished one
_numbers = itertools.count()
ENDED = ("Z", "X")  # states of a process that has ended, in /proc/<number>/stat
BEGAN = 19  # place there of the time when it began, after its name, in ticks since the machine began
BEGAN_LATER = 1.0  # seconds by which a process may seem to begin after a file that it wrote
AT_FDCWD = -100
RENAME_EXCHANGE = 2


def digest(content: bytes) -> str:
    """Return the SHA-256 of bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, reading it in pieces.

    A file of which size, time and number are as they were when it was last read is not read again.
    """
    return _digest_at(os.fspath(path))


def _digest_at(key: str) -> str:
    found = os.stat(key)
    seen = (found.st_size, found.st_mtime_ns, found.st_ino)
    known = _digests.get(key)
    if known is not None and known[0] == seen:
        return known[1]
    if (sha256 := known_digest(found)) is None:
        with open(key, "rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        if time.time_ns() - found.st_mtime_ns <= SETTLED:
            return sha256
    _digests[key] = seen, sha256
    return sha256


@contextmanager
def remembered_digests(root: Path) -> Iterator[None]:
    """Remember the hashes of a workspace's files from one run to the next, for the length of a `with` block.

    The file holds size, time and number of each file beside its hash. It is a hint only: a file that differs in one of
    them is read again, and without the file all are read.
    """
    path, begin = root / "interim" / DIGESTS, os.path.join(os.fspath(root), "").removeprefix("./")
    try:
        kept = json.loads(path.read_bytes())
        _digests.update({begin + name: (tuple(seen), sha256) for name, (seen, sha256) in kept.items()})
    except (OSError, ValueError, TypeError, AttributeError):
        kept = {}
    _results[:] = [{}]
    try:
        yield
    finally:
        _results.clear()
        own = [name for name in _digests if name.startswith(begin) and os.path.isabs(name) == os.path.isabs(begin)]
        known = {name.removeprefix(begin): _digests[name] for name in own if os.path.isfile(name)}
        current = {name: [list(seen), sha256] for name, (seen, sha256) in sorted(known.items())}
        if current != kept and path.parent.is_dir():
            with suppress(OSError):
                write_file(path, json.dumps(current).encode("utf-8"))


def read_file(path: Path, place: str, refusal: type[PipelineError]) -> bytes:
    """Return a file's bytes; `place` names the file in messages.

    Refuses with `refusal` a file that is missing, may not be read, is a folder, a pipe or a device, or whose name the
    system does not accept.
    """
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise refusal(place, "this is a folder, not a file", "Name a file.")
        if not stat.S_ISREG(mode):
            raise refusal(place, "this is a pipe or a device, not a regular file", "Copy its content into a file.")
        return path.read_bytes()
    except FileNotFoundError:
        raise refusal(place, "there is no such file", "Put the file there, or correct its path.") from None
    except PermissionError:
        raise refusal(place, "this file may not be read", "Change its permissions.") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise refusal(place, f"cannot be read: {reason}", "Correct the path or the link.") from None


def refuse_link_out(path: Path, place: str, refusal: type[PipelineError]) -> None:
    """Refuse (`refusal`) a file from which symbolic links lead out of raw/, unless that is asked for.

    `place` begins with raw/. A path that cannot be followed is refused when it is read.
    """
    raw = path.parents[len(Path(place).parts) - 2]
    try:
        leaves = not path.resolve(strict=True).is_relative_to(raw.resolve())
    except (OSError, RuntimeError, ValueError):
        return
    if leaves and not os.environ.get(FOLLOW_LINKS):
        remedy = f"Copy the file into raw/, or set {FOLLOW_LINKS}=1 where such links are meant."
        raise refusal(place, "a symbolic link that leads out of raw/", remedy)


def folder_digests(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file in a folder, by name; empty where there is no such folder."""
    begin = os.path.join(os.fspath(folder), "")
    return {name: _digest_at(begin + name) for name in sorted(_files_in(begin, ""))}


def digests_of_result(folder: Path) -> dict[str, str]:
    """Return the same of a folder that is replaced as a whole and has no folders; in one run, looked at once.

    A folder that takes the place of another has another number, and a file that is added or removed changes its time.
    """
    if not _results:
        return folder_digests(folder)
    key = os.fspath(folder)
    try:
        found = os.stat(key)
    except OSError:
        return {}
    seen = found.st_ino, found.st_mtime_ns
    known = _results[0].get(key)
    if known is None or known[0] != seen:
        known = _results[0][key] = seen, folder_digests(folder)
    return known[1]


def _files_in(folder: str, begin: str) -> Iterator[str]:
    """Yield the paths of the files in a folder and its folders, as they are told below it."""
    try:
        entries = list(os.scandir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _files_in(entry.path, f"{begin}{entry.name}/")
        elif entry.is_file():
            yield begin + entry.name


def write_file(path: Path, content: bytes) -> None:
    """Write a file in one step: under another name first, which is then renamed.

    A file that is there keeps its permissions, and a symbolic link stays: the file that it leads to is replaced. A new
    file gets the permissions that the umask leaves.
    """
    path = path.resolve() if path.is_symlink() else path
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(_name_beside(path.name))
    try:
        with beside.open("xb") as file:
            file.write(content)
        if path.is_file():
            beside.chmod(stat.S_IMODE(path.stat().st_mode))
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _name_beside(name: str) -> str:
    """Return a name for a file or folder that is not finished: it tells which process makes it."""
    return f".{name[:LONGEST_KEPT]}.{os.getpid()}-{next(_numbers)}{UNFINISHED}"


@contextmanager
def scratch_folder(folder: Path, name: str) -> Iterator[Path]:
    """Make a folder within `folder` for files that are not finished; it is removed at the end of the `with` block."""
    scratch = folder / _name_beside(name)
    scratch.mkdir(parents=True)
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def remove_unfinished(folder: Path) -> None:
    """Delete what killed runs left unfinished in a folder. What a living process is making stays."""
    for left in folder.glob(f".*{UNFINISHED}"):
        maker = left.name.removesuffix(UNFINISHED).rpartition(".")[2].partition("-")[0]
        if maker.isdigit() and not is_running(int(maker), _written(left)):
            shutil.rmtree(left, ignore_errors=True) if left.is_dir() else left.unlink(missing_ok=True)


def _written(path: Path) -> float:
    """Return when a file or folder was last written, in seconds; now where it is gone."""
    try:
        return path.stat().st_mtime
    except OSError:
        return time.time()


def is_running(process_id: int, at: float | None = None) -> bool:
    """Tell whether a process of this machine runs, and ran `at` a time, in seconds since 1970.

    The number of a process that ended is given to another one, and a killed process stays in the list until its parent
    has looked at it. Where the system does not tell of either, the process with the number is taken for the same.
    """
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        pass
    try:
        told = Path(f"/proc/{process_id}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return True
    if told[0] in ENDED:
        return False
    now = time.clock_gettime(time.CLOCK_BOOTTIME)
    began = time.time() - now + int(told[BEGAN]) / os.sysconf("SC_CLK_TCK")
    return at is None or began <= at + BEGAN_LATER


def json_bytes(value: Any) -> bytes:
    """Return a value as indented JSON with sorted keys, in UTF-8, with a line end."""
    return (json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode("utf-8")


def _lines(kind: type[Any], records: Iterable[Any]) -> bytes:
    names = [field.name for field in fields(kind)]
    entries = ({name: getattr(record, name) for name in names} for record in records)
    encode = json.JSONEncoder(ensure_ascii=False, default=asdict).encode  # `json.dumps` would make one for each record
    return "".join(f"{encode(entry)}\n" for entry in entries).encode("utf-8")


def write_records(folder: Path, records: Records) -> None:
    """Write the records into `<Class>.jsonl`, one file for each class; other files of the folder are removed."""
    files = {f"{kind.__name__}.jsonl": _lines(kind, records.of(kind)) for kind in records.kinds()}
    replace_folder(folder, files)


def read_records(folder: Path, only: type | None = None) -> Records:
    """Return the records that `write_records` wrote, in the same order; with `only`, those of one class."""
    found: list[Any] = []
    for path in sorted(folder.glob(f"{only.__name__ if only else '*'}.jsonl")):
        kind = CLASSES[path.stem]
        with path.open(encoding="utf-8") as lines:
            found += [kind(**_tuples(json.loads(line))) for line in lines]
    return Records(found)


def read_rows(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of each `<table>.jsonl` in a folder, by table; empty where there is no such folder."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for path in sorted(folder.glob("*.jsonl")):
        with path.open(encoding="utf-8", newline="\n") as lines:
            rows[path.stem] = [json.loads(line) for line in lines]
    return rows


def _tuples(entry: dict[str, Any]) -> dict[str, Any]:
    """Return the values of a record as they were before JSON: lists as tuples, objects as `PrintedPiece`."""
    return {name: _tuple(value) if isinstance(value, list) else value for name, value in entry.items()}


def _tuple(value: Any) -> Any:
    if isinstance(value, dict):
        return record_classes.PrintedPiece(**_tuples(value))
    return tuple(_tuple(part) for part in value) if isinstance(value, list) else value


def content_digest(content: Content) -> str:
    """Return the SHA-256 of a file's content."""
    return digest(content) if isinstance(content, bytes) else file_digest(content)


def replace_folder(folder: Path, files: Mapping[str, Content], keep: Iterable[str] = ()) -> None:
    """Replace `folder` by a folder with exactly these files, and with those of the old one that `keep` names.

    A file that is given by its path is moved, so that a large one need not be held in memory.
    The new folder is complete before it takes the place of the old one. On Linux the two are exchanged in one step.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    recover_folder(folder)
    beside = folder.with_name(_name_beside(folder.name))
    beside.mkdir()
    try:
        for name, content in files.items():
            (beside / name).parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, bytes):
                (beside / name).write_bytes(content)
            else:
                shutil.move(content, beside / name)
        for name in keep:
            (beside / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(folder / name, beside / name)
        _exchange(beside, folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def remove_folder(folder: Path) -> None:
    """Remove a folder in one step: under another name first. Nothing where there is no such folder."""
    beside = folder.with_name(_name_beside(folder.name))
    with suppress(FileNotFoundError):
        folder.rename(beside)
        shutil.rmtree(beside, ignore_errors=True)


def recover_folder(folder: Path) -> None:
    """Restore the last good folder if a run was killed during the exchange."""
    old = folder.with_name(f"{folder.name}.old")
    if old.is_dir() and not folder.exists():
        old.rename(folder)


@contextmanager
def held(folder: Path, only: Iterable[str] = ()) -> Iterator[None]:
    """Lock a folder for the length of a `with` block; wait if another run has locked it.

    A run that works on some documents only (`only`) locks these: runs on others go on beside it.

    The system releases the lock when the run ends, even if it is killed. On systems without such locks, and in folders
    that cannot be written, nothing is locked.
    """
    with ExitStack() as stack:
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            some = sorted(only)
            _lock(stack, folder / ".lock", is_shared=bool(some))
            for name in some:
                _lock(stack, folder / f".{name}.lock", is_shared=False)
        yield


def _lock(stack: ExitStack, path: Path, *, is_shared: bool) -> None:
    file = stack.enter_context(path.open("a+"))
    if sys.platform != "win32":
        fcntl.lockf(file, fcntl.LOCK_SH if is_shared else fcntl.LOCK_EX)


def _exchange(beside: Path, folder: Path) -> None:
    """Exchange two folders in one step (Linux), or by way of `<folder>.old`, from which `recover_folder` restores."""
    if not folder.exists():
        beside.rename(folder)
        return
    if _exchanged_in_one_step(beside, folder):
        return
    old = folder.with_name(f"{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    folder.rename(old)
    beside.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def _exchanged_in_one_step(first: Path, second: Path) -> bool:
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if os.name == "posix" else None
    if renameat2 is None:
        return False
    result = renameat2(AT_FDCWD, os.fsencode(first), AT_FDCWD, os.fsencode(second), RENAME_EXCHANGE)
    if result == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):
        return False
    raise OSError(code, os.strerror(code), str(second))
