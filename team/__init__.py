"""Tools around the pipeline: experiments, reviews, the gate, and what a maintainer runs by hand."""
