"""Conversations in which one message wants several things, with a language model that calls the program's tools."""
