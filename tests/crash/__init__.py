"""A harness that breaks indexes in every way it can think of, and judges what is left.

    python -m tests.crash --kills 500          # everything, and a table
    python -m tests.crash --case kills:update:write:123    # one case again, as it was printed

Each case is a process of its own, forked from one that has imported everything, so that hundreds
of them cost minutes. `forking` makes and kills them; `notifying` and `calls` stop them at every
call that changes a file, whichever language made it; `faults` says what happens there.
`collection` makes folders of articles, `work` does to their index what users do, `judging` says
whether what is left keeps the promises of docs/reliability.md. The other modules are one family
of cases each.
"""
