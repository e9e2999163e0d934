import Core
import Foundation

extension Decoders {
  /// poppler: the number of pages, and a picture of the first one, whose size on paper doesn't matter.
  func pages() throws -> Look {
    let found = try tool.run(["pdfinfo", job.path])
    if found.errors.contains("Incorrect password") { throw MediaError.encrypted(file: file) }
    guard found.status == 0 else { throw MediaError.damaged(file: file, reason: Self.word(found.errors)) }
    let lines = String(decoding: found.output, as: UTF8.self).split(separator: "\n")
    var look = Look()
    look.pages = lines.first { $0.hasPrefix("Pages:") }.flatMap { Int($0.dropFirst(6).trimmed) }
    guard picturesWanted, let longEdge = longEdge else { return look }
    let stem = scratch("page")
    defer { FileOnDisk.remove(stem + ".jpg") }
    let drawn = try tool.run([
      "pdftoppm", "-f", "1", "-l", "1", "-singlefile", "-scale-to", "\(longEdge)", "-jpeg", "-jpegopt",
      "quality=95", job.path, stem,
    ])
    do {
      guard drawn.status == 0 else { throw MediaError.damaged(file: file, reason: Self.word(drawn.errors)) }
      try render(stem + ".jpg", into: &look)
    } catch let problem as MediaError {
      look.problem = problem
    } catch is VipsPicture.Failure {
      look.problem = .damaged(file: file, reason: "its first page can't be drawn")
    }
    return look
  }

  /// How large a page is drawn, in pixels of its longer side.
  private var longEdge: Int? {
    guard let order = pictureOrder else { return job.sizes.max()?.longEdge }
    // Twice as large as asked for, as one side may be cut off.
    return min(8192, [order.width, order.height].compactMap(\.self).max().map { $0 * 2 } ?? 2048)
  }

  /// The JPEG that a camera puts into its raw files; the sensor's own data isn't developed.
  func cameraPreview() throws -> Look {
    guard picturesWanted else { return Look() }
    let path = scratch("preview.jpg")
    defer { FileOnDisk.remove(path) }
    for name in ["-JpgFromRaw", "-PreviewImage", "-OtherImage"] {
      let found = try tool.run(["exiftool", "-config", "", "-b", name, job.path], outputLimit: 128 << 20)
      guard found.status == 0, found.output.starts(with: [0xff, 0xd8]) else { continue }
      try Data(found.output).write(to: URL(filePath: path))
      var look = try picture(at: path)
      look.pages = nil
      return look
    }
    throw MediaError.noPicture(file: file)
  }
}

extension Substring {
  fileprivate var trimmed: String { trimmingCharacters(in: .whitespaces) }
}
