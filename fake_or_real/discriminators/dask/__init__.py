"""LightGBM on a Dask cluster: rows that no one machine holds."""
