"""Experiments and reviews: tools around the pipeline, none of them a stage of it."""
