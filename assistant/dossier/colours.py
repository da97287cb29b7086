"""Whether a colour can be seen on its ground. Colours are (red, green, blue), each from 0 to 255."""

Colour = tuple[int, int, int]

WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)
_CLOSE = 20
_NAMED: dict[str, Colour] = {
    "white": WHITE, "black": BLACK, "snow": (255, 250, 250), "ivory": (255, 255, 240), "whitesmoke": (245, 245, 245),
    "ghostwhite": (248, 248, 255), "red": (255, 0, 0), "blue": (0, 0, 255), "green": (0, 128, 0),
    "navy": (0, 0, 128), "gray": (128, 128, 128), "grey": (128, 128, 128), "yellow": (255, 255, 0),
}  # fmt: skip


def parse_colour(value: str | None) -> Colour | None:
    """Return the colour written as « #FFFFFF », « FFF », « rgb(255, 255, 255) » or « white », or None."""
    if not value:
        return None
    value = value.strip().lower()
    if value in _NAMED:
        return _NAMED[value]
    if value.startswith("rgb"):
        parts = value[value.find("(") + 1 : value.find(")")].replace("/", ",").replace(" ", ",").split(",")
        numbers = [part for part in parts if part.strip()][:3]
        try:
            red, green, blue = (round(float(part.strip("% ")) * (2.55 if "%" in part else 1)) for part in numbers)
        except ValueError:
            return None
        return red, green, blue
    digits = value.removeprefix("#")
    if len(digits) in {3, 4}:
        digits = "".join(digit * 2 for digit in digits[:3])
    try:
        return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)
    except ValueError:
        return None


def is_invisible(text: Colour, ground: Colour) -> bool:
    """Whether the text can't be told from its ground."""
    return all(abs(one - other) <= _CLOSE for one, other in zip(text, ground, strict=True))
