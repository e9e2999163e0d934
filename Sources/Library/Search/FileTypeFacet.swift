/// The facets by which MediaValet counts file types.
enum FileTypeFacet: String, Sendable, Hashable, CaseIterable {
  case image = "imageFileExtension"
  case video = "videoFileExtension"
  case audio = "audioFileExtension"
  case adobe = "adobeFileExtension"
  case word = "wordFileExtension"
  case excel = "excelFileExtension"
  case powerpoint = "powerpointFileExtension"
  case pdf = "pdfFileExtension"
  case other = "otherFileExtension"

  /// - Parameter fileType: in upper case.
  init(kind: MediaKind, fileType: String) {
    self =
      switch (kind, fileType) {
      case (.image, _): .image
      case (.video, _): .video
      case (.audio, _): .audio
      case (.adobe, _): .adobe
      case (_, "DOC"), (_, "DOCX"), (_, "DOT"), (_, "DOTX"): .word
      case (_, "XLS"), (_, "XLSX"), (_, "XLSM"): .excel
      case (_, "PPT"), (_, "PPTX"), (_, "PPS"), (_, "PPSX"): .powerpoint
      case (_, "PDF"): .pdf
      default: .other
      }
  }
}
