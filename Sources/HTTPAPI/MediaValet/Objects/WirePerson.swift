import Core
import Identity
import Library

/// People, as records and users show them.
enum WirePerson {
  /// First and last name, cut at the last blank; somebody with one name has only a first one.
  static func names(_ displayName: String) -> (first: String, last: String) {
    guard let blank = displayName.lastIndex(of: " ") else { return (displayName, "") }
    return (String(displayName[..<blank]), String(displayName[displayName.index(after: blank)...]))
  }

  static func json(_ author: Author) -> JSONValue {
    let (first, last) = names(author.displayName)
    return [
      "id": JSONValue(author.person), "username": .string(author.userName), "firstName": .string(first),
      "lastName": .string(last),
    ]
  }

  static func json(_ author: Author?) -> JSONValue? { author.map(json) }
}
