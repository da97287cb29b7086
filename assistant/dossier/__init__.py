"""What the candidate wrote: drafts read into passages that know their place."""
