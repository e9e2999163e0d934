import Foundation

/// Mends UTF-8 that was read as Latin text.
///
/// IPTC says with a code (1:90) that it is UTF-8, and many programs write UTF-8 without saying so; it then arrives as
/// `BrÃ¼cke`. Text that was really Latin is hardly ever valid UTF-8 by chance.
enum Mojibake {
  static func repaired(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { $0.value > 0x7f }),
      let bytes = text.data(using: .windowsCP1252),
      let mended = String(validating: bytes, as: UTF8.self)
    else { return text }
    return mended
  }
}
