"""Text in the cells of spreadsheets: some of it would be taken for a formula."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def is_risky(text: str) -> bool:
    """Tell whether a spreadsheet would take the text for a formula."""
    return text.startswith(_FORMULA)
