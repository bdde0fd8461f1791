"""Writes models with ONNX's own library, all but `inside` with a tensor somewhere whose values lie in another file."""

import sys
from pathlib import Path

import numpy as np
from onnx import AttributeProto, SparseTensorProto, TensorProto, TrainingInfoProto, helper, numpy_helper

folder = Path(sys.argv[1])
SHAPE = [1, 6, 8]
FLAG = numpy_helper.from_array(np.array(True), "flag")


def outside(name="w"):
    tensor = TensorProto(name=name, data_type=TensorProto.FLOAT, dims=SHAPE, data_location=TensorProto.EXTERNAL)
    for key, value in (("location", "weights.bin"), ("offset", "0"), ("length", "192")):
        entry = tensor.external_data.add()
        entry.key, entry.value = key, value
    return tensor


def inside(name="w"):
    return numpy_helper.from_array(np.zeros(SHAPE, np.float32), name)


def model(initializers, nodes, functions=()):
    images = helper.make_tensor_value_info("images", TensorProto.FLOAT, [1, 3, 64, 64])
    output = helper.make_tensor_value_info("output0", TensorProto.FLOAT, SHAPE)
    mean = helper.make_node("ReduceMean", ["images"], ["m"], keepdims=0)
    graph = helper.make_graph([mean, *nodes], "g", [images], [output], initializer=initializers)
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid("own", 1)]
    made = helper.make_model(graph, opset_imports=opsets, functions=functions, ir_version=8)
    helper.set_model_props(made, {"task": "detect", "names": "{0: 'a', 1: 'b'}", "imgsz": "[64, 64]"})
    return made


def constant(tensor, output="w"):
    return helper.make_node("Constant", [], [output], value=tensor)


def branch(tensor):
    output = helper.make_tensor_value_info("w", TensorProto.FLOAT, SHAPE)
    return helper.make_graph([constant(tensor)], "branch", [], [output])


add = helper.make_node("Add", ["w", "m"], ["output0"])
models = {
    "inside": model([inside()], [add]),
    "initializer": model([outside()], [add]),
    "constant": model([], [constant(outside()), add]),
    "branch": model([FLAG], [helper.make_node("If", ["flag"], ["w"], then_branch=branch(outside()), else_branch=branch(inside())), add]),
    "function": model(
        [],
        [helper.make_node("W", [], ["w"], domain="own"), add],
        [helper.make_function("own", "W", [], ["w"], [constant(outside())], [helper.make_opsetid("", 17)])],
    ),
}
models["location"] = model([outside()], [add])
del models["location"].graph.initializer[0].external_data[:]
models["memory"] = model([outside()], [add])
models["memory"].graph.initializer[0].external_data[0].value = "*/_ORT_MEM_ADDR_/*"
models["sparse"] = model([], [constant(inside()), add])
models["sparse"].graph.sparse_initializer.append(
    SparseTensorProto(values=outside("s"), indices=numpy_helper.from_array(np.zeros(1, np.int64)), dims=SHAPE)
)
models["attributes"] = model([], [constant(inside()), add])
models["attributes"].graph.node[0].attribute.append(AttributeProto(name="all", type=AttributeProto.TENSORS, tensors=[inside(), outside()]))
models["training"] = model([inside()], [add])
models["training"].training_info.append(TrainingInfoProto(algorithm=branch(outside())))

for name, made in models.items():
    (folder / f"{name}.onnx").write_bytes(made.SerializeToString())
(folder / "weights.bin").write_bytes(bytes(192))
print(" ".join(models))
