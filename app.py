"""`python app.py`: serve the chat page."""

from assistant.settings import get_settings
from assistant.web.serving.server import serve_page

if __name__ == "__main__":
    serve_page(get_settings())
