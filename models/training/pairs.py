"""Pairs of a recorded clip and fakes made from it, divided by the recorded clip so that no part sees another's people's clip."""

import csv
import hashlib
import os


def part_of(original):
    """`train` 88 %, `validation` 6 %, `calibration` 6 %: by hash of the recorded clip's name, the same on every machine."""
    share = int(hashlib.sha256(original.encode()).hexdigest()[:8], 16) % 100
    return "validation" if share < 6 else "calibration" if share < 12 else "train"


def read_pairs(metadata, crops, excluded_names):
    """
    {part: {original: [fakes]}}. `metadata`: CSV videoname, original_width, original_height, label, original.
    `excluded_names`: names of crops that must not be learnt from: every clip that shares a recorded clip with one of
    them is left out, not just the file. Crops of faces under 90 pixels are left out: they were enlarged.
    """
    with open(metadata, newline="") as file:
        rows = list(csv.DictReader(file))
    original_of = {}
    for row in rows:
        name = row["videoname"][:-4]
        original_of[name] = name if row["label"] == "REAL" else row["original"][:-4]
    excluded = {original_of[name] for name in excluded_names if name in original_of}
    unknown = [name for name in excluded_names if name not in original_of]
    if unknown:
        raise SystemExit(f"{len(unknown)} excluded names are not in the metadata, such as {unknown[0]}")
    wide = {row["videoname"][:-4] for row in rows if int(row["original_width"]) >= 90}
    present = {name[:-4] for name in os.listdir(crops)} & wide
    parts = {"train": {}, "validation": {}, "calibration": {}}
    for row in rows:
        name = row["videoname"][:-4]
        original = original_of[name]
        if original in excluded or name not in present or original not in present:
            continue
        fakes = parts[part_of(original)].setdefault(original, [])
        if row["label"] == "FAKE":
            fakes.append(name)
    return {part: {o: f for o, f in pairs.items() if f} for part, pairs in parts.items()}
