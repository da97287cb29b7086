"""The tools that a language model's application may call: the same five things as the API, by MCP."""
