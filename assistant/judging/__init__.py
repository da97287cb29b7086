"""How we judge: from a draft's passages to what each expected element and each criterion deserves."""
