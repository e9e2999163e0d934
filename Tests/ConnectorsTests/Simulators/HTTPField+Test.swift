import HTTPTypes

extension HTTPField.Name {
  /// A header's name in a test, which is known to be one.
  static func testName(_ name: String) -> HTTPField.Name {
    HTTPField.Name(name) ?? .te
  }
}
