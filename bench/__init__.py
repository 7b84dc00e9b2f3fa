"""Measuring `qa`: quality on public collections, speed on this machine. Not imported by `qa`.

`suites` use `harness`, both use `report`, all use `data` and `measures`.
"""
