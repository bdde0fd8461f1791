"""`fovea cluster` against scikit-learn, hdbscan and SciPy, and against what people hand it by mistake."""

import json
import subprocess

import hdbscan
import numpy as np
import pytest
from fovea_server import binary
from scipy.sparse.csgraph import minimum_spanning_tree
from sklearn.cluster import HDBSCAN
from sklearn.datasets import make_blobs, make_moons
from sklearn.metrics import pairwise_distances


def run(folder, vectors, *arguments, status=0):
    """The report, labels, probabilities and outlier scores; or what the program said when it was to fail."""
    source = folder / "vectors.npy"
    np.save(source, vectors)
    return run_file(folder, source, *arguments, status=status)


def run_file(folder, source, *arguments, status=0):
    targets = [folder / name for name in ("labels.npy", "probabilities.npy", "scores.npy")]
    options = ["--output", targets[0], "--probabilities", targets[1], "--outlier-scores", targets[2], "--json"]
    done = subprocess.run([binary(), "cluster", source, *map(str, arguments), *options], capture_output=True, text=True, timeout=300)
    assert done.returncode == status, f"{arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}"
    if status:
        assert not any(target.exists() for target in targets)
        return done.stderr
    return json.loads(done.stdout), *map(np.load, targets)


def named_alike(labels):
    """Labels by first appearance, so that partitions compare; noise stays -1."""
    names = {-1: -1}
    return [names.setdefault(label, len(names) - 1) for label in labels]


def theirs(vectors, **parameters):
    """What scikit-learn says, and whether that is independent of the order of the rows: where several edges of the spanning
    tree are equally long it takes them one by one, and its answer is one of several."""

    def once(order):
        fitted = HDBSCAN(algorithm="brute", **parameters).fit(vectors[order].astype(np.float64))
        labels, probabilities = np.empty(len(order), int), np.empty(len(order))
        labels[order], probabilities[order] = fitted.labels_, fitted.probabilities_
        return labels, probabilities

    labels, probabilities = once(np.arange(len(vectors)))
    rng = np.random.default_rng(1)
    for _ in range(6):
        again = once(rng.permutation(len(vectors)))
        if named_alike(again[0]) != named_alike(labels) or not np.allclose(again[1], probabilities, atol=1e-9):
            return labels, probabilities, False
    return labels, probabilities, True


def blobs(seed, count, dimension, centers, spread=0.2):
    return make_blobs(count, dimension, centers=centers, cluster_std=spread, center_box=(-1, 1), random_state=seed)[0].astype(np.float32)


def moons(seed, noise):
    return make_moons(400, noise=noise, random_state=seed)[0].astype(np.float32)


def noise(seed, count, dimension):
    return np.random.default_rng(seed).random((count, dimension), np.float32)


OPTIONS = {
    "min_cluster_size": "--min-cluster-size",
    "min_samples": "--min-samples",
    "metric": "--metric",
    "cluster_selection_method": "--method",
    "cluster_selection_epsilon": "--epsilon",
    "max_cluster_size": "--max-cluster-size",
}


def arguments(parameters):
    out = []
    for name, value in parameters.items():
        out += ["--allow-single-cluster"] if name == "allow_single_cluster" else [OPTIONS[name], value]
    return out


# Sets on which scikit-learn's answer does not depend on the order of the rows; the test sees to it that this is so.
PLAIN = {"min_cluster_size": 10}
NEAREST = {"min_cluster_size": 5, "min_samples": 1}
LEAF = {"min_cluster_size": 8, "min_samples": 2, "cluster_selection_method": "leaf"}
COSINE = {"min_cluster_size": 10, "min_samples": 5, "metric": "cosine"}
EPSILON = {"min_cluster_size": 5, "min_samples": 2, "cluster_selection_epsilon": 0.3}
SINGLE = {"min_cluster_size": 10, "allow_single_cluster": True}
SINGLE_EPSILON = {"min_cluster_size": 12, "min_samples": 2, "allow_single_cluster": True, "cluster_selection_epsilon": 0.15}
SMALL = {"min_cluster_size": 5, "min_samples": 2, "max_cluster_size": 40}
SETS = [
    ("blobs in 2 dimensions", blobs(1, 300, 2, 4), PLAIN),
    ("blobs in 2 dimensions, finest", blobs(2, 300, 2, 4), LEAF),
    ("blobs in 2 dimensions, by epsilon", blobs(0, 300, 2, 4), EPSILON),
    ("blobs in 2 dimensions, up to a size", blobs(0, 300, 2, 4), SMALL),
    ("blobs in 2 dimensions, one allowed", blobs(1, 300, 2, 4), SINGLE),
    ("blobs in 3 dimensions", blobs(1, 300, 3, 5), PLAIN),
    ("blobs in 3 dimensions, by neighbours", blobs(0, 300, 3, 5), NEAREST),
    ("blobs in 3 dimensions, finest", blobs(1, 300, 3, 5), LEAF),
    ("blobs in 3 dimensions, by epsilon", blobs(2, 300, 3, 5), EPSILON),
    ("blobs in 8 dimensions", blobs(0, 300, 8, 4), PLAIN),
    ("blobs in 8 dimensions, by angle", blobs(1, 300, 8, 4), COSINE),
    ("blobs in 8 dimensions, up to a size", blobs(2, 300, 8, 4), SMALL),
    ("blobs in 32 dimensions", blobs(0, 300, 32, 6), PLAIN),
    ("blobs in 32 dimensions, finest", blobs(1, 300, 32, 6), LEAF),
    ("blobs in 32 dimensions, by angle", blobs(2, 300, 32, 6), COSINE),
    ("blobs in 128 dimensions", blobs(0, 400, 128, 4), PLAIN),
    ("blobs in 128 dimensions, by angle", blobs(1, 400, 128, 4), COSINE),
    ("blobs in 384 dimensions", blobs(0, 500, 384, 5), PLAIN),
    ("blobs in 384 dimensions, by angle", blobs(1, 500, 384, 5), COSINE),
    ("blobs in 384 dimensions, by neighbours", blobs(2, 500, 384, 5), NEAREST),
    ("moons", moons(0, 0.06), PLAIN),
    ("moons, by neighbours", moons(1, 0.06), NEAREST),
    ("moons, finest", moons(2, 0.06), LEAF),
    ("moons, by epsilon", moons(3, 0.06), EPSILON),
    ("moons, one allowed", moons(1, 0.06), SINGLE),
    ("noise in 2 dimensions", noise(0, 250, 2), LEAF),
    ("noise in 2 dimensions, one allowed, by epsilon", noise(1, 250, 2), SINGLE_EPSILON),
    ("noise in 8 dimensions", noise(0, 250, 8), PLAIN),
    ("noise in 64 dimensions", noise(1, 250, 64), PLAIN),
    ("noise in 64 dimensions, by angle", noise(2, 250, 64), COSINE),
]


@pytest.mark.parametrize(("vectors", "parameters"), [s[1:] for s in SETS], ids=[s[0] for s in SETS])
def test_equals_scikit_learn(tmp_path, vectors, parameters):
    labels, probabilities, is_sole_answer = theirs(vectors, **parameters)
    assert is_sole_answer, "not a set to compare by: choose another"
    report, ours, ours_probabilities, _ = run(tmp_path, vectors, *arguments(parameters))
    assert named_alike(ours) == named_alike(labels)
    assert np.allclose(ours_probabilities, probabilities, atol=1e-6)
    sizes = np.bincount(ours[ours >= 0]).tolist()
    assert sizes == sorted(sizes, reverse=True) == report["cluster_sizes"]
    assert (report["clusters"], report["noise"]) == (len(sizes), (ours < 0).sum())


def glosh(vectors, size, samples):
    """hdbscan does not count the point itself among the samples."""
    fitted = hdbscan.HDBSCAN(min_cluster_size=size, min_samples=samples - 1, algorithm="generic").fit(vectors.astype(np.float64))
    return fitted.outlier_scores_


@pytest.mark.filterwarnings("ignore::FutureWarning")
@pytest.mark.parametrize("vectors", [blobs(1, 300, 2, 4), blobs(0, 300, 32, 6), moons(0, 0.06), noise(0, 250, 8)], ids=["2", "32", "moons", "noise"])
@pytest.mark.parametrize(("size", "samples"), [(10, 10), (5, 2), (15, 3)])
def test_outlier_scores_equal_hdbscan(tmp_path, vectors, size, samples):
    expected = glosh(vectors, size, samples)
    # Where its answer follows the order of the rows, as it does in some ties, there is none to compare with.
    settled = np.ones(len(vectors), bool)
    for seed in range(24):
        order, again = np.random.default_rng(seed).permutation(len(vectors)), np.empty(len(vectors))
        again[order] = glosh(vectors[order], size, samples)
        settled &= np.isclose(expected, again, atol=1e-9)
    assert settled.mean() > 0.85
    ours = run(tmp_path, vectors, "--min-cluster-size", size, "--min-samples", samples)[3]
    assert np.allclose(ours[settled], expected[settled], atol=1e-6)


def tree_length(vectors, samples, metric):
    """The spanning tree of the dense mutual reachability matrix, by SciPy; 1 more everywhere, because 0 is no edge to it."""
    vectors = vectors.astype(np.float64)
    if metric == "cosine":
        vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    distances = np.sqrt(((vectors[:, None] - vectors[None]) ** 2).sum(2))
    if metric == "cosine":
        distances = distances**2 / 2
    cores = np.sort(distances, axis=1)[:, samples - 1]
    reach = np.maximum(distances, np.maximum(cores[:, None], cores[None]))
    unit = reach.max() or 1
    return unit * (minimum_spanning_tree(reach / unit + 1).sum() - (len(vectors) - 1))


def duplicates(seed, dimension):
    rng = np.random.default_rng(seed)
    return rng.permutation(np.repeat(rng.random((40, dimension), np.float32), rng.integers(1, 12, 40), axis=0))


# Whole numbers: many distances are equal, and all are exact.
GRID = np.stack(np.meshgrid(np.arange(15), np.arange(15)), -1).reshape(-1, 2).astype(np.float32) + 1
TIED = {
    "one point": np.ones((1, 3), np.float32),
    "two points": np.array([[0, 1], [3, 5]], np.float32),
    "two equal points": np.ones((2, 4), np.float32),
    "all equal": np.full((50, 7), 0.1, np.float32),
    "duplicates in 2 dimensions": duplicates(1, 2),
    "duplicates in 100 dimensions": duplicates(2, 100),
    "a grid": GRID,
    "two grids": np.concatenate([GRID, GRID + 100]),
    "corners": (np.random.default_rng(5).integers(0, 2, (300, 10)) + 1).astype(np.float32),
    "far from the origin": blobs(3, 300, 16, 4) + np.float32(1e5),
    "huge": blobs(3, 200, 5, 3) * np.float32(1e37),
    "tiny": blobs(3, 200, 5, 3) * np.float32(1e-42),
    "one far away": np.concatenate([blobs(4, 200, 3, 2), np.full((1, 3), 3e38, np.float32)]),
}


@pytest.mark.parametrize("metric", ["euclidean", "cosine"])
@pytest.mark.parametrize("name", TIED)
def test_ties_are_one_answer_whatever_the_order(tmp_path, name, metric):
    vectors = TIED[name]
    samples = min(len(vectors), 4)
    options = ["--min-cluster-size", 5, "--min-samples", samples, "--metric", metric]
    report, *first = run(tmp_path, vectors, *options)
    assert np.isclose(report["tree_length"], tree_length(vectors, samples, metric), rtol=1e-9, atol=0)
    for seed in range(3):
        order = np.random.default_rng(seed).permutation(len(vectors))
        again = run(tmp_path, vectors[order], *options, "--threads", seed + 1)
        assert again[0]["tree_length"] == report["tree_length"]
        for one, other in zip(first, again[1:]):
            assert np.array_equal(one[order], other), name
    for one in first:
        for row in np.unique(vectors, axis=0):
            assert len(set(one[(vectors == row).all(1)])) == 1


def test_a_larger_set_has_the_shortest_tree(tmp_path):
    """Enough vectors for several tiles, rows fetched ahead, rows dropped and tables made smaller."""
    vectors = np.concatenate([blobs(7, 2500, 20, 30, 0.3), noise(7, 517, 20)])
    for samples, metric in [(1, "euclidean"), (5, "euclidean"), (40, "cosine")]:
        report = run(tmp_path, vectors, "--min-cluster-size", 10, "--min-samples", samples, "--metric", metric)[0]
        distances = pairwise_distances(vectors.astype(np.float64), metric=metric)
        np.fill_diagonal(distances, 0)
        cores = np.partition(distances, samples - 1, axis=1)[:, samples - 1]
        reach = np.maximum(distances, np.maximum(cores[:, None], cores[None]))
        assert np.isclose(report["tree_length"], minimum_spanning_tree(reach).sum(), rtol=1e-9)


def test_reads_float64_and_fortran_order(tmp_path):
    vectors = blobs(0, 200, 6, 3)
    first = run(tmp_path, vectors, "--min-cluster-size", 5)
    for other in (vectors.astype(np.float64), np.asfortranarray(vectors)):
        again = run(tmp_path, other, "--min-cluster-size", 5)
        assert first[0] == again[0]
        for one, two in zip(first[1:], again[1:]):
            assert np.array_equal(one, two)
    assert [array.dtype.str for array in first[1:]] == ["<i8", "<f8", "<f8"]


def with_number(value):
    vectors = blobs(0, 30, 3, 2).astype(np.float64)
    vectors[7, 1] = value
    return vectors


WRONG = {
    "NaN": (with_number(np.nan), [], "row 7"),
    "infinity": (with_number(-np.inf), [], "row 7"),
    "beyond float32": (with_number(1e39), [], "row 7"),
    "no rows": (np.zeros((0, 3), np.float32), [], "no rows"),
    "no columns": (np.zeros((3, 0), np.float32), [], "dimension is 0"),
    "one point": (np.ones((1, 3), np.float32), [], "number of vectors, which is 1"),
    "too many samples": (blobs(0, 30, 3, 2), ["--min-samples", 31], "number of vectors, which is 30"),
    "one dimension": (np.zeros(3, np.float32), [], "shape [3]"),
    "three dimensions": (np.zeros((3, 2, 2), np.float32), [], "shape [3, 2, 2]"),
    "int64": (np.ones((9, 2), np.int64), [], "int64"),
    "float16": (np.ones((9, 2), np.float16), [], "<f2"),
    "complex": (np.ones((9, 2), np.complex64), [], "<c8"),
    "big-endian": (np.ones((9, 2), ">f4"), [], ">f4"),
    "length zero by angle": (np.eye(9, 8, dtype=np.float32), ["--metric", "cosine"], "row 8"),
}


@pytest.mark.parametrize("name", WRONG)
def test_says_what_is_wrong_with_the_vectors(tmp_path, name):
    vectors, options, word = WRONG[name]
    assert word in run(tmp_path, vectors, "--min-cluster-size", 5, *options, status=1)


@pytest.mark.parametrize("content", [b"", b"x,y\n1,2\n", b"\x93NUMPY", b"\x93NUMPY\x04\x00\x10\x00", b"PK\x03\x04" + bytes(100)])
def test_says_what_is_wrong_with_the_file(tmp_path, content):
    path = tmp_path / "odd.npy"
    path.write_bytes(content)
    assert ".npy file" in run_file(tmp_path, path, "--min-cluster-size", 5, status=1)


def test_says_which_file_is_missing_and_keeps_what_is_there(tmp_path):
    assert "nowhere.npy" in run_file(tmp_path, tmp_path / "nowhere.npy", "--min-cluster-size", 5, status=1)
    assert "not a file" in run_file(tmp_path, tmp_path, "--min-cluster-size", 5, status=1)
    source = tmp_path / "vectors.npy"
    np.save(source, blobs(0, 30, 3, 2))
    for target in (tmp_path / "no" / "labels.npy", tmp_path):
        done = subprocess.run([binary(), "cluster", source, "--min-cluster-size", "5", "--output", target], capture_output=True, text=True)
        assert done.returncode == 1 and str(target) in done.stderr


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--min-cluster-size", "1"],
        ["--min-cluster-size", "five"],
        ["--min-cluster-size", "5", "--min-samples", "0"],
        ["--min-cluster-size", "5", "--metric", "manhattan"],
        ["--min-cluster-size", "5", "--method", "best"],
        ["--min-cluster-size", "5", "--epsilon", "-1"],
        ["--min-cluster-size", "5", "--epsilon", "nan"],
    ],
)
def test_wrong_use_is_status_2(tmp_path, options):
    assert "--help" in run(tmp_path, blobs(0, 30, 3, 2), *options, status=2)
