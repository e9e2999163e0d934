import Connectors
import Core

/// A file on its way into an archive.
struct ZipMember {
  let handle: MediaFileHandle
  /// Its name in the archive.
  let path: String

  /// Reads the step's list; files of one name get a number.
  static func all(_ call: FileStepCall) throws -> [ZipMember] {
    var taken: Set<String> = []
    return try (call.input["files"]?.arrayValue ?? []).enumerated().map { index, json in
      let inner = MediaFileHandle(json: json) ?? json["file"].flatMap(MediaFileHandle.init(json:))
      guard let handle = inner else { throw FileStepError.noFile(field: "files.\(index)") }
      let wanted = json["path"]?.stringValue ?? handle.name
      let path = try ZipName(Array(wanted.utf8)[...], isUTF8: true).safe { path, reason in
        .missing(field: "files.\(index).path", reason: "\"\(path)\" can't be used, \(reason)")
      }
      return ZipMember(handle: handle, path: free(path, &taken))
    }
  }

  /// Whether packing it again would gain nothing.
  var isPacked: Bool {
    let mime = handle.mime ?? MIMEType.ofFile(named: path)
    let plain = ["image/tiff", "image/bmp", "image/svg+xml", "image/x-adobe-dng", "audio/wav", "audio/aiff"]
    if ["image/", "video/", "audio/"].contains(where: mime.hasPrefix) { return !plain.contains(mime) }
    return mime == "application/zip" || mime.hasPrefix("application/vnd.openxmlformats")
  }

  private static func free(_ path: String, _ taken: inout Set<String>) -> String {
    var (candidate, number) = (path, 1)
    while !taken.insert(candidate.lowercased()).inserted {
      number += 1
      let slash = path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex
      let dot = path[slash...].lastIndex(of: ".") ?? path.endIndex
      candidate = "\(path[..<dot]) (\(number))\(path[dot...])"
    }
    return candidate
  }
}
