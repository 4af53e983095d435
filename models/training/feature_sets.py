"""Rows of features that extract-features.ts wrote, with what is known of each."""

import csv

import numpy as np

FEATURES = 18204


class FeatureSet:
    """
    `list_path`: CSV with one line a row: name, part, label (0 recorded, 1 made), group, seed (0: not degraded).
    `files`: float16 [rows, FEATURES]; with several, row i is in file i modulo their number. Rows that could not be read
    (NaN) are left out, as are rows that have no features yet.
    """

    def __init__(self, name, list_path, files):
        self.name = name
        with open(list_path, newline="") as file:
            rows = list(csv.reader(file))
        self.files = [self._open(path) for path in files]
        count = len(self.files)
        have = min(len(rows), min(len(rows_of) * count + i for i, rows_of in enumerate(self.files)))
        self.names = np.array([row[0] for row in rows[:have]])
        self.part = np.array([row[1] for row in rows[:have]])
        self.label = np.array([int(row[2]) for row in rows[:have]])
        self.group = np.array([row[3] for row in rows[:have]])
        self.degraded = np.array([row[4] != "0" for row in rows[:have]])
        readable = np.array([np.isfinite(self.row(i)[0]) for i in range(have)], dtype=bool)
        self.part[~readable] = "unreadable"

    @staticmethod
    def _open(path):
        numbers = np.memmap(path, dtype=np.float16, mode="r")
        return numbers[: len(numbers) // FEATURES * FEATURES].reshape(-1, FEATURES)

    def row(self, index):
        return self.files[index % len(self.files)][index // len(self.files)]

    def rows(self, indices):
        return np.stack([self.row(i) for i in indices]).astype(np.float32)

    def where(self, part, label=None, degraded=None):
        wanted = self.part == part
        if label is not None:
            wanted &= self.label == label
        if degraded is not None:
            wanted &= self.degraded == degraded
        return np.flatnonzero(wanted)
