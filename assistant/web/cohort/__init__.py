"""The page « Promotion »."""
