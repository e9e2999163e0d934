import Blobs
import Core
import TestSupport

/// The engines on which every test of blobs runs.
enum BlobEngine: String, Sendable, CaseIterable {
  case disk
  case s3

  /// Those that can be tested here: S3 needs `WEIR_TEST_S3`. In CI both always, so that a missing server is a failure.
  static var tested: [BlobEngine] {
    Environment["WEIR_TEST_S3"] == nil && !Environment.isCI ? [.disk] : allCases
  }

  /// Lends an empty store of this engine.
  func withStore(_ body: (any BlobStore) async throws -> Void) async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    switch self {
    case .disk:
      let space = SpaceGuard(path: "/tmp", reserve: 0)
      try await body(DiskBlobStore(root: folder.file("blobs"), space: space, effects: .live))
    case .s3:
      try await S3Fixture.withStore(scratch: folder.path, body)
    }
  }
}

/// Bytes that a test can make anew at any place.
enum Pattern {
  /// That many bytes without a period that fits a block.
  static func bytes(_ count: Int, seed: UInt64 = 7) -> [UInt8] {
    var generator = SeededGenerator(seed: seed)
    return generator.bytes(count)
  }

  /// A stream that yields pieces of `chunk` bytes.
  static func stream(_ bytes: [UInt8], chunk: Int, promising length: Int64? = nil) -> ByteStream {
    ByteStream(length: length, Pieces(bytes: bytes, chunk: chunk, failure: nil))
  }

  /// A stream that breaks after `bytes`.
  static func broken(after bytes: [UInt8], promising length: Int64? = nil) -> ByteStream {
    ByteStream(length: length, Pieces(bytes: bytes, chunk: 1000, failure: Refusal()))
  }
}
