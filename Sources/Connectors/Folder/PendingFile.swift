import Foundation
import NIOCore

/// A file on its way: written beside its place under a hidden name, and put there whole. Blocks.
struct PendingFile: Sendable {
  private let folder: OpenDescriptor
  private let file: OpenDescriptor
  private let path: FolderPath
  private let name: String
  private let hiddenName: String

  /// Makes missing folders and a hidden file.
  /// - Parameters:
  ///   - token: part of the hidden name; the same one at a second try, which then takes up the file.
  ///   - emptied: whether what an earlier try wrote is of no use.
  init(_ path: FolderPath, token: String, emptied: Bool = true) throws(FileSourceError) {
    guard let name = path.steps.last else { throw .notAllowed(path: path.text) }
    var folder = try OpenDescriptor.root(path.root)
    for step in path.steps.dropLast() {
      if mkdirat(folder.number, step, 0o777) != 0, errno != EEXIST { throw OpenDescriptor.failure(path.text) }
      folder = try folder.folder(step, path.text)
    }
    let hiddenName = Self.hiddenName(token)
    let flags = O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC | (emptied ? O_TRUNC : 0)
    let number = openat(folder.number, hiddenName, flags, 0o666)
    guard number >= 0 else { throw OpenDescriptor.failure(path.text) }
    (self.folder, self.path, self.name, self.hiddenName) = (folder, path, name, hiddenName)
    file = OpenDescriptor(number: number)
  }

  private static func hiddenName(_ token: String) -> String { ".weir-\(token.prefix(36)).part" }

  /// What an earlier try with this token left: the hidden file, or the file in its place.
  /// - Returns: both `nil` when there is nothing.
  static func traces(_ path: FolderPath, token: String) -> (hidden: FileStatus?, placed: FileStatus?) {
    let inside = FolderPath(root: path.root, steps: path.steps.dropLast())
    guard let name = path.steps.last, let folder = try? OpenDescriptor.folder(inside) else { return (nil, nil) }
    return (folder.statusOfEntry(hiddenName(token)), folder.statusOfEntry(name))
  }

  func status() throws(FileSourceError) -> FileStatus { try file.status(path.text) }

  /// Writes in the middle.
  func write(_ bytes: ByteBuffer, at offset: Int64) throws(FileSourceError) {
    var done = 0
    while done < bytes.readableBytes {
      let wrote = bytes.withUnsafeReadableBytes { buffer in
        pwrite(file.number, buffer.baseAddress?.advanced(by: done), buffer.count - done, off_t(offset) + off_t(done))
      }
      if wrote < 0 && errno == EINTR { continue }
      guard wrote > 0 else { throw OpenDescriptor.failure(path.text) }
      done += wrote
    }
  }

  /// Has what was written reach the disk.
  func sync() throws(FileSourceError) {
    guard fdatasync(file.number) == 0 else { throw OpenDescriptor.failure(path.text) }
  }

  /// Takes away what an earlier try wrote beyond the end.
  func cut(to size: Int64) throws(FileSourceError) {
    guard ftruncate(file.number, off_t(size)) == 0 else { throw OpenDescriptor.failure(path.text) }
  }

  func append(_ bytes: [UInt8]) throws(FileSourceError) {
    var done = 0
    while done < bytes.count {
      let wrote = bytes.withUnsafeBytes { buffer in
        Foundation.write(file.number, buffer.baseAddress?.advanced(by: done), buffer.count - done)
      }
      if wrote < 0 && errno == EINTR { continue }
      guard wrote > 0 else { throw OpenDescriptor.failure(path.text) }
      done += wrote
    }
  }

  /// Puts the file to its place, durably.
  func keep(replacing: Bool) throws(FileSourceError) -> FileStatus {
    guard fsync(file.number) == 0 else { throw OpenDescriptor.failure(path.text) }
    let status = try file.status(path.text)
    if replacing {
      guard renameat(folder.number, hiddenName, folder.number, name) == 0 else {
        throw OpenDescriptor.failure(path.text)
      }
    } else {
      // A link fails when the name is taken, a rename would not.
      let result = linkat(folder.number, hiddenName, folder.number, name, 0)
      let error = result == 0 ? nil : OpenDescriptor.failure(path.text)
      discard()
      if let error { throw error }
    }
    fsync(folder.number)
    return status
  }

  func discard() {
    unlinkat(folder.number, hiddenName, 0)
  }
}
