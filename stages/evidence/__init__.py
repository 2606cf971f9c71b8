"""The statistics: pure functions of arrays and tables."""
