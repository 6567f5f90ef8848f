"""The tables of proofs, privacy and rights, as the sixth migration makes them."""

TABLES = ""
COLUMNS: tuple[str, ...] = ()
