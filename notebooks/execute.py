"""Execute the notebooks of this folder, each from a fresh kernel, and leave copies with results in a folder.

Committed notebooks have no results: their code shows in a diff, and a change of the data does not make them stale.
`python notebooks/execute.py [FOLDER]`, default `interim/notebooks`; ends with 1 where a cell fails.
"""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

HERE = Path(__file__).parent


def execute(path: Path, folder: Path) -> None:
    """Write an executed copy of a notebook into `folder`; a cell that fails raises CellExecutionError."""
    notebook = nbformat.read(path, as_version=4)
    place = {"metadata": {"path": str(HERE)}}
    quiet = ["--IPKernelApp.log_level=ERROR"]
    client = NotebookClient(notebook, timeout=600, kernel_name="python3", resources=place, extra_arguments=quiet)
    try:
        client.execute()
    finally:
        folder.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, folder / path.name)


def main() -> int:
    """Execute all notebooks; returns the exit code."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parent / "interim" / "notebooks"
    for path in sorted(HERE.glob("*.ipynb")):
        try:
            execute(path, folder)
        except CellExecutionError as error:
            print(f"{path.name}: {error}", file=sys.stderr)
            return 1
        print(f"{path.name}: executed into {folder / path.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
