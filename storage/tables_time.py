"""The tables of hours, shifts and interruptions, as the sixth migration makes them."""

TABLES = ""
COLUMNS: tuple[str, ...] = ()
