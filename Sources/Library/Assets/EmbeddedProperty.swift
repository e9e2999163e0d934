/// One thing a file says about itself, as ExifTool names it.
package struct EmbeddedProperty: Sendable, Hashable {
  /// Such as `EXIF`, `IPTC` or `XMP`.
  package let tagGroup: String
  /// Such as `DateTimeOriginal`.
  package let name: String
  package let value: String

  package init(tagGroup: String, name: String, value: String) {
    self.tagGroup = tagGroup
    self.name = name
    self.value = value
  }
}
