"""How the judge learns: `python -m evals.train` writes `judge/` of the corpus from example passages and drafts."""
