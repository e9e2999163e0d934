/// Tells a file's format by how it begins, never by its name.
///
/// A small table of our own, so that nothing that parses is let near bytes that nobody recognises. Where several
/// formats share one beginning (TIFF and the raw formats built on it, ZIP and office documents) the ending of the name
/// may choose among those that fit, and nothing else.
enum FileSignature {
  /// As many bytes of a file's beginning as ``format(of:fileName:)`` wants to see.
  static let length = 4096

  /// - Parameter head: the first ``length`` bytes, or all there are.
  /// - Returns: `nil` when nothing is recognised.
  static func format(of head: [UInt8], fileName: String) -> FileFormat? {
    for (offset, bytes, format) in fixed where head.starts(with: bytes, at: offset) { return format }
    if head.starts(with: "RIFF", at: 0) { return riff(head) }
    if head.starts(with: "ftyp", at: 4) { return baseMedia(head) }
    if head.starts(with: [0x1a, 0x45, 0xdf, 0xa3]) {
      return head.contains("webm", within: 64) ? .webm : .matroska
    }
    if isBitmap(head) { return .bmp }
    if head.starts(with: "II") || head.starts(with: "MM") { return tiff(head, fileName: fileName) }
    if head.starts(with: "PK\u{3}\u{4}", at: 0) { return zip(fileName) }
    if head.starts(with: [0x47]) && head.count > 188 && head[188] == 0x47 { return .mpegTransport }
    if head.count > 196 && head[4] == 0x47 && head[196] == 0x47 { return .mpegTransport }
    if head.contains("%PDF-", within: 1024) { return .pdf }
    if let sound = sound(head) { return sound }
    return text(head)
  }

  private static let fixed: [(Int, [UInt8], FileFormat)] = [
    (0, [0xff, 0xd8, 0xff], .jpeg),
    (0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], .png),
    (0, Array("GIF87a".utf8), .gif), (0, Array("GIF89a".utf8), .gif),
    (0, Array("8BPS".utf8), .photoshop),
    (0, [0, 0, 0, 0x0c, 0x6a, 0x50, 0x20, 0x20], .jpeg2000), (0, [0xff, 0x4f, 0xff, 0x51], .jpeg2000),
    (0, [0, 0, 0, 0x0c, 0x4a, 0x58, 0x4c, 0x20], .jpegXL), (0, [0xff, 0x0a], .jpegXL),
    (0, [0x76, 0x2f, 0x31, 0x01], .openEXR),
    (0, Array("FUJIFILMCCD-RAW".utf8), .fujiRaw),
    (8, Array("CR\u{2}".utf8), .canonRaw2),
    (0, [0x30, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11], .windowsMedia),
    (0, Array("FLV\u{1}".utf8), .flash),
    (0, [0, 0, 1, 0xba], .mpegProgram), (0, [0, 0, 1, 0xb3], .mpegProgram),
    (0, [0x06, 0x0e, 0x2b, 0x34, 0x02, 0x05, 0x01, 0x01], .mxf),
    (4, Array("moov".utf8), .quickTime), (4, Array("mdat".utf8), .quickTime), (4, Array("wide".utf8), .quickTime),
    (0, Array("ID3".utf8), .mp3), (0, Array("fLaC".utf8), .flac), (0, Array("OggS".utf8), .ogg),
    (8, Array("AIFF".utf8), .aiff), (8, Array("AIFC".utf8), .aiff),
    (0, Array("%PDF-".utf8), .pdf), (0, Array("%!PS".utf8), .postScript), (0, [0xc5, 0xd0, 0xd3, 0xc6], .postScript),
    (0, Array("{\\rtf".utf8), .rtf), (0, [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], .oldOffice),
  ]

  private static func riff(_ head: [UInt8]) -> FileFormat? {
    if head.starts(with: "WEBP", at: 8) { return .webp }
    if head.starts(with: "WAVE", at: 8) { return .wav }
    if head.starts(with: "AVI ", at: 8) { return .avi }
    return nil
  }

  /// ISO base media (ISO/IEC 14496-12, section 4.3): the major brand tells, and where it is general the others do.
  private static func baseMedia(_ head: [UInt8]) -> FileFormat {
    let end = min(head.count, max(16, Int(head[2]) << 8 | Int(head[3])))
    let brands = stride(from: 8, to: end - 3, by: 4).filter { $0 != 12 }.map {
      String(decoding: head[$0..<$0 + 4], as: UTF8.self)
    }
    for brand in brands {
      switch brand {
      case "avif", "avis": return .avif
      case "heic", "heix", "hevc", "hevx", "heim", "heis": return .heic
      case "crx ": return .canonRaw3
      case "qt  ": return .quickTime
      case "M4A ", "M4B ", "M4P ": return .m4a
      default: if brand.hasPrefix("3gp") || brand.hasPrefix("3g2") { return .mobile }
      }
    }
    return brands.contains("mif1") ? .heic : .mp4
  }

  private static func tiff(_ head: [UInt8], fileName: String) -> FileFormat? {
    let marks: [[UInt8]] = [
      [0x49, 0x49, 0x2a, 0], [0x4d, 0x4d, 0, 0x2a], [0x49, 0x49, 0x2b, 0], [0x4d, 0x4d, 0, 0x2b],
      Array("IIRO".utf8), Array("IIU\0".utf8),
    ]
    guard marks.contains(where: { head.starts(with: $0) }) else { return text(head) }
    return FileFormat.tiffRaws.first { $0.endings.contains(FileName.ending(of: fileName)) } ?? .tiff
  }

  /// Two letters are too little to tell by: the length of the second header must be one that exists.
  private static func isBitmap(_ head: [UInt8]) -> Bool {
    guard head.starts(with: "BM"), head.count > 18 else { return false }
    return [12, 40, 52, 56, 64, 108, 124].contains(head[14]) && head[15..<18].allSatisfy { $0 == 0 }
  }

  private static func zip(_ fileName: String) -> FileFormat {
    FileFormat.openXML.first { $0.endings.contains(FileName.ending(of: fileName)) } ?? .zip
  }

  /// The frame syncs of MPEG audio (ISO/IEC 11172-3, section 2.4.1.3) and ADTS, with reserved values refused.
  private static func sound(_ head: [UInt8]) -> FileFormat? {
    guard head.count > 3, head[0] == 0xff, head[1] & 0xe0 == 0xe0 else { return nil }
    if head[1] & 0xf6 == 0xf0 { return .aac }
    let isValid = head[1] & 0x18 != 0x08 && head[1] & 0x06 != 0 && head[2] & 0xf0 != 0xf0 && head[2] & 0x0c != 0x0c
    return isValid ? .mp3 : nil
  }

  private static func text(_ head: [UInt8]) -> FileFormat? {
    var body = head[...]
    if body.starts(with: [0xef, 0xbb, 0xbf]) { body = body.dropFirst(3) }
    guard !body.contains(where: { $0 < 0x09 || (0x0e..<0x20).contains($0) && $0 != 0x1b }) else { return nil }
    // A character cut in two at the end of the sample is no fault of the text.
    guard (0...3).contains(where: { String(validating: body.dropLast($0), as: UTF8.self) != nil }) else { return nil }
    return Array(body).contains("<svg", within: Self.length) ? .svg : .text
  }
}

extension [UInt8] {
  fileprivate func starts(with text: String, at offset: Int = 0) -> Bool {
    starts(with: Array(text.utf8), at: offset)
  }

  fileprivate func starts(with bytes: [UInt8], at offset: Int) -> Bool {
    count >= offset + bytes.count && self[offset..<offset + bytes.count].elementsEqual(bytes)
  }

  fileprivate func contains(_ text: String, within limit: Int) -> Bool {
    let bytes = Array(text.utf8)
    guard count >= bytes.count else { return false }
    return (0...(Swift.min(count, limit + bytes.count) - bytes.count)).contains { starts(with: bytes, at: $0) }
  }
}
