/// MIME types by file name extension (IANA's registry), for the kinds of files media teams have.
package enum MIMEType {
  /// - Returns: `application/octet-stream` for an extension that isn't known.
  package static func ofFile(named name: String) -> String {
    guard let dot = name.lastIndex(of: ".") else { return unknown }
    return byExtension[name[dot...].dropFirst().lowercased()] ?? unknown
  }

  private static let unknown = "application/octet-stream"

  private static let byExtension: [String: String] = [
    "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "gif": "image/gif", "webp": "image/webp",
    "tif": "image/tiff", "tiff": "image/tiff", "heic": "image/heic", "avif": "image/avif", "svg": "image/svg+xml",
    "bmp": "image/bmp", "psd": "image/vnd.adobe.photoshop", "dng": "image/x-adobe-dng", "cr2": "image/x-canon-cr2",
    "nef": "image/x-nikon-nef", "arw": "image/x-sony-arw", "jxl": "image/jxl",
    "mp4": "video/mp4", "m4v": "video/x-m4v", "mov": "video/quicktime", "avi": "video/x-msvideo",
    "mkv": "video/x-matroska", "webm": "video/webm", "mpg": "video/mpeg", "mpeg": "video/mpeg",
    "wmv": "video/x-ms-wmv", "flv": "video/x-flv", "mxf": "application/mxf",
    "mp3": "audio/mpeg", "wav": "audio/wav", "flac": "audio/flac", "aac": "audio/aac", "m4a": "audio/mp4",
    "ogg": "audio/ogg", "aif": "audio/aiff", "aiff": "audio/aiff",
    "pdf": "application/pdf", "ai": "application/postscript", "eps": "application/postscript",
    "indd": "application/x-indesign", "zip": "application/zip", "json": "application/json", "csv": "text/csv",
    "txt": "text/plain", "md": "text/markdown", "html": "text/html", "xml": "application/xml",
    "doc": "application/msword", "xls": "application/vnd.ms-excel", "ppt": "application/vnd.ms-powerpoint",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
  ]
}
