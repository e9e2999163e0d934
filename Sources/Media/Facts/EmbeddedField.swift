/// One line of the metadata that a file carries inside itself, as people read it.
package struct EmbeddedField: Sendable, Codable, Hashable {
  /// The family of metadata a field belongs to, as the asset API asks for it.
  package enum Family: String, Sendable, Codable, CaseIterable {
    case exif, iptc, xmp, icc, photoshop, document, container, other
  }

  /// The family of the group.
  package let family: Family
  /// The group as ExifTool names it, such as `IFD0`, `XMP-dc` or `IPTC`.
  package let group: String
  /// The field as ExifTool names it, such as `DateTimeOriginal`.
  package let name: String
  /// The value, written for people; several values are joined by `", "`. At most 4,096 characters.
  package let value: String

  package init(family: Family, group: String, name: String, value: String) {
    self.family = family
    self.group = group
    self.name = name
    self.value = value
  }

  /// The name in words: `Date Time Original`, `GPS Latitude`, `X Resolution`.
  package var title: String {
    var words = ""
    let letters = Array(name)
    for (index, letter) in letters.enumerated() {
      let follows = index > 0 && letters[index - 1].isLowercase && letter.isUppercase
      let opens =
        index > 0 && letter.isUppercase && letters[index - 1].isUppercase && index + 1 < letters.count
        && letters[index + 1].isLowercase
      if follows || opens { words.append(" ") }
      words.append(letter)
    }
    return words
  }
}
