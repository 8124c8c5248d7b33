"""`python -m pipeline` is the command `directriz`."""

from pipeline.cli import main

raise SystemExit(main())
