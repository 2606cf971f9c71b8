"""What a question is: something that each row answers with yes or no.

So its answers can be counted in FAKE rows and in unseen REAL ones. Questions are drawn from
rows that are not counted, so no row that is counted has chosen them, and one correction for
their number covers them all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from fake_or_real.giveaways.partition import Partition

KindOfGiveaway = Literal[
    "value",
    "column",
    "rule",
    "pair",
    "frequency",
    "signs",
    "missingness",
    "format",
    "duplicates",
    "identifier",
]


@dataclass(frozen=True)
class Question:
    """A question with its answers: bool, of each FAKE, each control and each REAL holdout row.

    form: which question of its kind; `fake_or_real.report.sentences` has the words of each.
    terms: the values, bounds and counts that it names, as written.
    tested: which FAKE rows are counted, bool of shape (n_fake,); None: all that have an answer.
    holdout: the answers of the REAL rows of the holdout; None where the question is none of rows.
    example: values, or conditions, of FAKE rows where the answer is yes; empty where none may be
    named.
    weight: its part, relative to others of its kind, in the error that the kind may make.
    log_odds: how far all rows, real and then FAKE, speak for FAKE by what it sums up, of which the
        answer is the sign; None where it sums up nothing.
    """

    kind: KindOfGiveaway
    form: str
    columns: tuple[str, ...]
    terms: tuple[str, ...]
    fake: np.ndarray
    control: np.ndarray
    tested: np.ndarray | None = None
    holdout: np.ndarray | None = None
    example: tuple[str, ...] = ()
    weight: float = 1
    log_odds: np.ndarray | None = None

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """How many FAKE rows say yes, of how many; and how many control rows, of how many."""
        fake = self.fake if self.tested is None else self.fake[self.tested]
        return int(fake.sum()), len(fake), int(self.control.sum()), len(self.control)


def answer(  # noqa: PLR0913 - the parts of a question
    partition: Partition,
    kind: KindOfGiveaway,
    form: str,
    columns: tuple[str, ...],
    flag: np.ndarray,
    *,
    terms: tuple[str, ...] = (),
    example: tuple[str, ...] = (),
    learned: bool = False,
) -> Question:
    """The question that a flag of all rows, real and then FAKE, is the answer to.

    Its weight is the variance of the answers in the reference: the more they vary, the more rows
    must be damaged before it shows, and the less certainty can be asked for. Where all are alike
    a few damaged rows are enough. (Laplace's rule keeps the weight above 0.)

    learned: whether FAKE rows of `fake_reference` had a say in it.
    """
    reference = partition.reference
    rate = (np.count_nonzero(flag[reference]) + 1) / (len(reference) + 2)
    return Question(
        kind,
        form,
        columns,
        terms,
        partition.fake_of(flag),
        partition.control_of(flag),
        partition.tested_anew if learned else partition.tested,
        flag[partition.holdout_real],
        example,
        rate * (1 - rate),
    )


def answers_in_test(questions: Sequence[Question]) -> list[np.ndarray]:
    """Which rows are FAKE, and their answers to each question; of rows that are counted in all."""
    counted = np.ones(len(questions[0].fake), bool)
    for question in questions:
        if question.tested is not None:
            counted &= question.tested
    is_fake = np.repeat([True, False], [counted.sum(), len(questions[0].control)])
    return [is_fake, *(np.append(each.fake[counted], each.control) for each in questions)]


def is_judged(partition: Partition, question: Question) -> bool:
    """Whether a model sees what it asks: not identifiers, nor the style of a whole column."""
    if question.holdout is None or question.kind == "identifier":
        return False
    return question.form != "style" or partition.kinds[question.columns[0]] == "word"


def summed(question: Question) -> np.ndarray:
    """The log-odds of a question that sums up signs, of all rows."""
    assert question.log_odds is not None, f"{question.form} sums up nothing"
    return question.log_odds
