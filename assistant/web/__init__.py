"""The page: a Gradio app around `Coach`."""
