"""Command line: ``python -m fovea_trainer probe | train | predict``."""

from __future__ import annotations

import argparse
import sys


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="fovea_trainer", description="Fovea's training backends (docs/trainer-protocol.md)")
    commands = top.add_subparsers(dest="command", required=True)

    commands.add_parser("probe", help="say in one JSON line whether this machine can train")

    train = commands.add_parser("train", help="train, with events as JSON lines on standard output")
    train.add_argument("--request", required=True, help="file with the request, or - for a line of standard input")
    train.add_argument("--lifeline", action="store_true", help="stop when standard input closes")
    train.add_argument("--allow-orphan", action="store_true", help="go on when the parent process is gone")

    predict = commands.add_parser("predict", help="what Ultralytics itself makes of an ONNX file and some images")
    predict.add_argument("--model", required=True)
    predict.add_argument("--conf", type=float, default=0.25)
    predict.add_argument("--iou", type=float, default=0.7)
    predict.add_argument("images", nargs="+")
    return top


def main() -> int:
    arguments = parser().parse_args()
    # Each command imports what it needs: a wrong request is answered before torch is loaded.
    if arguments.command == "probe":
        from .probe import probe

        return probe()
    if arguments.command == "predict":
        from .predict import predict

        return predict(arguments.model, arguments.images, arguments.conf, arguments.iou)
    from .train import train

    return train(arguments.request, lifeline=arguments.lifeline, allow_orphan=arguments.allow_orphan)


if __name__ == "__main__":
    sys.exit(main())
