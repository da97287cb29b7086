"""Answers to a jury's questions: what was said of what a good answer holds, and what to say next time."""
