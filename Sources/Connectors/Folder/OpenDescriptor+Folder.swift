import Foundation

/// What a folder holds.
extension OpenDescriptor {
  /// The names in this folder, without `.` and `..`.
  func names(_ path: String) throws(FileSourceError) -> [String] {
    // The stream takes a descriptor of its own and closes it.
    let copy = openat(number, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard copy >= 0, let stream = fdopendir(copy) else {
      if copy >= 0 { close(copy) }
      throw Self.failure(path)
    }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: pointer.pointee)) {
          String(validatingCString: $0)
        }
      }
      // A name that isn't UTF-8 can't stand in JSON.
      if let name, name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  /// What an entry of this folder is, without following it when it is a link.
  /// - Returns: `nil` when it has vanished.
  func statusOfEntry(_ name: String) -> FileStatus? {
    FileStatus.ofEntry(name, in: number)
  }
}
