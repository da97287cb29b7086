"""The page « Vos données »."""
