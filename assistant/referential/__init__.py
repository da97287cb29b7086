"""What the jury expects, as data: model, codes, reading, checking."""
