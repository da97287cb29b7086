"""What a run leaves: tables on the terminal, JSON, Markdown, HTML, plots."""
