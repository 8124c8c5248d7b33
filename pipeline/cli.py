"""The command line. Only this module prints: results on stdout, progress and errors on stderr.

Modules that a command needs are imported when it runs, so that `directriz --help` answers at once.
"""

from __future__ import annotations

import argparse
import errno
import io
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from . import __version__, commands
from .commands.answer import Answer
from .errors import PipelineError, WorkspaceUnwritable, WrongUsage
from .progress_reports import listen
from .text import visible

INTERRUPTED = 130
REMEDIES = {
    errno.ENOSPC: "The disk is full: make room, then run it again.",
    errno.EDQUOT: "Your share of the disk is used up: make room, then run it again.",
    errno.EROFS: "The file system is read-only: use a workspace that can be written.",
    errno.EFBIG: "The system limits the size of files (ulimit -f): raise the limit.",
    errno.ENAMETOOLONG: "The name is longer than the system accepts: give a shorter one.",
    errno.ELOOP: "Symbolic links lead in a circle: correct them.",
    errno.ENOTDIR: "A file stands where a folder is needed: move it away, then run it again.",
    errno.EMFILE: "The system limits the number of open files (ulimit -n): raise the limit.",
}
NO_FOLDER = (
    "Give a workspace with --root or DIRECTRIZ_ROOT; a new one is made with mkdir -p FOLDER/raw, then directriz add."
)


def _common_options() -> argparse.ArgumentParser:
    """Return the options that may stand before or after the command; an option that is not given sets nothing."""
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument("--root", type=Path, help="workspace with raw/, interim/ and output/ (or DIRECTRIZ_ROOT)")
    common.add_argument("--json", action="store_true", help="print the result as JSON")
    common.add_argument("--jobs", type=int, metavar="N", help="processes to use; the result does not depend on it")
    return common


def arguments_parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    common = _common_options()
    parser = argparse.ArgumentParser(
        prog="directriz",
        description="From published plans and directives to linked tables.",
        parents=[_common_options()],
    )
    parser.set_defaults(root=None, json=False, jobs=None)
    parser.add_argument("--version", action="version", version=f"directriz {__version__}")
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parsers(subparsers, common)
    return parser


def _root(given: Path | None) -> Path:
    root = given or Path(os.environ.get("DIRECTRIZ_ROOT") or ".")
    if not root.is_dir():
        raise WrongUsage(str(root), "there is no such folder", NO_FOLDER)
    return root


def _say(text: str) -> None:
    """Print a line of progress or warning on stderr."""
    print(visible(text), file=sys.stderr, flush=True)


def _tell(text: str) -> None:
    """Print a result on stdout."""
    print(visible(text), flush=True)


def _ask(question: str) -> str:
    return input(visible(question))


def _leave_stdout() -> None:
    """Discard what is still to be written to stdout; Python would raise another error when it ends."""
    with suppress(io.UnsupportedOperation):  # a stdout that is no file, in a program that calls `main`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def refused_by_system(error: OSError) -> WorkspaceUnwritable:
    """Return an error of the operating system as one of ours: file, message, remedy."""
    place = str(error.filename2 or error.filename or "the workspace or the output")
    remedy = REMEDIES.get(error.errno or 0, "Check the disk and the permissions of the workspace, then run it again.")
    return WorkspaceUnwritable(place, error.strerror or str(error), f"{remedy} output/ keeps the last good tables.")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 2-8 as in docs/exit-codes.md, 130 interrupted.

    A PipelineError is printed as `directriz: place: what was found`, with what to do on the next line. A fault of the
    operating system, such as a full disk, is printed in the same form (exit code 4). Any other exception is a bug and
    shows its traceback (exit code 1).
    """
    try:
        arguments = arguments_parser().parse_args(argv)
        arguments.ask, arguments.tell = _ask, _tell  # for the commands that talk with a person
        arguments.say = _say
        listen(_say)
        action: Callable[[Path, argparse.Namespace], Answer] = arguments.action
        answer = action(_root(arguments.root), arguments)
        if answer.text:
            _tell(answer.text)
        return answer.exit_code
    except PipelineError as error:
        _say(f"directriz: {error}")
        return error.exit_code
    except KeyboardInterrupt:
        _say("directriz: interrupted; output/ keeps the tables of the last good run")
        return INTERRUPTED
    except BrokenPipeError:
        _leave_stdout()
        return 0
    except OSError as error:
        _leave_stdout()
        _say(f"directriz: {refused_by_system(error)}")
        return WorkspaceUnwritable.exit_code
