"""What is said: understanding a question, composing its answer."""
