"""The stages of the pipeline: each is a small script, and params.py reads their parameters."""
