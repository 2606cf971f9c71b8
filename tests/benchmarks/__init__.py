"""Benchmarks: scripts that measure what the README claims, with small versions as tests."""
