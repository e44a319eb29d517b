"""``python -m evals``: run, gate, compare, check."""

import sys

from evals.cli import main

sys.exit(main())
