import Glibc

/// The little that a worker asks of the file system.
enum FileOnDisk {
  /// In bytes; `nil` when there is no such file or it is no plain one.
  static func length(of path: String) -> Int64? {
    var facts = stat()
    guard stat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int64(facts.st_size)
  }

  /// Its first bytes, fewer when it is shorter; `nil` when it can't be read.
  static func head(of path: String, upTo limit: Int) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var got = -1
    let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
      got = read(descriptor, buffer.baseAddress, limit)
      count = max(0, got)
    }
    return got < 0 ? nil : bytes
  }

  static func remove(_ path: String) {
    unlink(path)
  }
}
