"""The optional language model: prompts, calls, faults, and what keeps its words true."""
