"""`python -m assistant` is `jury-coach`."""

from assistant.cli import main

main()
