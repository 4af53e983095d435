"""
Lists of faces for extract-features.ts and train_head.py, from pictures laid out as README.md says. Each face stands in
the list as it is (seed 0) and degraded, the parts of the lists are fixed by hash, and the same folders give the same lists.

/usr/bin/python3 make_lists.py PICTURES LISTS [--exclude FOLDER]
"""

import argparse
import csv
import glob
import hashlib
import json
import os
import random
import zlib

from pairs import read_pairs

# Made by hand or under terms that forbid commercial use: not learned from (face-swap.md, generated-face.md).
LEFT_OUT = {"ciplab-photoshop", "omi-stylegan2"}
SWAPS = {"inswapper-maxmassi"}
MOST = {"nomask": 900, "ecuador-political": 150}
USUAL = 550
ROUNDS = 7


def seed_of(name, turn):
    return 0 if turn == 0 else zlib.crc32(f"{name}:{turn}".encode()) % (2**31 - 1) + 1


def dfdc_rows(folder, excluded):
    """(file, box, name, part, label, group, seed): pairs first, then degraded, then further fakes of the same clips."""
    names = [name[:-4] for _, _, files in os.walk(excluded) for name in files if name.endswith(".jpg")] if excluded else []
    parts = read_pairs(f"{folder}/metadata.csv", f"{folder}/faces_224", names)
    chance = random.Random(7)
    order = [(part, original) for part in ("validation", "calibration") for original in sorted(parts[part])]
    train = sorted(parts["train"])
    chance.shuffle(train)
    order += [("train", original) for original in train]
    for pairs in parts.values():
        for fakes in pairs.values():
            chance.shuffle(fakes)

    def row(name, part, label, original, turn):
        return f"{folder}/faces_224/{name}.jpg", None, name, part, label, original, seed_of(name, turn)

    for turn in range(ROUNDS):
        for part, original in order:
            fakes = parts[part][original]
            if turn > 1 and part != "train":
                continue
            if turn < 5:
                yield row(original, part, 0, original, turn)
            if turn < 2 or turn < len(fakes):
                yield row(fakes[turn % len(fakes)], part, 1, original, turn if turn < 2 else turn % 2)


def source_rows(tables):
    """The same for the tables that find-faces.ts wrote, one for each source."""
    faces, count = [], {}
    chance = random.Random(11)
    for table in tables:
        source = os.path.basename(table)[:-4]
        with open(table) as file:
            lines = [line.rstrip("\n").split("\t") for line in file]
        if source not in LEFT_OUT:
            faces += [(source, kind, path, [int(v) for v in box.split(",")], sha256) for _, kind, path, box, _, sha256 in lines]
    chance.shuffle(faces)
    kept = []
    for face in faces:
        count[face[:2]] = count.get(face[:2], 0) + 1
        if count[face[:2]] <= MOST.get(face[0], USUAL):
            kept.append(face)
    for turn in (0, 1):
        for source, kind, path, box, sha256 in kept:
            share = int(hashlib.sha256(sha256.encode()).hexdigest()[:8], 16) % 100
            part = "validation" if share < 12 else "calibration" if share < 24 else "train"
            yield path, box, f"{source}/{sha256[:16]}", part, int(kind == "fake"), source, seed_of(sha256, turn)


def write(path, rows, use):
    """`use(label, group, part)`: whether this head learns from such faces; the others keep their place and are `unused`."""
    with open(path, "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        for _, _, name, part, label, group, seed in rows:
            out.writerow([name, part if use(label, group, part) else "unused", label, group, seed])


def write_files(path, rows):
    with open(path, "w") as file:
        for picture, box, _, _, _, _, seed in rows:
            file.write(json.dumps({"file": picture, "seed": seed, **({"box": box} if box else {})}) + "\n")


def main():
    ask = argparse.ArgumentParser()
    ask.add_argument("pictures")
    ask.add_argument("lists")
    ask.add_argument("--exclude")
    options = ask.parse_args()
    os.makedirs(options.lists, exist_ok=True)
    dfdc = list(dfdc_rows(f"{options.pictures}/dfdc", options.exclude))
    sources = list(source_rows(sorted(glob.glob(f"{options.lists}/faces/*.tsv"))))
    write_files(f"{options.lists}/dfdc.jsonl", dfdc)
    write_files(f"{options.lists}/sources.jsonl", sources)
    write(f"{options.lists}/dfdc.csv", dfdc, lambda label, group, part: True)
    write(f"{options.lists}/dfdc-recorded.csv", dfdc, lambda label, group, part: label == 0 and part != "calibration")
    write(f"{options.lists}/recorded.csv", sources, lambda label, group, part: label == 0 and group not in SWAPS)
    write(f"{options.lists}/swaps.csv", sources, lambda label, group, part: group in SWAPS)
    write(f"{options.lists}/generated.csv", sources, lambda label, group, part: not (label == 1 and group in SWAPS))


if __name__ == "__main__":
    main()
