"""Loaders of calendars and address books."""
