import Core
import DatasetFormats
import Foundation
import Geometry
import OracleSupport
import Testing

/// 364 blood-cell photographs with Pascal VOC boxes, of which two cover nothing. Runs where `FOVEA_TEST_DATA` names them.
@Suite(.enabled(if: PythonOracle.realData != nil), .serialized) struct RealDataTests {
    private var source: String { PythonOracle.realData?.path ?? "" }

    private func convert(_ input: String, _ output: String, _ from: DatasetFormat?, _ to: DatasetFormat, pictures: Bool = true) throws
        -> DatasetConversion.Outcome
    {
        var request = DatasetConversion.Request(input: input, output: output, from: from, to: to)
        request.copiesPictures = pictures
        return try DatasetConversion.run(request)
    }

    /// Boxes by picture, in the order of the file.
    private func boxes(_ path: String, _ format: DatasetFormat, images: String? = nil) throws -> [String: [(String, Box)]] {
        var options = ReadOptions()
        options.needsPictures = false
        let read = try ReadResult(format.reader(DatasetInput(path: path, images: images, options: options)))
        return Dictionary(
            uniqueKeysWithValues: read.images.map { image in
                (
                    image.name.split(separator: "/").last.map(String.init) ?? "",
                    image.annotations.compactMap { annotation in annotation.geometry.boundingBox.map { (annotation.label, $0) } }
                )
            })
    }

    private func expectEqual(_ a: [String: [(String, Box)]], _ b: [String: [(String, Box)]]) {
        #expect(a.count == b.count)
        var worst = 0.0
        for (name, expected) in a {
            let found = b[name] ?? []
            #expect(found.map(\.0) == expected.map(\.0), "\(name)")
            for ((_, x), (_, y)) in zip(expected, found) {
                worst = max(worst, abs(x.x - y.x), abs(x.y - y.y), abs(x.right - y.right), abs(x.bottom - y.bottom))
            }
        }
        #expect(worst <= 1e-3, "a box moved by \(worst) pixels")
    }

    @Test func readsAllAndNamesTheTwoThatCoverNothing() throws {
        let opened = try OpenedDataset(source)
        let read = try ReadResult(opened.reader)
        #expect(opened.format == .voc)
        #expect(read.images.count == 364)
        #expect(read.images.allSatisfy { $0.file != nil && $0.size == PixelSize(width: 640, height: 480) })
        #expect(read.account.problems.map(\.file) == ["Annotations/BloodImage_00338.xml", "Annotations/BloodImage_00343.xml"])
        #expect(read.account.skipped == 2 && read.account.problems.allSatisfy { $0.reason.contains("a box of 0 x 0 pixels") })
        let script = """
            import sys, glob, xml.etree.ElementTree as E
            from collections import Counter
            counts = Counter()
            for f in glob.glob(sys.argv[1] + "/Annotations/*.xml"):
                for o in E.parse(f).getroot().iter("object"):
                    b = {k: float(o.find("bndbox").find(k).text) for k in ("xmin", "ymin", "xmax", "ymax")}
                    if b["xmax"] > b["xmin"] and b["ymax"] > b["ymin"]: counts[o.find("name").text] += 1
            print(" ".join(f"{k}={v}" for k, v in sorted(counts.items())))
            """
        let ours = Dictionary(grouping: read.annotations, by: \.label).mapValues(\.count).sorted { $0.key < $1.key }
        #expect(try PythonOracle.run(script, [source]) == ours.map { "\($0.key)=\($0.value)" }.joined(separator: " ") + "\n")
        #expect(read.images.count { $0.split == .train } == 205)
        #expect(read.images.count { $0.split == .val } == 87 && read.images.count { $0.split == .test } == 72)
    }

    @Test func comesBackFromCOCO() throws {
        let folder = try TemporaryFolder()
        let outcome = try convert(source, folder.path + "/coco", .voc, .coco, pictures: false)
        #expect(outcome.written.annotations == 4886 && outcome.written.problemsTotal == 0)
        _ = try convert(folder.path + "/coco", folder.path + "/voc", nil, .voc, pictures: false)
        expectEqual(try boxes(source, .voc), try boxes(folder.path + "/voc", .voc))
        let script = """
            import sys, contextlib, io
            from pycocotools.coco import COCO
            total = 0
            for split in ("test", "train", "val"):
                with contextlib.redirect_stdout(io.StringIO()): c = COCO(f"{sys.argv[1]}/annotations/instances_{split}.json")
                anns = c.loadAnns(c.getAnnIds())
                assert all(a["area"] == a["bbox"][2] * a["bbox"][3] for a in anns)
                print(split, len(c.imgs), len(anns), sorted(x["name"] for x in c.cats.values()))
                total += len(anns)
            assert total == 4886
            """
        let theirs = try PythonOracle.run(script, [folder.path + "/coco"])
        #expect(theirs.contains("train 205") && theirs.contains("['Platelets', 'RBC', 'WBC']"))
    }

    @Test(.enabled(if: PythonOracle.isReady(.trainer))) func comesBackFromYOLOAndUltralyticsReadsIt() throws {
        let folder = try TemporaryFolder()
        let outcome = try convert(source, folder.path + "/yolo", .voc, .yolo)
        #expect(outcome.written.images == 364 && outcome.written.problemsTotal == 0)
        _ = try convert(folder.path + "/yolo", folder.path + "/back.zip", nil, .voc)
        let unpacked = try TemporaryFolder()
        #expect(try ArchiveExtractor.extract(folder.path + "/back.zip", to: unpacked.path).isEmpty)
        expectEqual(try boxes(source, .voc), try boxes(unpacked.path, .voc))
        let script = """
            import sys, os
            from ultralytics.data.utils import check_det_dataset
            from ultralytics.data.dataset import YOLODataset
            data = check_det_dataset(sys.argv[1] + "/data.yaml", autodownload=False)
            total = 0
            for split in ("train", "val", "test"):
                d = YOLODataset(img_path=data[split], data=data, task="detect", augment=False, imgsz=320)
                n = sum(len(x["bboxes"]) for x in d.labels)
                print(f"{split}={len(d.labels)}/{n}", file=sys.stderr); total += n
                open(sys.argv[2], "a").write(f"{split} {len(d.labels)}\\n")
            open(sys.argv[2], "a").write(f"total {total} {sorted(data['names'].values())}\\n")
            """
        let out = folder.path + "/ultralytics.txt"
        _ = try PythonOracle.run(
            script, [folder.path + "/yolo", out], in: .trainer,
            variables: ["YOLO_OFFLINE": "1", "YOLO_AUTOINSTALL": "false", "YOLO_CONFIG_DIR": folder.path + "/settings"])
        let said = try String(contentsOfFile: out, encoding: .utf8)
        // Ultralytics drops labels that are equal to another of the same image; the set has none.
        #expect(said == "train 205\nval 87\ntest 72\ntotal 4886 ['Platelets', 'RBC', 'WBC']\n")
    }
}
