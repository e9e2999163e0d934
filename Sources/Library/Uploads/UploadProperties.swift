extension UploadProperties {
  /// These properties with those of `other` on top, where it has any.
  func merging(_ other: UploadProperties) -> UploadProperties {
    UploadProperties(
      fileName: other.fileName ?? fileName, title: other.title ?? title,
      description: other.description ?? description, size: other.size ?? size)
  }
}
