"""Metrics: libraries’ where they have them, ours for what is particular here."""
