import Foundation

/// Files that only the owner may read, written whole or not at all.
enum PrivateFile {
  /// Writes to a new file with mode 0600, makes sure it is on disk, and puts it in place.
  static func write(_ text: String, to path: String) throws {
    let temporary = path + ".new"
    _ = unlink(temporary)
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL, 0o600)
    guard descriptor >= 0 else { throw CocoaError(.fileWriteNoPermission) }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    try handle.write(contentsOf: Data(text.utf8))
    try handle.synchronize()
    try handle.close()
    guard rename(temporary, path) == 0 else { throw CocoaError(.fileWriteUnknown) }
  }
}
