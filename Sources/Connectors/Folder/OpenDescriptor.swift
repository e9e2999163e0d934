import Foundation

/// An open file of the operating system, closed when nobody holds it any more.
///
/// Opened one step at a time from an allowed folder, and never through a symbolic link: what is swapped meanwhile can't
/// lead out. All functions block; call them from ``BlockingWork``.
final class OpenDescriptor: Sendable {
  let number: Int32

  init(number: Int32) {
    self.number = number
  }

  deinit {
    close(number)
  }

  /// Opens an allowed folder itself; that one may be behind a link, since the operator named it.
  static func root(_ root: FolderRoot) throws(FileSourceError) -> OpenDescriptor {
    let number = open(root.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard number >= 0 else { throw failure(root.name) }
    return OpenDescriptor(number: number)
  }

  /// Opens the folder that a path leads to.
  static func folder(_ path: FolderPath) throws(FileSourceError) -> OpenDescriptor {
    var current = try root(path.root)
    for step in path.steps { current = try current.folder(step, path.text) }
    return current
  }

  /// Opens the plain file that a path leads to, for reading.
  static func file(_ path: FolderPath) throws(FileSourceError) -> OpenDescriptor {
    guard let name = path.steps.last else { throw .notFound(path: path.text) }
    let folder = try folder(FolderPath(root: path.root, steps: path.steps.dropLast()))
    // Non-blocking, so that a pipe of that name doesn't hold the thread.
    let number = openat(folder.number, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard number >= 0 else { throw failure(path.text) }
    let file = OpenDescriptor(number: number)
    guard try file.status(path.text).isPlainFile else { throw .notFound(path: path.text) }
    return file
  }

  /// Opens a folder in this folder.
  func folder(_ name: String, _ path: String) throws(FileSourceError) -> OpenDescriptor {
    let next = openat(number, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard next >= 0 else { throw Self.failure(path) }
    return OpenDescriptor(number: next)
  }

  func status(_ path: String) throws(FileSourceError) -> FileStatus {
    guard let status = FileStatus.ofOpen(number) else { throw Self.failure(path) }
    return status
  }

  /// Up to `count` bytes from `offset` on; fewer at the end.
  func read(_ count: Int, at offset: Int64, _ path: String) throws -> [UInt8] {
    var done = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      while done < count {
        let got = pread(number, buffer.baseAddress?.advanced(by: done), count - done, off_t(offset) + off_t(done))
        if got < 0 && errno == EINTR { continue }
        if got <= 0 { break }
        done += got
      }
      initialized = done
    }
    return bytes
  }

  /// What `errno` says about a path. A link where none may be counts as not allowed.
  static func failure(_ path: String) -> FileSourceError {
    switch errno {
    case ENOENT, ENOTDIR: .notFound(path: path)
    case ELOOP: .notAllowed(path: path)
    case EEXIST: .exists(path: path)
    case ENOSPC, EDQUOT: .noSpace(path: path)
    default: .unreadable(path: path, reason: String(cString: strerror(errno)))
    }
  }
}
