import Core

/// The members that every object of the MediaValet API carries.
enum WireLinks {
  /// - Parameters:
  ///   - name: the function that gives the object itself.
  ///   - functions: names of functions that the caller may use on it; the home document resolves them.
  static func links(_ name: String, functions: [String] = []) -> JSONValue {
    ["self": .string(name), "functions": .array(functions.map(JSONValue.string))]
  }

  /// `_links`, `translationKeys` and `interpolations`, in this order, at the end of `object`.
  static func close(_ object: JSONObject, _ name: String, functions: [String] = []) -> JSONObject {
    var object = object
    object["_links"] = links(name, functions: functions)
    object["translationKeys"] = [:]
    object["interpolations"] = [:]
    return object
  }
}
