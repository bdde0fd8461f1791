"""Writes `endless.onnx`, a detector whose loop never ends once the picture's mean is above 0.9."""

import sys
from pathlib import Path

import numpy as np
from onnx import TensorProto, helper, numpy_helper

VALUES = [1, 6, 8]


def constant(name, value):
    return numpy_helper.from_array(np.asarray(value), name)


count, running, values = (
    helper.make_tensor_value_info(name, kind, shape)
    for name, kind, shape in (("count", TensorProto.INT64, []), ("running", TensorProto.BOOL, []), ("values", TensorProto.FLOAT, VALUES))
)
still = helper.make_tensor_value_info("still", TensorProto.BOOL, [])
after = helper.make_tensor_value_info("after", TensorProto.FLOAT, VALUES)
body = helper.make_graph(
    [helper.make_node("Identity", ["running"], ["still"]), helper.make_node("Sin", ["values"], ["after"])],
    "body",
    [count, running, values],
    [still, after],
)
graph = helper.make_graph(
    [
        helper.make_node("ReduceMean", ["images"], ["mean"], keepdims=0),
        helper.make_node("Greater", ["mean", "bright"], ["begin"]),
        helper.make_node("Mul", ["mean", "zeros"], ["start"]),
        helper.make_node("Loop", ["forever", "begin", "start"], ["output0"], body=body),
    ],
    "endless",
    [helper.make_tensor_value_info("images", TensorProto.FLOAT, [1, 3, 64, 64])],
    [helper.make_tensor_value_info("output0", TensorProto.FLOAT, VALUES)],
    initializer=[constant("bright", np.float32(0.9)), constant("zeros", np.zeros(VALUES, np.float32)), constant("forever", np.int64(2**63 - 1))],
)
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
helper.set_model_props(model, {"task": "detect", "names": "{0: 'a', 1: 'b'}", "imgsz": "[64, 64]"})
(Path(sys.argv[1]) / "endless.onnx").write_bytes(model.SerializeToString())
