import Core
import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The file in the data folder that holds the master keys: one a line in base64, the sealing one first.
package struct MasterKeyFile: Sendable {
  private let path: String

  package init(path: String) {
    self.path = path
  }

  /// Reads the keys; makes the file with a new key when there is none, readable by its owner alone and fsynced with its
  /// folder, so that no secret is ever sealed with a key that a power cut could take away.
  /// - Throws: ``VaultError``.
  package func load(randomBytes: (Int) -> [UInt8]) throws(VaultError) -> [VaultKey] {
    if let keys = try read() { return keys }
    try create(Data(randomBytes(32)).base64EncodedString() + "\n")
    guard let keys = try read() else { throw .keyFile(path: path, reason: "vanished") }
    return keys
  }

  /// - Returns: `nil` when there is no file.
  private func read() throws(VaultError) -> [VaultKey]? {
    var information = stat()
    guard stat(path, &information) == 0 else {
      if errno == ENOENT { return nil }
      throw .keyFile(path: path, reason: "can't be read")
    }
    guard information.st_mode & 0o077 == 0 else {
      throw .keyFile(path: path, reason: "may be read by others than its owner; run: chmod 600")
    }
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw .keyFile(path: path, reason: "can't be read")
    }
    var keys: [VaultKey] = []
    for line in text.split(whereSeparator: \.isNewline) where !line.hasPrefix("#") {
      keys.append(try VaultKey(text: String(line)))
    }
    guard !keys.isEmpty else { throw .keyFile(path: path, reason: "holds no key") }
    return keys
  }

  /// Of two processes that start at once, one makes the key; both read it afterwards.
  private func create(_ text: String) throws(VaultError) {
    let temporary = "\(path).\(getpid())"
    unlink(temporary)
    let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw .keyFile(path: path, reason: "can't be made (\(words(errno)))") }
    let bytes = Array(text.utf8)
    let isWritten = write(file, bytes, bytes.count) == bytes.count && fsync(file) == 0
    close(file)
    defer { unlink(temporary) }
    guard isWritten else { throw .keyFile(path: path, reason: "can't be written (\(words(errno)))") }
    guard link(temporary, path) == 0 || errno == EEXIST else {
      throw .keyFile(path: path, reason: "can't be made (\(words(errno)))")
    }
    syncFolder()
  }

  private func syncFolder() {
    let folder = open(URL(fileURLWithPath: path).deletingLastPathComponent().path, O_RDONLY | O_CLOEXEC)
    guard folder >= 0 else { return }
    fsync(folder)
    close(folder)
  }

  private func words(_ code: Int32) -> String {
    String(cString: strerror(code))
  }
}
