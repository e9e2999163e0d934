/// A file format that Weir knows by its bytes.
struct FileFormat: Sendable, Hashable {
  /// Who makes a picture of it.
  enum Decoder: Sendable, Hashable {
    /// libvips, in the worker.
    case vips
    /// ffmpeg, for pictures whose libvips loaders aren't fit for hostile files, and for films and covers of sound.
    case ffmpeg
    /// pdftoppm.
    case poppler
    /// The picture that the camera put into the raw file, taken out by ExifTool.
    case preview
    /// Nobody.
    case none
  }

  let kind: MediaKind
  let mime: String
  /// The endings that fit, in lower case; the first one in capitals is the format's name.
  let endings: [String]
  let decoder: Decoder

  init(_ kind: MediaKind, _ mime: String, _ endings: [String], _ decoder: Decoder) {
    self.kind = kind
    self.mime = mime
    self.endings = endings
    self.decoder = decoder
  }

  var name: String { (endings.first ?? "").uppercased() }
}

extension FileFormat {
  static let jpeg = FileFormat(.image, "image/jpeg", ["jpg", "jpeg", "jpe", "jfif"], .vips)
  static let png = FileFormat(.image, "image/png", ["png"], .vips)
  static let gif = FileFormat(.image, "image/gif", ["gif"], .vips)
  static let tiff = FileFormat(.image, "image/tiff", ["tif", "tiff"], .vips)
  static let webp = FileFormat(.image, "image/webp", ["webp"], .vips)
  static let heic = FileFormat(.image, "image/heic", ["heic", "heif", "hif"], .vips)
  static let avif = FileFormat(.image, "image/avif", ["avif"], .vips)
  static let svg = FileFormat(.image, "image/svg+xml", ["svg"], .vips)
  static let bmp = FileFormat(.image, "image/bmp", ["bmp", "dib"], .ffmpeg)
  static let photoshop = FileFormat(.image, "image/vnd.adobe.photoshop", ["psd", "psb"], .ffmpeg)
  static let jpeg2000 = FileFormat(.image, "image/jp2", ["jp2", "j2k", "jpx", "jpf"], .ffmpeg)
  static let openEXR = FileFormat(.image, "image/x-exr", ["exr"], .ffmpeg)
  static let jpegXL = FileFormat(.image, "image/jxl", ["jxl"], .none)
  static let canonRaw2 = FileFormat(.image, "image/x-canon-cr2", ["cr2"], .preview)
  static let canonRaw3 = FileFormat(.image, "image/x-canon-cr3", ["cr3"], .preview)
  static let fujiRaw = FileFormat(.image, "image/x-fujifilm-raf", ["raf"], .preview)
  /// Raw files that are TIFF outside; their endings tell them apart.
  static let tiffRaws: [FileFormat] = [
    FileFormat(.image, "image/x-nikon-nef", ["nef", "nrw"], .preview),
    FileFormat(.image, "image/x-sony-arw", ["arw", "sr2", "srf"], .preview),
    FileFormat(.image, "image/x-adobe-dng", ["dng"], .preview),
    FileFormat(.image, "image/x-pentax-pef", ["pef"], .preview),
    FileFormat(.image, "image/x-olympus-orf", ["orf"], .preview),
    FileFormat(.image, "image/x-panasonic-rw2", ["rw2"], .preview),
  ]

  static let mp4 = FileFormat(.video, "video/mp4", ["mp4", "m4v"], .ffmpeg)
  static let quickTime = FileFormat(.video, "video/quicktime", ["mov", "qt"], .ffmpeg)
  static let mobile = FileFormat(.video, "video/3gpp", ["3gp", "3g2"], .ffmpeg)
  static let matroska = FileFormat(.video, "video/x-matroska", ["mkv", "mka"], .ffmpeg)
  static let webm = FileFormat(.video, "video/webm", ["webm"], .ffmpeg)
  static let avi = FileFormat(.video, "video/x-msvideo", ["avi"], .ffmpeg)
  static let windowsMedia = FileFormat(.video, "video/x-ms-wmv", ["wmv", "asf", "wma"], .ffmpeg)
  static let flash = FileFormat(.video, "video/x-flv", ["flv"], .ffmpeg)
  static let mpegProgram = FileFormat(.video, "video/mpeg", ["mpg", "mpeg", "vob"], .ffmpeg)
  static let mpegTransport = FileFormat(.video, "video/mp2t", ["ts", "mts", "m2ts"], .ffmpeg)
  static let mxf = FileFormat(.video, "application/mxf", ["mxf"], .ffmpeg)

  static let mp3 = FileFormat(.audio, "audio/mpeg", ["mp3"], .ffmpeg)
  static let m4a = FileFormat(.audio, "audio/mp4", ["m4a", "m4b", "mp4"], .ffmpeg)
  static let aac = FileFormat(.audio, "audio/aac", ["aac"], .ffmpeg)
  static let wav = FileFormat(.audio, "audio/wav", ["wav"], .ffmpeg)
  static let flac = FileFormat(.audio, "audio/flac", ["flac"], .ffmpeg)
  static let ogg = FileFormat(.audio, "audio/ogg", ["ogg", "oga", "opus", "ogv"], .ffmpeg)
  static let aiff = FileFormat(.audio, "audio/aiff", ["aif", "aiff", "aifc"], .ffmpeg)

  static let pdf = FileFormat(.document, "application/pdf", ["pdf", "ai"], .poppler)
  static let postScript = FileFormat(.document, "application/postscript", ["eps", "ps", "ai"], .none)
  static let rtf = FileFormat(.document, "application/rtf", ["rtf", "doc"], .none)
  static let oldOffice = FileFormat(
    .document, "application/x-ole-storage", ["doc", "xls", "ppt", "msg", "indd", "vsd"], .none)
  static let openXML: [FileFormat] = [
    FileFormat(
      .document, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ["docx"], .none),
    FileFormat(.document, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ["xlsx"], .none),
    FileFormat(
      .document, "application/vnd.openxmlformats-officedocument.presentationml.presentation", ["pptx"], .none),
    FileFormat(.document, "application/vnd.oasis.opendocument.text", ["odt"], .none),
  ]
  static let zip = FileFormat(
    .other, "application/zip", ["zip", "jar", "idml", "odp", "ods", "odg", "epub", "sketch", "key", "pages"], .none)
  static let text = FileFormat(
    .other, "text/plain", ["txt", "md", "csv", "tsv", "json", "xml", "html", "css", "js", "yaml", "yml", "log", "srt"],
    .none)

  static let all: [FileFormat] =
    [
      jpeg, png, gif, tiff, webp, heic, avif, svg, bmp, photoshop, jpeg2000, openEXR, jpegXL, canonRaw2, canonRaw3,
      fujiRaw, mp4, quickTime, mobile, matroska, webm, avi, windowsMedia, flash, mpegProgram, mpegTransport, mxf, mp3,
      m4a, aac, wav, flac, ogg, aiff, pdf, postScript, rtf, oldOffice, zip, text,
    ] + tiffRaws + openXML
}
