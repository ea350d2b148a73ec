"""Which ledger a document is entered in: that of the stage asked for, else of the stage that its answers state."""

from spinout.core.questionnaire import Questionnaire
from spinout.core.summaries.ledger import Ledger


class Ledgers:
    """The ledgers of a questionnaire, one for each stage, each made when it is first needed.

    `asked_by` is the question that states the stage; None where `wanted` does, or nobody.
    """

    def __init__(self, questionnaire: Questionnaire, wanted: str | None) -> None:
        self.questionnaire = questionnaire
        decision = questionnaire.decision
        self.asked_by = None if decision is None or wanted is not None else decision.asked_by
        self._wanted = wanted
        self._made: dict[str | None, Ledger] = {}

    @property
    def usable(self) -> bool:
        """Whether the stage can be told by one answer alone."""
        return self.asked_by is None or self.questionnaire.questions[self.asked_by].show_if is None

    def at(self, stage: str | None) -> Ledger:
        """The ledger of a stage; of the one wanted, or of the first, where none is given."""
        made = self._made.get(stage)
        if made is None:
            decision = self.questionnaire.decision
            if decision is None:
                made = Ledger(self.questionnaire, None)
            else:
                given = stage or self._wanted
                found = decision.stages[0] if given is None else decision.stage(given)
                made = Ledger(self.questionnaire, found, stated=given is not None)
            self._made[stage] = made
        return made
