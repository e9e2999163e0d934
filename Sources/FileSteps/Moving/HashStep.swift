import Connectors
import Core
import Crypto
import Foundation
import NIOCore

/// Steps that look at a file without changing it.
enum HashStep {
  static let hash = FileStep(
    "hash", "Hash a file",
    input: StepSchema.input(
      "Computes the checksums of a file, to compare it or to find it again.",
      [
        "file": StepSchema.file("The file."),
        "expected": [
          "type": "string", "title": "Expected",
          "description":
            "A checksum the file must have (SHA-256, SHA-1 or MD5 in hexadecimal digits); the step fails otherwise.",
        ],
      ], required: ["file"]),
    output: StepSchema.output([
      "sha256": ["type": "string", "title": "SHA-256"], "sha1": ["type": "string", "title": "SHA-1"],
      "md5": ["type": "string", "title": "MD5"], "size": ["type": "integer", "title": "Bytes"],
      "file": StepSchema.file("The file, with its SHA-256: what copies it checks that it is still the same."),
    ])
  ) { call in
    let handle = try call.handle()
    let file = try await call.room.files.open(handle)
    var sums = Sums()
    for try await chunk in try await file.stream() {
      try Task.checkCancellation()
      chunk.withUnsafeReadableBytes { sums.update($0) }
      await call.context.progress(sums.size, file.size)
    }
    let output = sums.output(handle)
    if let expected = call.text("expected")?.lowercased(), !expected.isEmpty,
      !["sha256", "sha1", "md5"].contains(where: { output[$0]?.stringValue == expected })
    {
      throw TransferError.checksumMismatch(
        name: handle.name, expected: expected, found: output["sha256"]?.stringValue ?? "")
    }
    return .object(output)
  }

  static let openAddress = FileStep(
    "openAddress", "File at an address",
    input: StepSchema.input(
      "Makes a file of an address, without fetching it yet: later steps read from there.",
      [
        "url": ["type": "string", "format": "uri", "title": "Address", "minLength": 1],
        "name": [
          "type": "string", "title": "File name", "maxLength": 255,
          "description": "What it is called; the last part of the address when left out.",
        ],
      ], required: ["url"]),
    output: StepSchema.output([
      "file": StepSchema.file("The file at the address."), "size": ["type": ["integer", "null"], "title": "Bytes"],
    ])
  ) { call in
    let handle = try await AddressFileSource(outbound: call.room.outbound)
      .handle(call.text("url") ?? "", name: call.text("name"))
    return ["file": handle.json, "size": JSONValue(handle.size)]
  }

  private struct Sums {
    var sha256 = SHA256()
    var sha1 = Insecure.SHA1()
    var md5 = Insecure.MD5()
    var size: Int64 = 0

    mutating func update(_ bytes: UnsafeRawBufferPointer) {
      sha256.update(bufferPointer: bytes)
      sha1.update(bufferPointer: bytes)
      md5.update(bufferPointer: bytes)
      size += Int64(bytes.count)
    }

    func output(_ handle: MediaFileHandle) -> JSONObject {
      let sha256 = Self.hex(sha256.finalize())
      let known = MediaFileHandle(
        name: handle.name, size: size, mime: handle.mime, sha256: sha256, modified: handle.modified,
        origin: handle.origin)
      return [
        "sha256": .string(sha256), "sha1": .string(Self.hex(sha1.finalize())), "md5": .string(Self.hex(md5.finalize())),
        "size": .int(size), "file": known.json,
      ]
    }

    private static func hex(_ bytes: some Sequence<UInt8>) -> String {
      bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
  }
}
