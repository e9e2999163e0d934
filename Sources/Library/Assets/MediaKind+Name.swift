extension MediaKind {
  /// What a file of this name probably is, until ingest has looked at its bytes.
  init(fileName: String) {
    let type = FileName.fileType(fileName).lowercased()
    self = Self.types.first { $0.value.contains(type) }?.key ?? .other
  }

  private static let types: [MediaKind: Set<String>] = [
    .image: ["jpg", "jpeg", "png", "gif", "tif", "tiff", "webp", "heic", "heif", "avif", "bmp", "svg", "jxl", "jp2"],
    .video: ["mp4", "mov", "m4v", "avi", "mkv", "webm", "wmv", "flv", "mpg", "mpeg", "mxf"],
    .audio: ["mp3", "wav", "flac", "m4a", "aac", "ogg", "wma", "aif", "aiff"],
    .adobe: adobeEndings,
    .document: [
      "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "odp", "txt", "rtf", "csv", "md", "html",
    ],
  ]

  /// The endings of Adobe's own formats, whose content alone is just an image or a document.
  static let adobeEndings: Set<String> = ["psd", "psb", "ai", "indd", "idml", "eps", "xd", "aep", "prproj"]
}
