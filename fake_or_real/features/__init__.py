"""What is measured of each row: values, frequencies, combinations, and how values are written."""
