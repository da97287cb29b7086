"""Questions on the référentiel: understanding what is asked, composing the answer."""
