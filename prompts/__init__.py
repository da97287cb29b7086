"""What the language model is told: one Markdown file a prompt, and beside them what reads its answers."""
