import Foundation
import TestSupport

/// Media files made at test time.
struct Samples {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  /// Where renditions go.
  func output() throws -> String {
    let path = folder.file("out")
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
  }

  /// A picture of test bars in the format that the ending names.
  func picture(_ name: String, width: Int = 1200, height: Int = 800) throws -> String {
    try ffmpeg(["-f", "lavfi", "-i", "testsrc2=s=\(width)x\(height)"] + Self.still(name), name)
  }

  /// A picture of one colour.
  func plain(_ name: String, colour: String, width: Int = 600, height: Int = 400) throws -> String {
    try ffmpeg(["-f", "lavfi", "-i", "color=\(colour):s=\(width)x\(height)"] + Self.still(name), name)
  }

  private static func still(_ name: String) -> [String] {
    ["-frames:v", "1", "-update", "1"] + (name.hasSuffix(".tif") ? ["-pix_fmt", "rgb24"] : [])
  }

  /// Two seconds of film with a tone.
  func film(_ name: String) throws -> String {
    let picture = ["-f", "lavfi", "-i", "testsrc2=s=640x360:d=2:r=25", "-f", "lavfi", "-i", "sine=d=2"]
    return try ffmpeg(picture + ["-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac"], name)
  }

  /// Two seconds of a tone.
  func sound(_ name: String) throws -> String {
    try ffmpeg(["-f", "lavfi", "-i", "sine=d=2", "-metadata", "title=Ton"], name)
  }

  /// A PDF of two pages, written by hand.
  func document(_ name: String, trailer: String = "") throws -> String {
    let objects = [
      "<< /Type /Catalog /Pages 2 0 R >>",
      "<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 /MediaBox [0 0 200 300] >>",
      "<< /Type /Page /Parent 2 0 R /Contents 5 0 R >>",
      "<< /Type /Page /Parent 2 0 R >>",
      "<< /Length 32 >>\nstream\n1 0 0 rg 0 0 200 300 re f       \nendstream",
      "<< /Title (Mein Heft) /Keywords (See, Wasser) >>",
    ]
    var text = "%PDF-1.4\n"
    var offsets: [Int] = []
    for (index, object) in objects.enumerated() {
      offsets.append(text.utf8.count)
      text += "\(index + 1) 0 obj\n\(object)\nendobj\n"
    }
    let start = text.utf8.count
    text += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
    for offset in offsets { text += String(format: "%010d 00000 n \n", offset) }
    text += "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R /Info 6 0 R \(trailer) >>\nstartxref\n\(start)\n%%EOF\n"
    return try folder.write(name, text.utf8)
  }

  /// A document whose password is nobody's.
  func lockedDocument(_ name: String) throws -> String {
    let key = "<" + String(repeating: "5a", count: 32) + ">"
    return try document(
      name, trailer: "/ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /O \(key) /U \(key) /P -4 >>")
  }

  /// The header of a PNG with these measures, and hardly any pixels behind it.
  func headerOfPNG(_ name: String, width: UInt32, height: UInt32) throws -> String {
    var bytes: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
    func append(_ type: String, _ body: [UInt8]) {
      let content = Array(type.utf8) + body
      bytes += UInt32(body.count).bytes + content + content.crc32.bytes
    }
    append("IHDR", width.bytes + height.bytes + [8, 2, 0, 0, 0])
    append("IDAT", [0x78, 0x9c, 0x63, 0, 0, 0, 1, 0, 1])
    append("IEND", [])
    return try folder.write(name, bytes)
  }

  /// Writes metadata into a file.
  func tag(_ path: String, _ arguments: String...) throws {
    try Self.run(
      ["exiftool", "-config", "", "-q", "-overwrite_original", "-charset", "iptc=UTF8"] + arguments + [path])
  }

  /// A copy that is cut off.
  func cut(_ path: String, to length: Int, as name: String) throws -> String {
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    return try folder.write(name, bytes.prefix(length))
  }

  private func ffmpeg(_ arguments: [String], _ name: String) throws -> String {
    let path = folder.file(name)
    try Self.run(["ffmpeg", "-v", "error", "-y"] + arguments + [path])
    return path
  }

  private static func run(_ arguments: [String]) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw MissingRequirement("\(arguments.joined(separator: " ")) ended with \(process.terminationStatus)")
    }
  }
}

extension UInt32 {
  fileprivate var bytes: [UInt8] {
    [UInt8(self >> 24), UInt8(self >> 16 & 255), UInt8(self >> 8 & 255), UInt8(self & 255)]
  }
}

extension [UInt8] {
  /// The checksum of PNG (RFC 2083, section 15).
  fileprivate var crc32: UInt32 {
    ~reduce(~0) { sum, byte in
      (0..<8).reduce(sum ^ UInt32(byte)) { rest, _ in rest & 1 == 1 ? rest >> 1 ^ 0xedb8_8320 : rest >> 1 }
    }
  }
}
