import Foundation

/// A part of a mail on its way: so much is made into text at once, however large the files are.
enum MailPiece: Sendable, Hashable {
  case lines([String])
  case base64(ArraySlice<UInt8>)

  /// How many bytes are made into lines at once; a multiple of what fits into one line.
  static let most = 57 * 1024

  /// Without line ends.
  var text: [String] {
    switch self {
    case .lines(let lines): lines
    case .base64(let bytes):
      stride(from: bytes.startIndex, to: bytes.endIndex, by: 57).map { start in
        Data(bytes[start..<min(start + 57, bytes.endIndex)]).base64EncodedString()
      }
    }
  }
}
