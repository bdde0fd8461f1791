"""faiss in Python: `peer.py LIMIT` reads lines `SIGNATURES PAIRS`, writes every pair a < b within the limit as int32 a, b, distance
and answers the seconds that the search took."""

import sys
import time

import faiss
import numpy as np


def pairs(signatures, limit):
    index = faiss.IndexBinaryFlat(8 * signatures.shape[1])
    begin = time.perf_counter()
    index.add(signatures)
    # It finds what is nearer than the radius.
    limits, distances, others = index.range_search(signatures, limit + 1)
    elapsed = time.perf_counter() - begin
    own = np.repeat(np.arange(len(signatures)), np.diff(limits.astype(np.int64)))
    found = np.stack([own, others, distances], axis=1)[others > own]
    return elapsed, found[np.lexsort((found[:, 1], found[:, 0]))].astype(np.int32)


def main():
    limit = int(sys.argv[1])
    for line in sys.stdin:
        source, target = line.split()
        elapsed, found = pairs(np.fromfile(source, np.uint8).reshape(-1, 32), limit)
        found.tofile(target)
        print(elapsed, flush=True)


if __name__ == "__main__":
    main()
