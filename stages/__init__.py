"""The stages of the fake-or-real pipeline, and the ideas they call."""
