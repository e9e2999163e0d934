/// One thing a file says about itself, as ExifTool reads it.
package struct EmbeddedProperty: Sendable, Hashable {
  /// The family of metadata: `exif`, `iptc`, `xmp`, `icc`, `photoshop`, `document`, `container` or `other`.
  package let family: String
  /// Such as `IFD0`, `IPTC` or `XMP-dc`.
  package let tagGroup: String
  /// Such as `DateTimeOriginal`.
  package let name: String
  package let value: String

  package init(family: String, tagGroup: String, name: String, value: String) {
    self.family = family
    self.tagGroup = tagGroup
    self.name = name
    self.value = value
  }

  /// Whether a client that asks for this group means this property.
  func isIn(_ group: String) -> Bool {
    let wanted = group.lowercased()
    return family == wanted || tagGroup.lowercased().hasPrefix(wanted)
  }
}
