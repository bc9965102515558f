"""Use cases: each function is one story, takes rows, plain values, `by` and `now`, and flushes; the edge commits."""
