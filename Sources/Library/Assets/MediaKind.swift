/// What sort of content a file has. The raw value is the word of the MediaValet API (`media.type`, filter `AssetType`).
package enum MediaKind: String, Sendable, Hashable, CaseIterable {
  case image = "Image"
  case video = "Video"
  case audio = "Audio"
  /// The formats of Adobe's programs, such as PSD, AI and INDD.
  case adobe = "Adobe"
  /// Office files, text and PDF.
  case document = "Document"
  case other = "Other"
}
