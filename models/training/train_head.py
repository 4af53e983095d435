"""
Trains one head on features of faces. One command for each head: see README.md.

/usr/bin/python3 train_head.py --set NAME:LIST.csv:FEATURES.bin[,FEATURES.bin][:WEIGHT[:grouped]] ... --out HEAD.onnx --scores SCORES.json

A set that is `grouped` is sampled by the square root of the size of each group, so that no source drowns the others.
"""

import argparse
import json
import time

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from feature_sets import FEATURES, FeatureSet
from write_head import LIMIT, write_head

BATCH = 256
# Labels are not quite sure: DFDC calls some clips fake of which only the sound or another person was changed.
SURE = 0.97


def auc(real, made):
    """Chance that a made face scores above a recorded one (Mann-Whitney); ties count half."""
    scores = np.concatenate([real, made])
    order = scores.argsort(kind="stable")
    ranks = np.empty(len(scores))
    ranks[order] = np.arange(1, len(scores) + 1)
    return (ranks[len(real):].sum() - len(made) * (len(made) + 1) / 2) / (len(real) * len(made))


class Head(nn.Module):
    """Several small networks side by side, each trained from its own start; the score is the mean of their logits."""

    def __init__(self, mean, deviation, hidden, members, drop):
        super().__init__()
        self.register_buffer("mean", mean)
        self.register_buffer("deviation", deviation)
        self.inner = nn.Linear(FEATURES, hidden * members)
        self.outer = nn.Parameter(torch.randn(members, hidden) * 0.5 / hidden**0.5)
        self.bias = nn.Parameter(torch.zeros(members))
        self.drop = drop
        with torch.no_grad():
            self.inner.weight.mul_(0.5)

    def logits(self, features):
        """[n, members]"""
        x = F.dropout(((features - self.mean) / self.deviation).clamp(-LIMIT, LIMIT), self.drop[0], self.training)
        x = F.dropout(F.gelu(self.inner(x)), self.drop[1], self.training)
        return (x.view(len(x), *self.outer.shape) * self.outer).sum(2) + self.bias

    def forward(self, features):
        return self.logits(features).mean(1)

    def layers(self):
        outer = (self.outer / len(self.bias)).reshape(1, -1)
        return [
            (self.inner.weight.detach().numpy(), self.inner.bias.detach().numpy()),
            (outer.detach().numpy(), self.bias.mean().reshape(1).detach().numpy()),
        ]


def read_sets(arguments):
    """[(set, weight, grouped)]"""
    sets = []
    for argument in arguments:
        name, list_path, files, *rest = argument.split(":")
        weight = float(rest[0]) if rest else 1.0
        sets.append((FeatureSet(name, list_path, files.split(",")), weight, "grouped" in rest))
    return sets


class Sampler:
    """Batches with as many recorded as made faces; of each kind, from each set in proportion to its weight and size."""

    def __init__(self, sets, seed):
        self.random = np.random.default_rng(seed)
        self.pools = {0: [], 1: []}
        for one, weight, grouped in sets:
            for label in (0, 1):
                indices = one.where("train", label)
                if not grouped:
                    self.add(label, one, indices, weight * len(indices))
                    continue
                for group in sorted(set(one.group[indices])):
                    chosen = indices[one.group[indices] == group]
                    self.add(label, one, chosen, weight * len(chosen) ** 0.5)

    def add(self, label, one, indices, share):
        if len(indices) and share > 0:
            self.pools[label].append((one, indices, share))

    def batch(self):
        rows, labels = [], []
        for label in (0, 1):
            shares = np.array([share for _, _, share in self.pools[label]])
            counts = self.random.multinomial(BATCH // 2, shares / shares.sum())
            for (one, indices, _), count in zip(self.pools[label], counts):
                if count:
                    rows.append(one.rows(np.sort(self.random.choice(indices, count))))
                    labels += [label] * count
        return torch.from_numpy(np.concatenate(rows)), torch.tensor(labels, dtype=torch.float32)


def scored(head, one, indices):
    head.eval()
    with torch.no_grad():
        parts = [head(torch.from_numpy(one.rows(indices[i:i + 512]))).numpy() for i in range(0, len(indices), 512)]
    return np.concatenate(parts) if parts else np.zeros(0)


def figures(head, sets, part):
    """AUC of each set that has both kinds in this part, as they are and degraded."""
    found = {}
    for one in sets:
        for degraded in (False, True):
            real, made = (scored(head, one, one.where(part, label, degraded)) for label in (0, 1))
            if len(real) and len(made):
                found[f"{one.name}{' degraded' if degraded else ''}"] = round(float(auc(real, made)), 4)
    return found


def standard(sets):
    taken = [one.rows(indices[:: max(1, len(indices) // 3000)]) for one in sets if len(indices := one.where("train"))]
    rows = torch.from_numpy(np.concatenate(taken))
    return rows.mean(0), rows.std(0) + 1e-3


def main():
    ask = argparse.ArgumentParser()
    ask.add_argument("--set", action="append", required=True)
    ask.add_argument("--out", required=True)
    ask.add_argument("--scores", help="where the scores of the calibration part go")
    ask.add_argument("--hidden", type=int, default=48)
    ask.add_argument("--members", type=int, default=3)
    ask.add_argument("--steps", type=int, default=1500)
    ask.add_argument("--rate", type=float, default=9e-4)
    ask.add_argument("--decay", type=float, default=0.1)
    ask.add_argument("--drop", default="0.2,0.4")
    ask.add_argument("--seed", type=int, default=7)
    options = ask.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(2)
    weighted = read_sets(options.set)
    sets = [one for one, _, _ in weighted]
    head = Head(*standard(sets), options.hidden, options.members, [float(share) for share in options.drop.split(",")])
    optimiser = torch.optim.AdamW(head.parameters(), lr=options.rate, weight_decay=options.decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, options.rate, total_steps=options.steps, pct_start=0.15)
    sampler, losses, started = Sampler(weighted, options.seed), [], time.time()
    for step in range(1, options.steps + 1):
        head.train()
        rows, labels = sampler.batch()
        truth = (labels * (2 * SURE - 1) + 1 - SURE)[:, None].expand(-1, options.members)
        loss = F.binary_cross_entropy_with_logits(head.logits(rows), truth)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        losses.append(loss.item())
        if step % 250 == 0 or step == options.steps:
            line = {"step": step, "loss": round(float(np.mean(losses[-250:])), 4), "seconds": round(time.time() - started)}
            print(json.dumps({**line, **figures(head, sets, "validation")}), flush=True)
    write_head(options.out, head.mean.numpy(), head.deviation.numpy(), head.layers())
    print(json.dumps({"calibration part": figures(head, sets, "calibration")}))
    if options.scores:
        kept = []
        for one in sets:
            indices = one.where("calibration")
            for index, score in zip(indices, scored(head, one, indices)):
                kept.append({"set": one.name, "name": one.names[index], "generated": bool(one.label[index]), "degraded": bool(one.degraded[index]), "score": round(float(score), 5)})
        with open(options.scores, "w") as file:
            json.dump(kept, file)


if __name__ == "__main__":
    main()
