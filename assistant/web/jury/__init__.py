"""The page « Jury blanc »."""
