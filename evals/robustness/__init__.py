"""Trying the program with bad inputs: what each case gave, and whether what must hold holds."""
