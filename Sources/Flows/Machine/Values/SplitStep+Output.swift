import Core
import Foundation

extension SplitStep {
  /// - Throws: when there is no text to cut, or nothing to cut it by.
  func output(of value: JSONValue) throws(StepFailure) -> JSONValue {
    guard let text = value["value"]?.stringValue else {
      throw StepFailure(
        code: "not_a_text", message: "It comes out as \((value["value"] ?? .null).kindName), not a text.",
        advice: "Make the expression give a text.", field: "split.value")
    }
    guard let separator = value["by"]?.stringValue, !separator.isEmpty else {
      throw StepFailure(
        code: "separator_missing", message: "There is nothing to cut it by.",
        advice: "Write what stands between the parts.",
        field: "split.by")
    }
    return .array(text.components(separatedBy: separator).map(JSONValue.string))
  }
}
