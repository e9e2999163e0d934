import Foundation

/// Keeps some room free: the database needs it to go on when uploads have filled the disk.
package struct SpaceGuard: Sendable {
  private let path: String
  private let reserve: Int64
  private let freeBytes: @Sendable (_ path: String) throws -> Int64

  /// - Parameters:
  ///   - path: a folder on the disk in question.
  ///   - reserve: bytes that must stay free.
  ///   - freeBytes: how many there are; asks the operating system unless a test, or a quota, knows better.
  package init(
    path: String, reserve: Int64,
    freeBytes: @escaping @Sendable (_ path: String) throws -> Int64 = SpaceGuard.freeBytesOfDisk
  ) {
    self.path = path
    self.reserve = reserve
    self.freeBytes = freeBytes
  }

  /// - Throws: ``BlobError/insufficientStorage`` unless `bytes` more can be written without touching the reserve.
  package func require(_ bytes: Int64) throws {
    guard try freeBytes(path) - bytes >= reserve else { throw BlobError.insufficientStorage }
  }

  /// What the operating system lets this process still write.
  package static func freeBytesOfDisk(_ path: String) throws -> Int64 {
    var facts = statvfs()
    try FileCall.check { statvfs(path, &facts) }
    return Int64(facts.f_bavail) * Int64(facts.f_frsize)
  }
}
