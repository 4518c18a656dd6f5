"""A person's name on a screen: with the end of the ID number, so that namesakes are told apart."""


def name_and_tail(name: str, tail: str) -> str:
    """Return a name, and the last four characters of the ID number where they are known."""
    return f"{name}  …{tail}" if name and tail else name
