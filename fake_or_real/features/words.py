"""How common the words of a text are among the other training rows."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd

from fake_or_real.features.feature import Feature


@dataclass(frozen=True)
class Words:
    """The words of one text column, each with the number of counted rows that hold it.

    hashes: 64 bits of each word, (m,); rows: as many counts.
    """

    column: str
    hashes: np.ndarray
    rows: np.ndarray

    @classmethod
    def fit(cls, column: pd.Series) -> Self:
        """Count the words of the training rows."""
        _, words = _words(column)
        return cls(str(column.name), *np.unique(words, return_counts=True))

    @property
    def features(self) -> list[Feature]:
        """Logarithms of counts."""
        names = ["frequency of the rarest word of", "mean frequency of the words of"]
        return [Feature(f"{name} {self.column}", (self.column,), "frequencies") for name in names]

    def transform(self, column: pd.Series, *, training: bool) -> np.ndarray:
        """The features of each text, shape (n, 2); NaN for texts without words.

        training: the column is the one in `fit`, so that each row itself is in the counts.
        """
        texts, words = _words(column)
        place = pd.Index(self.hashes).get_indexer(words)
        rows = np.append(self.rows - training, 0)[place]  # 0 for unknown words, at place -1
        by_text = pd.Series(np.log1p(rows)).groupby(texts)
        every = np.arange(len(column))
        return np.column_stack([by_text.min().reindex(every), by_text.mean().reindex(every)])


def merged(parts: list[list[Words]]) -> list[Words]:
    """The words of several columns, each given in as many parts of the rows as the others."""
    found = []
    for of_column in zip(*parts, strict=True):
        hashes, place = np.unique(
            np.concatenate([w.hashes for w in of_column]), return_inverse=True
        )
        rows = np.bincount(place, np.concatenate([words.rows for words in of_column]))
        found.append(Words(of_column[0].column, hashes, rows.astype(int)))
    return found


def _words(column: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """The distinct words of each text: its position and the word's hash, both of shape (m,)."""
    texts = column.fillna("").str.lower().str.findall(r"\w+").reset_index(drop=True)
    words = texts.explode().dropna()
    codes, distinct = pd.factorize(words)
    hashes = pd.util.hash_array(np.asarray(distinct, dtype=object))
    pairs = pd.DataFrame({"text": words.index, "word": hashes[codes]}).drop_duplicates()
    return pairs["text"].to_numpy(), pairs["word"].to_numpy()
