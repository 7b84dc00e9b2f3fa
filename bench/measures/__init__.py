"""Arithmetic of measures: no files, no models."""
