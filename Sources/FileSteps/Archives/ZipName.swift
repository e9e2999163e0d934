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
    // By scalars and bytes, as whoever unpacks it reads it: with a mark behind it, a slash is no "/" as characters go, and
    // "../" and a name that begins with an accent would pass for one name.
    let text = String(String.UnicodeScalarView(self.text.unicodeScalars.map { $0 == "\\" ? "/" : $0 }))
    guard !text.isEmpty, text.utf8.count <= 1024 else { throw hostile(text, "a file has no name, or an endless one") }
    if text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7f }) {
      throw hostile(text.filter { !$0.isNewline }, "a name has control characters")
    }
    let steps = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    let isRooted = steps.first.map { $0.isEmpty || $0.count == 2 && $0.last == UInt8(ascii: ":") } == true
    if isRooted || steps.contains(where: { $0.elementsEqual("..".utf8) || $0.elementsEqual(".".utf8) }) {
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
