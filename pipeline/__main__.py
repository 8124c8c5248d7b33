"""`python -m pipeline` is the command `directriz`."""

from .cli import main

raise SystemExit(main())
