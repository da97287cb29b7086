"""What we say: answers, reviews."""
