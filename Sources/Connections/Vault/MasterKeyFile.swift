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
    guard let text = try text() else { return nil }
    do {
      return try [VaultKey](lines: text)
    } catch .noKey {
      throw .keyFile(path: path, reason: "holds no key")
    }
  }

  private func text() throws(VaultError) -> String? {
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
    return text
  }

  /// Puts a key, written as text, before all others.
  /// - Throws: ``VaultError``.
  package func add(_ key: String) throws(VaultError) {
    try change { key + "\n" + $0 }
  }

  /// Takes a key away; the last one stays.
  /// - Throws: ``VaultError``.
  package func remove(_ id: String) throws(VaultError) {
    try change { text in
      let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      return lines.filter { (try? VaultKey(text: String($0)))?.id != id }.joined(separator: "\n")
    }
  }

  /// One change at a time, all or nothing, on disk when this returns: a key that was once sealed with must not be lost.
  private func change(_ body: (String) -> String) throws(VaultError) {
    let folder = open(URL(fileURLWithPath: path).deletingLastPathComponent().path, O_RDONLY | O_CLOEXEC)
    guard folder >= 0, flock(folder, LOCK_EX) == 0 else {
      throw .keyFile(path: path, reason: "can't be changed (\(words(errno)))")
    }
    defer { close(folder) }
    guard let old = try text() else { throw .keyFile(path: path, reason: "vanished") }
    let new = body(old)
    _ = try [VaultKey](lines: new)
    let temporary = try write(new)
    guard rename(temporary, path) == 0 else {
      unlink(temporary)
      throw .keyFile(path: path, reason: "can't be changed (\(words(errno)))")
    }
    fsync(folder)
  }

  /// Of two processes that start at once, one makes the key; both read it afterwards.
  private func create(_ text: String) throws(VaultError) {
    let temporary = try write(text)
    defer { unlink(temporary) }
    guard link(temporary, path) == 0 || errno == EEXIST else {
      throw .keyFile(path: path, reason: "can't be made (\(words(errno)))")
    }
    syncFolder()
  }

  /// - Returns: the path of a file beside the real one that holds `text`, fsynced.
  private func write(_ text: String) throws(VaultError) -> String {
    let temporary = "\(path).\(getpid())"
    unlink(temporary)
    let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw .keyFile(path: path, reason: "can't be made (\(words(errno)))") }
    let bytes = Array(text.utf8)
    let isWritten = Foundation.write(file, bytes, bytes.count) == bytes.count && fsync(file) == 0
    close(file)
    guard isWritten else {
      unlink(temporary)
      throw .keyFile(path: path, reason: "can't be written (\(words(errno)))")
    }
    return temporary
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
