/// What an attribute is called and which values it takes; what a person enters to make one.
package struct AttributeDefinition: Sendable, Hashable {
  /// Unique regardless of case.
  package var name: String
  package var type: AttributeType
  /// An upload without a value can't be finished.
  package var isRequired: Bool
  /// Whether pages show it.
  package var isDisplayed: Bool
  package var showsLabel: Bool
  /// For ``AttributeType/list`` and ``AttributeType/status``: what may be chosen, in this order.
  package var options: [AttributeOption]
  /// Taken at upload where the uploader gave no value.
  package var defaultValue: String
  /// Fills the value from what the file says about itself, where the uploader gave none.
  package var embedded: EmbeddedMapping?
  /// Splits a value that holds several, as in `a, b`.
  package var delimiter: String

  package init(
    name: String, type: AttributeType, isRequired: Bool = false, isDisplayed: Bool = true, showsLabel: Bool = true,
    options: [AttributeOption] = [], defaultValue: String = "", embedded: EmbeddedMapping? = nil,
    delimiter: String = ","
  ) {
    self.name = name
    self.type = type
    self.isRequired = isRequired
    self.isDisplayed = isDisplayed
    self.showsLabel = showsLabel
    self.options = options
    self.defaultValue = defaultValue
    self.embedded = embedded
    self.delimiter = delimiter
  }
}

/// Something that can be chosen as an attribute's value.
package struct AttributeOption: Sendable, Hashable, Codable {
  package var value: String
  /// What people see; for a list the same as the value.
  package var label: String
  package var isDefault: Bool

  package init(value: String, label: String? = nil, isDefault: Bool = false) {
    self.value = value
    self.label = label ?? value
    self.isDefault = isDefault
  }
}

/// Where in a file's own metadata an attribute's value is found.
package struct EmbeddedMapping: Sendable, Hashable, Codable {
  /// `Photoshop`, `Iptc`, `IccProfile`, `Exif` or `Xmp`.
  package var type: String
  /// The tag's name, such as `City`.
  package var tag: String

  package init(type: String, tag: String) {
    self.type = type
    self.tag = tag
  }
}
