"""What tells FAKE rows from REAL ones: found, tested, ranked, explained."""
