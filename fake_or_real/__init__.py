"""Tell synthetic data from real: how surely a machine can, and what gives it away."""
