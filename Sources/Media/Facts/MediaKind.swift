/// What sort of thing a file is, judged by its bytes.
package enum MediaKind: String, Sendable, Codable, CaseIterable {
  /// A still picture, or one whose first frame stands for it.
  case image
  /// Moving pictures, with or without sound.
  case video
  /// Sound alone; a cover picture inside doesn't make it a video.
  case audio
  /// Pages: PDF, office documents, PostScript.
  case document
  /// Everything else. It is kept as it is, and has no renditions.
  case other
}
