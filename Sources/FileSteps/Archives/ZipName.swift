import Core

/// The name of a file in an archive, as whoever made it wrote it.
struct ZipName {
  private let bytes: ArraySlice<UInt8>
  private let isUTF8: Bool

  init(_ bytes: ArraySlice<UInt8>, isUTF8: Bool) {
    self.bytes = bytes
    self.isUTF8 = isUTF8
  }

  /// The path, with slashes, that leads nowhere but downwards.
  /// - Parameter hostile: makes the error of a name that leads elsewhere.
  func safe(_ hostile: (String, String) -> FileStepError) throws(FileStepError) -> String {
    let text = self.text.replacing("\\", with: "/")
    guard !text.isEmpty, text.utf8.count <= 1024 else { throw hostile(text, "a file has no name, or an endless one") }
    if text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7f }) {
      throw hostile(text.filter { !$0.isNewline }, "a name has control characters")
    }
    let steps = text.split(separator: "/", omittingEmptySubsequences: false)
    let isRooted = text.hasPrefix("/") || steps.first.map { $0.count == 2 && $0.hasSuffix(":") } == true
    if isRooted || steps.contains("..") || steps.contains(".") {
      throw hostile(text, "a name leads out of the archive")
    }
    return text
  }

  /// UTF-8 where it is said or looks like it, else the letters of the first PCs, as the format has it.
  private var text: String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    var text = String.UnicodeScalarView()
    for byte in bytes {
      text.append(byte < 0x80 ? Unicode.Scalar(byte) : Self.upper[Int(byte) - 0x80])
    }
    return String(text)
  }

  /// Code page 437 from 0x80 on.
  private static let upper = Array(
    ("ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀"
      + "αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}").unicodeScalars)
}
