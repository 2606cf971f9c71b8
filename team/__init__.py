"""Tools around the pipeline: experiments, reviews, the gate, and what a maintainer runs by hand."""

import sys

from fake_or_real.errors import say_hook

# Its imports take a command seconds, in which it can be interrupted or find a package missing.
sys.excepthook = say_hook
