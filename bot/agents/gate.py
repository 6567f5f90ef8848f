"""A chance from a few signs: logistic regression that starts at a classifier's own odds and moves as examples allow."""

from typing import Any

from bot.agents.descent import lowest

_PRIOR = 3.0  # how many examples speak for the classifier's own odds
_ROUNDS = 200


class Gate:
    """Fitted on cases that the classifier was not shown.

    Args:
        signs: of each case (cases x signs); the first one is the classifier's log-odds.
        truth: whether it held, for each case.
        weights: how much each case counts.
    """

    def __init__(self, signs: Any, truth: Any, weights: Any) -> None:
        import numpy as np

        some = len(signs) > 0
        self.middle = signs.mean(axis=0) if some else np.zeros(signs.shape[1])
        self.spread = signs.std(axis=0) + 1e-6 if some else np.ones(signs.shape[1])
        scaled = np.hstack([np.ones((len(signs), 1)), (signs - self.middle) / self.spread])
        start = np.array([self.middle[0], self.spread[0], *([0.0] * (signs.shape[1] - 1))])
        sides = np.where(truth, -1.0, 1.0)

        def surprise(pull: Any) -> tuple[float, Any]:
            against = sides * (scaled @ pull)
            loss = float(weights @ np.logaddexp(0, against)) + _PRIOR / 2 * float((pull - start) @ (pull - start))
            return loss, scaled.T @ (weights * sides / (1 + np.exp(-against))) + _PRIOR * (pull - start)

        self.pull = lowest(surprise, start, _ROUNDS, still=1e-9)

    def chance(self, signs: Any) -> Any:
        """The chance, 0 to 1, for signs (… x signs)."""
        import numpy as np

        return 1 / (1 + np.exp(-np.clip(self.pull[0] + (signs - self.middle) / self.spread @ self.pull[1:], -30, 30)))


def odds(chance: Any) -> Any:
    """Log-odds, kept within what a few thousand examples can tell."""
    import numpy as np

    chance = np.clip(chance, 1e-4, 1 - 1e-4)
    return np.log(chance / (1 - chance))
