import Blobs
import Connectors
import Core
import Crypto
import Foundation
import NIOCore

/// Brings the bytes of one file into the blob store and makes sure that they are the file's.
struct FileFetcher: Sendable {
  let service: any FileService
  let services: SourceServices
  let blobs: any BlobStore
  let effects: Effects
  let keeps: SourceRules.Keeps

  /// - Throws: ``SourceError/changedMeanwhile(_:)``, ``SourceError/damaged(_:what:)``, or what the service or the store
  ///   throws.
  func fetch(_ file: SourceFile) async throws -> BlobInfo {
    if keeps == .links {
      return try await blobs.store(ByteStream(Shortcut.bytes(to: file.page ?? "")), through: effects.id())
    }
    let handle = try await service.handle(for: file.item)
    let open = try await services.open(handle)
    let info = try await blobs.store(bounded(open.stream(), file), through: effects.id())
    if let size = file.size, info.size != size { throw SourceError.changedMeanwhile(file.name) }
    if try isConfirmed(info, file) { return info }
    // A small file comes in one piece; a larger one may have been changed while it came.
    if file.size != nil, info.size <= Self.smallFile { return info }
    let now: RemoteItem
    do {
      guard let found = try await service.item(file.id.text) else { throw SourceError.changedMeanwhile(file.name) }
      now = found
    } catch let error as ActionError where error.category == .invalid {
      // The service can't be asked for one file; the next look shows whether it changed.
      return info
    }
    if let old = file.version, let new = now.version, old != new {
      throw SourceError.changedMeanwhile(file.name)
    }
    if let old = file.size, let new = now.size, old != new { throw SourceError.changedMeanwhile(file.name) }
    return info
  }

  /// No more bytes than the service said that there are.
  private func bounded(_ stream: ByteStream, _ file: SourceFile) -> ByteStream {
    guard let size = file.size else { return stream }
    return ByteStream(
      length: stream.length,
      BoundedBytes(base: stream, limit: size, failure: SourceError.changedMeanwhile(file.name)))
  }

  /// The same as a value.
  func result(of file: SourceFile) async -> Result<BlobInfo, any Error> {
    do { return .success(try await fetch(file)) } catch { return .failure(error) }
  }

  /// Compares the checksums that the service told.
  /// - Returns: whether there was one to compare.
  private func isConfirmed(_ info: BlobInfo, _ file: SourceFile) throws -> Bool {
    if let sha256 = file.hashes["sha256"], sha256.utf8.count == 64 {
      guard sha256.lowercased() == info.hash.sha256 else { throw SourceError.damaged(file.name, what: "SHA-256") }
      return true
    }
    if let md5 = file.hashes["md5"], !info.md5.isEmpty {
      if md5.utf8.count == 32 {
        guard md5.lowercased() == info.md5 else { throw SourceError.damaged(file.name, what: "MD5") }
        return true
      }
      if let bytes = Data(base64Encoded: md5), bytes.count == 16 {
        let hex = bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        guard hex == info.md5 else { throw SourceError.damaged(file.name, what: "MD5") }
        return true
      }
    }
    return false
  }

  /// In bytes.
  private static let smallFile: Int64 = 1 << 20
}

/// A small file that leads to where something is: what a source brings that keeps links alone.
enum Shortcut {
  /// Ends its name; what double-clicks open on every desktop.
  static let suffix = ".url"

  static func bytes(to address: String) -> [UInt8] {
    let line = address.unicodeScalars.filter { $0.value > 0x20 && $0.value != 0x7F }
    return Array("[InternetShortcut]\r\nURL=\(String(String.UnicodeScalarView(line)))\r\n".utf8)
  }
}
