"""What would have happened: the policy of `bot.autonomy` on past or made-up cases, many runs side by side in numpy.

`fleet.py` is `autonomy/state.py` for many runs at once, `rivals.py` other ways to decide who acts alone, `trial.py`
plays them in the order of arrival, `proofs.py` measures what the certificate promises. Only commands and tests use it.
"""
