import Core
import Foundation

/// `application/x-www-form-urlencoded`, as HTML forms send it.
enum FormBody {
  /// A name that comes more than once becomes a list.
  static func parse(_ text: String) -> JSONObject {
    var object = JSONObject()
    for pair in text.split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = decoded(parts[0])
      let value = JSONValue.string(parts.count > 1 ? decoded(parts[1]) : "")
      switch object[name] {
      case nil: object[name] = value
      case .array(let values)?: object[name] = .array(values + [value])
      case let first?: object[name] = .array([first, value])
      }
    }
    return object
  }

  private static func decoded(_ text: Substring) -> String {
    let spaced = text.replacing("+", with: " ")
    return String(spaced).removingPercentEncoding ?? String(spaced)
  }
}
