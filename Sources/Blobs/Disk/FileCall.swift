import Foundation

/// Calls of the operating system that say what went wrong in our words.
enum FileCall {
  /// Makes a call, again when a signal interrupted it.
  /// - Parameter call: answers -1, with `errno` set, when it fails.
  @discardableResult
  static func check<Number: SignedInteger>(_ call: () -> Number) throws(BlobError) -> Number {
    while true {
      let answer = call()
      if answer != -1 { return answer }
      if errno != EINTR { throw BlobError(errorNumber: errno) }
    }
  }

  static func openForReading(_ path: String) throws(BlobError) -> Int32 {
    try check { open(path, O_RDONLY | O_CLOEXEC) }
  }

  static func create(_ path: String) throws(BlobError) -> Int32 {
    try check { open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600) }
  }

  static func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) throws(BlobError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let left = UnsafeRawBufferPointer(rebasing: rest)
      rest = rest.dropFirst(try check { write(descriptor, left.baseAddress, left.count) })
    }
  }

  /// Makes a folder, and those above it, durably. Nothing happens when it is there.
  static func makeFolder(_ path: String) throws(BlobError) {
    if mkdir(path, 0o700) == 0 { return try sync(folderOf(path)) }
    switch errno {
    case EEXIST: return
    case ENOENT:
      try makeFolder(folderOf(path))
      try makeFolder(path)
    default: throw BlobError(errorNumber: errno)
    }
  }

  /// Has a file's bytes, or a folder's names, reach the disk.
  static func sync(_ path: String) throws(BlobError) {
    let descriptor = try openForReading(path)
    defer { close(descriptor) }
    try check { fsync(descriptor) }
  }

  /// Gives a file its final name, durably.
  static func move(_ path: String, to newPath: String) throws(BlobError) {
    try check { rename(path, newPath) }
    try sync(folderOf(newPath))
  }

  /// Gives a file a second name, durably.
  /// - Returns: `false` when something of that name is there already.
  static func link(_ path: String, to newPath: String) throws(BlobError) -> Bool {
    if Foundation.link(path, newPath) != 0 {
      guard errno == EEXIST else { throw BlobError(errorNumber: errno) }
      // Whoever gave it that name may not have come to this yet.
      try sync(folderOf(newPath))
      return false
    }
    try sync(folderOf(newPath))
    return true
  }

  /// Size of a file in bytes; `nil` when it isn't there.
  static func size(_ path: String) throws(BlobError) -> Int64? {
    var facts = stat()
    if stat(path, &facts) == 0 { return Int64(facts.st_size) }
    if errno == ENOENT { return nil }
    throw BlobError(errorNumber: errno)
  }

  static func folderOf(_ path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
  }
}

extension BlobError {
  init(errorNumber: Int32) {
    switch errorNumber {
    case ENOSPC, EDQUOT: self = .insufficientStorage
    default: self = .unavailable(reason: String(cString: strerror(errorNumber)))
    }
  }
}
