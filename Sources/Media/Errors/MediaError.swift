import Core

/// Why a file can't be read or rendered. Every case about a file names it as its owner named it.
package enum MediaError: CodedError, Codable, Hashable, Sendable {
  /// The file isn't there or can't be opened.
  case unreadable(file: String)
  /// The file has no bytes.
  case empty(file: String)
  /// It would be larger than allowed once decoded; found in its header, before decoding.
  case tooManyPixels(file: String, width: Int, height: Int, limit: Int)
  /// Nothing here can make a picture of this format.
  case unsupported(file: String, format: String)
  /// It is of a known format and can't be decoded; `reason` is the decoder's own word.
  case damaged(file: String, reason: String)
  /// It can't be opened without a password.
  case encrypted(file: String)
  /// It has no picture in it, as a film that holds nothing but sound.
  case noPicture(file: String)
  /// It took longer than a job may.
  case timedOut(file: String, seconds: Int)
  /// Its decoder crashed or ran over a limit of memory, twice.
  case workerDied(file: String)
  /// There is no room for the renditions.
  case noSpace(file: String)
  /// A program that this format needs isn't installed.
  case toolMissing(tool: String)
  /// No worker can be started at all.
  case workersUnavailable
  /// The server is about to stop and takes no more work.
  case stopping
}
