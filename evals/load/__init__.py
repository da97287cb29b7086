"""Many people at once: the page as browsers use it, and how long it makes them wait."""
