/// A service's id of a file or folder, as it is kept: compared byte by byte, since ids that are paths may differ in
/// nothing but how an accent is written.
package struct RemoteID: Sendable, Hashable {
  package let text: String

  /// - Parameter text: as the service writes it; a NUL, which the database can't keep, becomes U+2400.
  package init(_ text: String) {
    self.text =
      text.utf8.contains(0)
      ? String(String.UnicodeScalarView(text.unicodeScalars.map { $0 == "\0" ? "\u{2400}" : $0 })) : text
  }

  package static func == (left: RemoteID, right: RemoteID) -> Bool {
    left.text.utf8.elementsEqual(right.text.utf8)
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(text.utf8.count)
    for byte in text.utf8 { hasher.combine(byte) }
  }
}
