"""What others would do with the same data: simple programs, and ours without a part."""
