"""What the ablation switches off is there: a rule that moved or went must not go unnoticed until the next run."""

import pytest

from benchmarks import ablation


@pytest.mark.parametrize("rule", ablation.RULES)
def test_every_rule_can_be_switched_off(rule: str) -> None:
    with ablation.without(rule):
        pass
