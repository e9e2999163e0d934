import Core
import Crypto
import Egress
import Foundation
import NIOCore

extension UploadDefinition.Digest {
  /// The checksum of all of a file, in base 64. Reads the file once more, since an upload may have been interrupted.
  func value(of file: OpenFile) async throws -> String {
    switch self {
    case .sha1: try await Self.digest(of: file, Insecure.SHA1())
    case .sha256: try await Self.digest(of: file, SHA256())
    case .md5: try await Self.digest(of: file, Insecure.MD5())
    }
  }

  private static func digest(of file: OpenFile, _ start: some HashFunction) async throws -> String {
    var hash = start
    for try await chunk in try await file.stream() {
      chunk.withUnsafeReadableBytes { hash.update(bufferPointer: $0) }
    }
    return Data(hash.finalize()).base64EncodedString()
  }
}
