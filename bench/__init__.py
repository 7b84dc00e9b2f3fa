"""Measuring `qa`: quality on public collections, speed on this machine. Not imported by `qa`."""
