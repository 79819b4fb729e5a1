"""A snippet whose bugs take more than a line, or stand in the head of a block."""


def bug(wrap):  # type: ignore[no-untyped-def]
    values = [1, 2, 3]
    total = sum(
        value
        for value in values  # BUG: a statement of four lines
    )
    return wrap(total)


def hunter_one(wrap):  # type: ignore[no-untyped-def]
    # The head of a block, not what is in it.
    if wrap(1):  # BUG: the head alone
        return 2
    return 3
