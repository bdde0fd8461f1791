import Testing

@testable import ONNXInference

@Suite struct RuntimeWordsTests {
    @Test(arguments: [
        ("Load model from /srv/fovea data/x.onnx failed", "Load model from fovea data/x.onnx failed"),
        ("Load model from /srv/fovea/ab/cd.onnx failed:Protobuf parsing failed.", "Load model from cd.onnx failed:Protobuf parsing failed."),
        ("/onnxruntime_src/core/graph/model.cc:137 Status Model::Load(\"/home/eva/secret/m.onnx\")", "model.cc:137 Status Model::Load(\"m.onnx\")"),
        ("file=../store/weights.bin, 3/4 of float32/uint8", "file=weights.bin, 3/4 of float32/uint8"),
        ("nothing of the kind", "nothing of the kind"), ("ends in /a/b/", "ends in "), ("", ""),
    ])
    func foldersAreNotTold(_ told: String, _ shown: String) { #expect(RuntimeWords.withoutFolders(told) == shown) }
}
