import Foundation

/// A program that media work needs beside libvips, with the Debian package that has it.
package struct MediaTool: Sendable, Hashable {
  /// The name by which it is started.
  package let name: String
  /// The Debian package.
  package let package: String

  /// Every program that is ever started.
  package static let all = [
    MediaTool(name: "exiftool", package: "libimage-exiftool-perl"),
    MediaTool(name: "ffmpeg", package: "ffmpeg"),
    MediaTool(name: "ffprobe", package: "ffmpeg"),
    MediaTool(name: "pdfinfo", package: "poppler-utils"),
    MediaTool(name: "pdftoppm", package: "poppler-utils"),
  ]

  /// Where workers look for programs; the server's own `PATH` doesn't reach them.
  package static let searchPath = ["/usr/local/bin", "/usr/bin", "/bin"]

  /// The programs that aren't installed. Without one, files of its kinds are kept and have no facts or renditions.
  package static func missing(in folders: [String] = searchPath) -> [MediaTool] {
    all.filter { tool in
      !folders.contains { FileManager.default.isExecutableFile(atPath: $0 + "/" + tool.name) }
    }
  }
}
