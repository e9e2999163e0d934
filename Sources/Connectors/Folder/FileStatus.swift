import Core
import Foundation

/// What the operating system says about a file.
struct FileStatus: Sendable, Equatable {
  let size: Int64
  /// To the nanosecond, since two changes may fall into one millisecond.
  let modifiedSeconds: Int64
  let modifiedNanoseconds: Int64
  /// The operating system's number of the file, whatever its name.
  let number: UInt64
  let isPlainFile: Bool
  let isFolder: Bool

  init(_ status: stat) {
    size = Int64(status.st_size)
    #if canImport(Darwin)
      modifiedSeconds = Int64(status.st_mtimespec.tv_sec)
      modifiedNanoseconds = Int64(status.st_mtimespec.tv_nsec)
    #else
      modifiedSeconds = Int64(status.st_mtim.tv_sec)
      modifiedNanoseconds = Int64(status.st_mtim.tv_nsec)
    #endif
    number = UInt64(status.st_ino)
    isPlainFile = status.st_mode & S_IFMT == S_IFREG
    isFolder = status.st_mode & S_IFMT == S_IFDIR
  }

  /// To the millisecond, cut off: the form in which handles carry it.
  var modified: Date {
    Date(milliseconds: modifiedSeconds * 1000 + modifiedNanoseconds / 1_000_000)
  }

  /// Changes whenever the bytes do.
  var version: String { "\(size)-\(modified.milliseconds)" }
}
