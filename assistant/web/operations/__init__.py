"""Running the page: what it says of itself, how it is watched, how it stops."""
