import CFileStatus
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

  /// What an open file or folder is.
  /// - Returns: `nil` when the call fails; `errno` says why.
  static func ofOpen(_ descriptor: Int32) -> FileStatus? {
    var facts = cfile_status()
    return cfile_status_of_open(descriptor, &facts) == 0 ? FileStatus(facts) : nil
  }

  /// What an entry of an open folder is, without following it when it is a link.
  /// - Returns: `nil` when it has vanished.
  static func ofEntry(_ name: String, in folder: Int32) -> FileStatus? {
    var facts = cfile_status()
    return cfile_status_of_entry(folder, name, &facts) == 0 ? FileStatus(facts) : nil
  }

  private init(_ facts: cfile_status) {
    size = facts.size
    modifiedSeconds = facts.modified_seconds
    modifiedNanoseconds = facts.modified_nanoseconds
    number = facts.number
    isPlainFile = facts.is_plain_file
    isFolder = facts.is_folder
  }

  /// To the millisecond, cut off: the form in which handles carry it.
  var modified: Date {
    Date(milliseconds: modifiedSeconds * 1000 + modifiedNanoseconds / 1_000_000)
  }

  /// Changes whenever the bytes do.
  var version: String { "\(size)-\(modified.milliseconds)" }
}
