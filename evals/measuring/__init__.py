"""Times, rates and memory of the program on the machine at hand."""
