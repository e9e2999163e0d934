import Dispatch
import Foundation

/// The few files that lie about while an asset is worked on.
enum ScratchFolder {
  static func make(_ path: String) throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  static func remove(_ path: String) {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// A small file, read on a thread of Dispatch's, so that no task waits for the disk.
  static func bytes(of path: String) async throws -> [UInt8] {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global(qos: .utility).async {
        continuation.resume(with: Result { [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) })
      }
    }
  }
}
