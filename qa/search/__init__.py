"""A query to dense and lexical candidates, fused into hits."""
