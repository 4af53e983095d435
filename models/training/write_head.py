"""A trained head as ONNX: features [n, FEATURES] to score [n], higher for made or changed faces."""

import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper

LIMIT = 6.0


def constant(name, values, kind):
    return numpy_helper.from_array(np.ascontiguousarray(values, dtype=kind), name)


def write_head(path, mean, deviation, layers):
    """
    `layers`: [(weight [out, in], bias [out])], GELU between them. Weights of the first are kept in half precision: they
    are nearly all of the file.
    """
    width = len(mean)
    constants = [
        constant("mean", mean, np.float32),
        constant("scale", 1 / deviation, np.float32),
        constant("low", -LIMIT, np.float32),
        constant("high", LIMIT, np.float32),
        constant("root", np.sqrt(2), np.float32),
        constant("half", 0.5, np.float32),
        constant("one", 1, np.float32),
        constant("flat", [-1], np.int64),
    ]
    node = helper.make_node
    nodes = [
        node("Sub", ["features", "mean"], ["centred"]),
        node("Mul", ["centred", "scale"], ["scaled"]),
        node("Clip", ["scaled", "low", "high"], ["x0"]),
    ]
    for i, (weight, bias) in enumerate(layers):
        constants += [constant(f"w{i}", weight.T, np.float16), constant(f"b{i}", bias, np.float32)]
        nodes += [
            node("Cast", [f"w{i}"], [f"f{i}"], to=TensorProto.FLOAT),
            node("MatMul", [f"x{i}", f"f{i}"], [f"p{i}"]),
            node("Add", [f"p{i}", f"b{i}"], [f"s{i}"]),
        ]
        if i + 1 < len(layers):
            nodes += [
                node("Div", [f"s{i}", "root"], [f"d{i}"]),
                node("Erf", [f"d{i}"], [f"e{i}"]),
                node("Add", [f"e{i}", "one"], [f"o{i}"]),
                node("Mul", [f"s{i}", f"o{i}"], [f"m{i}"]),
                node("Mul", [f"m{i}", "half"], [f"x{i + 1}"]),
            ]
    nodes.append(node("Reshape", [f"s{len(layers) - 1}", "flat"], ["score"]))
    graph = helper.make_graph(
        nodes,
        "head",
        [helper.make_tensor_value_info("features", TensorProto.FLOAT, ["batch", width])],
        [helper.make_tensor_value_info("score", TensorProto.FLOAT, ["batch"])],
        constants,
    )
    model = helper.make_model(graph, producer_name="assay", opset_imports=[helper.make_opsetid("", 13)])
    model.ir_version = 8
    checker.check_model(model)
    with open(path, "wb") as file:
        file.write(model.SerializeToString())
