import Connectors
import Core
import Crypto
import Egress
import FileSteps
import Foundation
import HTTPTypes
import Synchronization
import TestSupport
import Testing

@Suite("Copying, keeping and hashing")
struct CopyTests {
  private let bench: FileBench

  init() throws {
    bench = try FileBench()
  }

  @Test func aFileGoesToAFolder() async throws {
    let file = try bench.file("größe 漢字.txt", "hello")
    let output = try await bench.run("copy", ["file": file, "path": "in/copies/"])
    #expect(output["path"] == "in/copies/größe 漢字.txt")
    #expect(try await bench.text(output["file"]) == "hello")
    #expect(
      output["sha256"] == "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824")
  }

  @Test func aKeptFileIsABlobThatTheRunHolds() async throws {
    let file = try bench.file("a.txt", "hello")
    let kept = try await bench.run("keepFile", ["file": file])
    #expect(bench.heldBlobs == [kept["sha256"]?.stringValue])
    #expect(try await bench.text(kept["file"]) == "hello")
    let again = try await bench.run("keepFile", ["file": kept["file"] ?? .null])
    #expect(again["file"] == kept["file"])
    let copied = try await bench.run("copy", ["file": file, "to": "weir", "name": "b.txt"])
    #expect(copied["file"]?["$file"]?["name"] == "b.txt")
  }

  @Test func aFileFromAnAddressGoesToAnother() async throws {
    let sent = Mutex<[UInt8]>([])
    let outbound = Outbound { request in
      guard request.method == .put else {
        return OutboundResponse(
          status: 206, headers: [.eTag: "\"1\"", .contentRange: "bytes 0-4/5"], body: ByteStream(Array("hello".utf8)))
      }
      #expect(request.headers[.contentType] == "text/plain")
      if case .stream(let stream) = request.body {
        let bytes = try await stream.collect(upTo: 100)
        sent.withLock { $0 = bytes }
      }
      return OutboundResponse(status: 201)
    }
    let opened = try await bench.run("openAddress", ["url": "https://from.test/a/b.txt?x=1"], outbound: outbound)
    #expect(opened["file"]?["$file"]?["name"] == "b.txt")
    #expect(opened["size"] == 5)
    let copied = try await bench.run(
      "copy", ["file": opened["file"] ?? .null, "to": "address", "url": "https://to.test/"], outbound: outbound)
    #expect(copied["size"] == 5)
    #expect(sent.withLock { $0 } == Array("hello".utf8))
  }

  @Test func whatIsMissingIsNamed() async throws {
    let file = try bench.file("a.txt", "hello")
    #expect(await bench.failure("copy", ["file": file])?.message.contains("\"path\"") == true)
    #expect(await bench.failure("copy", ["file": file, "to": "address"])?.message.contains("\"url\"") == true)
    #expect(await bench.failure("copy", ["file": file, "to": "moon"])?.code == "invalid_input")
  }

  @Test func checksumsAreComputedAndCompared() async throws {
    let file = try bench.file("a.txt", "hello")
    let output = try await bench.run("hash", ["file": file])
    #expect(output["md5"] == "5d41402abc4b2a76b9719d911017c592")
    #expect(output["sha1"] == "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d")
    try await bench.run("hash", ["file": file, "expected": "5D41402ABC4B2A76B9719D911017C592"])
    #expect(await bench.failure("hash", ["file": file, "expected": "00"])?.code == "checksum_mismatch")
    // The handle it gives is checked wherever the file goes.
    let known = try #require(output["file"])
    try bench.folder.write("in/a.txt", Array("other".utf8))
    #expect(await bench.failure("copy", ["file": known, "to": "weir"]) != nil)
  }

  @Test func everyStepSaysWhatItTakesInWordsForAForm() {
    for step in FileStepCatalogue.all {
      #expect(!step.title.isEmpty)
      #expect(step.input.source["description"]?.stringValue?.isEmpty == false, "\(step.name)")
      for (name, member) in step.input.properties {
        #expect(member["title"]?.stringValue?.isEmpty == false, "\(step.name).\(name)")
      }
      #expect(step.output["properties"]?.objectValue?.isEmpty == false)
    }
    let names = FileStepCatalogue.all.map(\.name)
    #expect(Set(names).count == names.count)
  }
}
