import CVips
import Foundation

/// libvips, for the one thread of a worker.
enum VipsPicture {
  /// What the header of a picture says.
  struct Header {
    /// In pixels, upright.
    let width: Int
    /// In pixels, upright.
    let height: Int
    let pages: Int
    let hasAlpha: Bool
    /// `Grayscale`, `CMYK` or `sRGB`, by what libvips makes of it.
    let colourSpace: String?
  }

  /// What was made.
  struct Rendered {
    let files: [RenderedFile]
    /// As `#rrggbb`.
    let dominantColour: String
  }

  /// Why there is no picture.
  enum Failure: Error {
    case cannotDecode(String)
    case cannotWrite(String)
  }

  static func start() throws(Failure) {
    var reason = [CChar](repeating: 0, count: Int(CVIPS_REASON_SIZE))
    if cvips_start(&reason) != 0 { throw .cannotDecode(text(reason)) }
  }

  /// Reads the header, and no pixels.
  static func header(of path: String) throws(Failure) -> Header {
    var reason = [CChar](repeating: 0, count: Int(CVIPS_REASON_SIZE))
    var header = cvips_header()
    if cvips_read_header(path, &header, &reason) != 0 { throw .cannotDecode(text(reason)) }
    let isTurned = header.orientation > 4
    let space = withUnsafeBytes(of: header.interpretation) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    return Header(
      width: Int(isTurned ? header.height : header.width), height: Int(isTurned ? header.width : header.height),
      pages: Int(header.pages), hasAlpha: header.has_alpha != 0, colourSpace: name(of: space))
  }

  /// Decodes once and writes every size into the folder.
  static func render(_ path: String, sizes: [RenditionSize], into folder: String) throws(Failure) -> Rendered {
    let largestFirst = Set(sizes).sorted(by: >)
    guard !largestFirst.isEmpty else { return Rendered(files: [], dominantColour: "#000000") }
    let paths = largestFirst.map { folder + "/" + $0.fileName }
    let names = paths.map { strdup($0) }
    defer { for name in names { free(name) } }
    let targets = zip(names, largestFirst).map { name, size in
      cvips_target(path: UnsafePointer(name), long_edge: Int32(size.longEdge), quality: Int32(size.quality))
    }
    var made = [cvips_picture](repeating: cvips_picture(), count: targets.count)
    var colour: [UInt8] = [0, 0, 0]
    var reason = [CChar](repeating: 0, count: Int(CVIPS_REASON_SIZE))
    let code = cvips_render(path, targets, Int32(targets.count), &made, &colour, &reason)
    if Int(code) == CVIPS_CANNOT_WRITE { throw .cannotWrite(text(reason)) }
    if Int(code) != CVIPS_OK { throw .cannotDecode(text(reason)) }
    let files = largestFirst.indices.map { index in
      RenderedFile(
        size: largestFirst[index], path: paths[index], width: Int(made[index].width), height: Int(made[index].height),
        length: FileOnDisk.length(of: paths[index]) ?? 0, mime: "image/jpeg")
    }
    let hex = colour.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    return Rendered(files: files.reversed(), dominantColour: "#" + hex)
  }

  /// Decodes and writes one picture as ordered.
  static func convert(_ path: String, _ order: PictureOrder, into folder: String) throws(Failure) -> MadeFile {
    let target = folder + "/made." + order.form.ending
    var options = cvips_conversion(
      width: Int32(clamping: order.width ?? 0), height: Int32(clamping: order.height ?? 0),
      crop: order.crop == .none ? 0 : order.crop == .centre ? 1 : 2, enlarge: order.enlarges ? 1 : 0,
      quality: Int32(clamping: min(100, max(1, order.quality))), form: 0)
    options.form =
      switch order.form {
      case .jpeg: 0
      case .png: 1
      case .webp: 2
      case .tiff: 3
      }
    var made = cvips_picture()
    var reason = [CChar](repeating: 0, count: Int(CVIPS_REASON_SIZE))
    let code = cvips_convert(path, target, &options, &made, &reason)
    if Int(code) == CVIPS_CANNOT_WRITE { throw .cannotWrite(text(reason)) }
    if Int(code) != CVIPS_OK { throw .cannotDecode(text(reason)) }
    return MadeFile(
      path: target, width: Int(made.width), height: Int(made.height), length: FileOnDisk.length(of: target) ?? 0)
  }

  private static func text(_ reason: [CChar]) -> String {
    String(decoding: reason.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private static func name(of interpretation: String) -> String? {
    switch interpretation {
    case "srgb", "rgb16", "rgb", "scrgb": "sRGB"
    case "b-w", "grey16": "Grayscale"
    case "cmyk": "CMYK"
    case "lab", "labq", "labs": "Lab"
    default: nil
    }
  }
}
