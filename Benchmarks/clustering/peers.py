"""HDBSCAN in Python: `peers.py scikit-learn|fast_hdbscan MIN_CLUSTER_SIZE` reads lines `VECTORS LABELS`, clusters one file into
the other and answers the seconds that clustering took."""

import sys
import time

import numpy as np


def fit(who, size, vectors):
    if who == "scikit-learn":
        from sklearn.cluster import HDBSCAN

        return HDBSCAN(min_cluster_size=size, algorithm="brute").fit(vectors).labels_
    from fast_hdbscan import HDBSCAN

    # It does not count the vector itself among the samples.
    return HDBSCAN(min_cluster_size=size, min_samples=size - 1).fit(vectors).labels_


def main():
    who, size = sys.argv[1], int(sys.argv[2])
    for line in sys.stdin:
        source, target = line.split()
        vectors = np.load(source)
        # What is loaded and compiled only once is not counted.
        fit(who, size, vectors[:200])
        begin = time.perf_counter()
        labels = fit(who, size, vectors)
        elapsed = time.perf_counter() - begin
        np.save(target, labels)
        print(elapsed, flush=True)


if __name__ == "__main__":
    main()
