"""The labelled sets: what is asked, handed in and answered, and what is right."""
