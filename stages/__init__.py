"""The stages of the pipeline: each is a small script, and params.py reads their parameters."""

import sys

from fake_or_real.errors import say_hook

# Its imports take a command seconds, in which it can be interrupted or find a package missing.
sys.excepthook = say_hook
