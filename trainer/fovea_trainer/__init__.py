"""Training backends of Fovea behind a protocol of JSON lines; see docs/trainer-protocol.md."""

PROTOCOL = 1
TASKS = ("detect", "segment", "pose", "classify")
BASE_MODELS = tuple(f"{family}{size}" for family in ("yolov8", "yolo11") for size in "nsmlx")
