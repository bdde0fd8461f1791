import Core
import DatasetFormats
import Foundation
import OracleSupport
import Testing

@Suite struct ArchiveTests {
    /// An archive made by Python's own modules, hostile entries and all.
    private func archive(_ script: String) throws -> TestDataset {
        let data = try TestDataset()
        _ = try PythonOracle.run("import sys, zipfile, tarfile, io\nout = sys.argv[1]\n" + script, [data.path + "/a.bin"])
        return data
    }

    private func extract(_ data: TestDataset, _ limits: ArchiveLimits = ArchiveLimits()) throws -> (files: [String], refused: [ReportRow]) {
        let folder = try TemporaryFolder()
        let refused = try ArchiveExtractor.extract(data.path + "/a.bin", to: folder.path, limits: limits)
        return (try FileTree(folder.path).files, refused)
    }

    @Test func refusesPathsThatLeadOut() throws {
        let data = try archive(
            """
            z = zipfile.ZipFile(out, "w")
            for name in ["ok/a.txt", "../evil.txt", "/abs.txt", "ok/../../evil2.txt", "C:\\\\x.txt", "bilder/ä.jpg", "ok/a.txt"]:
                z.writestr(name, "x")
            link = zipfile.ZipInfo("ok/link"); link.create_system = 3; link.external_attr = 0o120777 << 16
            z.writestr(link, "/etc/passwd")
            z.writestr("ok/link/under.txt", "x")
            z.close()
            """)
        let (files, refused) = try extract(data)
        #expect(files == ["bilder/ä.jpg", "ok/a.txt", "ok/link/under.txt"])
        #expect(refused.count { $0.reason.contains("not allowed") } == 4)
        #expect(refused.contains { $0.file == "ok/link" && $0.reason.contains("link") })
        #expect(refused.contains { $0.reason.contains("twice") })
        #expect(!FileManager.default.fileExists(atPath: data.outside + "/evil.txt"))
    }

    @Test func refusesLinksAndDevicesInTar() throws {
        let data = try archive(
            """
            t = tarfile.open(out, "w:gz")
            def add(name, kind, link=""):
                i = tarfile.TarInfo(name); i.type = kind; i.linkname = link; t.addfile(i)
            add("s", tarfile.SYMTYPE, "/etc"); add("h", tarfile.LNKTYPE, "/etc/passwd"); add("d", tarfile.CHRTYPE); add("f", tarfile.FIFOTYPE)
            i = tarfile.TarInfo("s/passwd"); i.size = 1; t.addfile(i, io.BytesIO(b"x"))
            t.close()
            """)
        let (files, refused) = try extract(data)
        #expect(files == ["s/passwd"])
        #expect(Set(refused.map(\.file)) == ["s", "h", "d", "f"])
    }

    @Test func refusesBombs() throws {
        let data = try archive(
            """
            z = zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED)
            z.writestr("zeros", bytes(100 << 20))
            z.close()
            """)
        let error = #expect(throws: FoveaError.self) { try extract(data) }
        #expect(error?.kind == .tooLarge && error?.message.contains("bomb") == true)
        var limits = ArchiveLimits()
        limits.totalBytes = 1 << 20
        #expect(throws: FoveaError.self) { try extract(data, limits) }
        let many = try archive("z = zipfile.ZipFile(out, 'w')\nfor i in range(200): z.writestr(str(i), '')\nz.close()\n")
        limits.entries = 100
        #expect(throws: FoveaError.self) { try extract(many, limits) }
    }

    /// Each makes much of little where no file's bytes show it.
    @Test func refusesBombsThatUnpackNothing() throws {
        let nested = "import gzip\nbytes_ = %@\nfor _ in range(%d): bytes_ = gzip.compress(bytes_)\nopen(out, 'wb').write(bytes_)\n"
        let folder = """
            def tar(kind):
                b = io.BytesIO(); t = tarfile.open(fileobj=b, mode="w")
                i = tarfile.TarInfo("a"); t.addfile(i)
                i = tarfile.TarInfo("../b"); i.type = kind; i.size = 150 << 20; t.addfile(i, io.BytesIO(bytes(150 << 20)))
                t.close(); return b.getvalue()
            """
        let cases = [
            // An entry that is passed over swells all the same.
            folder + "\n" + String(format: nested, "tar(tarfile.REGTYPE)", 1),
            folder + "\n" + String(format: nested, "tar(tarfile.REGTYPE)", 2),
            // Empty members: the outer compression swells, the inner gives nothing.
            String(format: nested, "gzip.compress(b'') * 8_000_000", 1),
        ]
        for script in cases {
            let error = #expect(throws: FoveaError.self) { try extract(archive(script)) }
            #expect(error?.kind == .tooLarge && error?.message.contains("bomb") == true, "\(error as Any)")
        }
    }

    @Test func twoCompressionsAreUnpackedAndThreeRefused() throws {
        func wrapped(_ times: Int) throws -> TestDataset {
            try archive(
                """
                import gzip
                b = io.BytesIO(); t = tarfile.open(fileobj=b, mode="w")
                i = tarfile.TarInfo("a.txt"); i.size = 5; t.addfile(i, io.BytesIO(b"hello")); t.close()
                data = b.getvalue()
                for _ in range(\(times)): data = gzip.compress(data)
                open(out, "wb").write(data)
                """)
        }
        #expect(try extract(wrapped(2)).files == ["a.txt"])
        let error = #expect(throws: FoveaError.self) { try extract(wrapped(3)) }
        #expect(error?.kind == .tooLarge && error?.message.contains("3 times over") == true)
    }

    @Test func anEntryThatIsRefusedCountsAndTheRestGoesIn() throws {
        let data = try archive(
            """
            t = tarfile.open(out, "w:gz")
            for name in ["a", "../b", "a", "c"]:
                i = tarfile.TarInfo(name); i.size = 1 << 20; t.addfile(i, io.BytesIO(b"x" * (1 << 20)))
            t.close()
            """)
        let (files, refused) = try extract(data)
        #expect(files == ["a", "c"] && refused.map(\.file) == ["../b", "a"])
        var limits = ArchiveLimits()
        limits.totalBytes = 3 << 20
        #expect(throws: FoveaError.self) { try extract(data, limits) }
    }

    @Test func unpackingStopsWhenItIsToldTo() throws {
        let data = try archive("z = zipfile.ZipFile(out, 'w')\nz.writestr('a', bytes(20 << 20))\nz.close()\n")
        let folder = try TemporaryFolder()
        var calls = 0
        #expect(throws: CancellationError.self) {
            try ArchiveExtractor.extract(data.path + "/a.bin", to: folder.path) {
                calls += 1
                if calls > 10 { throw CancellationError() }
            }
        }
        #expect(calls == 11)
    }

    @Test func keepsWhatStandsBeforeABreak() throws {
        let data = try archive(
            """
            t = tarfile.open(out, "w")
            for n in ["a", "b"]:
                i = tarfile.TarInfo(n); i.size = 4000; t.addfile(i, io.BytesIO(b"x" * 4000))
            t.close()
            whole = open(out, "rb").read(); open(out, "wb").write(whole[:6000])
            """)
        let (files, refused) = try extract(data)
        #expect(files == ["a"])
        #expect(!refused.isEmpty)
    }

    @Test func readsADatasetInAnArchive() throws {
        let data = try archive(
            """
            z = zipfile.ZipFile(out, "w")
            z.writestr("set/annotations.json", '{"images":[{"id":1,"file_name":"a.png","width":10,"height":10}],"annotations":[],"categories":[{"id":1,"name":"cat"}]}')
            z.writestr("../evil", "x")
            z.close()
            """)
        var options = ReadOptions()
        options.needsPictures = false
        let opened = try OpenedDataset(data.path + "/a.bin", options: options)
        #expect(opened.format == .coco)
        #expect(try opened.reader.next()?.name == "a.png")
        #expect(opened.refused.map(\.file) == ["../evil"])
    }

    /// Python's and Info-ZIP's view of what we stream.
    @Test func writesArchivesThatOthersRead() throws {
        let data = try TestDataset()
        var bytes: [UInt8] = []
        let sink = try ZIPSink { bytes.append(contentsOf: $0) }
        try sink.write("labels/ä b.txt", Array("0 1 2\n".utf8))
        var pieces = 3
        try sink.write("images/x.jpg", size: nil) {
            pieces -= 1
            return pieces >= 0 ? [UInt8](repeating: 7, count: 100_000) : []
        }
        try sink.finish()
        try data.write("out.zip", bytes)
        let script = """
            import sys, zipfile
            z = zipfile.ZipFile(sys.argv[1])
            assert z.testzip() is None
            for i in z.infolist(): print(i.filename, i.file_size, i.compress_type)
            """
        #expect(try PythonOracle.run(script, [data.path + "/out.zip"]) == "labels/ä b.txt 6 8\nimages/x.jpg 300000 0\n")
    }

    @Test func anAbandonedArchiveIsNotWhole() throws {
        let data = try TestDataset()
        var bytes: [UInt8] = []
        var sink: ZIPSink? = try ZIPSink { bytes.append(contentsOf: $0) }
        try sink?.write("a.txt", Array("hello".utf8))
        sink = nil
        try data.write("out.zip", bytes)
        #expect(throws: PythonOracle.Failure.self) {
            try PythonOracle.run("import sys, zipfile\nzipfile.ZipFile(sys.argv[1])", [data.path + "/out.zip"])
        }
    }
}
