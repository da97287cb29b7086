"""What the candidate says: a recording becomes text, on this machine and in memory alone."""
