"""Drafts: from what was judged to a review, what moved since the last one, and answers about it."""
