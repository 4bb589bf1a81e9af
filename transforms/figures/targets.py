"""What was reached of a target.

Belongs here: the attainment (capaian) of an index. Not here: which targets there are (`contracts.targets`).
"""

from decimal import Decimal

from transforms.rounding import HUNDREDTHS, decimal_index, hundredths


def attainment(ikm: Decimal, target: Decimal) -> Decimal:
    """The published index in percent of its target, with two places, rounded half up: IKM ÷ target × 100.

    Both have two places. It is taken from the index as it is published, so that whoever divides the two printed numbers
    gets the printed one; more than 100 is more than was to be reached."""
    reached, wanted = (int(one * HUNDREDTHS) for one in (ikm, target))
    return decimal_index(hundredths(reached * 100, wanted))
