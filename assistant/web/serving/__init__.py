"""Serving the page: the server, and what other programs call."""
