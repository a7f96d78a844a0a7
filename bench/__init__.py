"""Measurements: `python -m bench` prints them as ratios taken in one run."""
