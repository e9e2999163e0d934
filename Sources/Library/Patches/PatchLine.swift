package import Core
import Foundation

/// One line of a JSON patch as MediaValet takes it: RFC 6902 with the extension `oldValue`.
package struct PatchLine: Sendable, Hashable {
  package enum Operation: String, Sendable, Hashable, CaseIterable {
    case add, remove, replace, test, move, copy
  }

  package let operation: Operation
  /// The segments in lower case, unescaped: `/attributes/<id>` is `["attributes", "<id>"]`.
  package let path: [String]
  /// As the client wrote it, for messages.
  package let pathText: String
  /// Missing for `remove`, `move` and `copy`.
  package let value: JSONValue?
  /// For `move` and `copy`.
  package let from: [String]?
  /// The line is taken only when the field has this value.
  package let oldValue: JSONValue?
}

/// The lines of a patch that make sense, and a sentence for each that doesn't.
package struct PatchLines: Sendable, Hashable {
  package private(set) var lines: [PatchLine] = []
  /// One for each line that was skipped.
  package private(set) var errors: [String] = []
  /// One for each member that was passed over.
  package private(set) var warnings: [String] = []

  /// - Throws: ``PatchError/notAList`` when the body is no array.
  package init(_ body: JSONValue) throws(PatchError) {
    guard let elements = body.arrayValue else { throw .notAList }
    for (index, element) in elements.enumerated() {
      do throws(LineProblem) {
        lines.append(try read(element, number: index + 1))
      } catch {
        errors.append("Line \(index + 1) was skipped: \(error.text).")
      }
    }
  }

  private struct LineProblem: Error {
    let text: String
  }

  private mutating func read(_ element: JSONValue, number: Int) throws(LineProblem) -> PatchLine {
    guard let object = element.objectValue else { throw LineProblem(text: "it is \(element.kindName), not an object") }
    guard let word = object.member(ignoringCaseOf: "op")?.stringValue else {
      throw LineProblem(text: "\"op\" is missing")
    }
    guard let operation = PatchLine.Operation(rawValue: word.lowercased()) else {
      throw LineProblem(text: "\"\(word)\" is no operation")
    }
    guard let path = object.member(ignoringCaseOf: "path")?.stringValue else {
      throw LineProblem(text: "\"path\" is missing")
    }
    let value = object.member(ignoringCaseOf: "value")
    let from = object.member(ignoringCaseOf: "from")?.stringValue
    var expected: Set<String> = ["op", "path", "oldvalue"]
    switch operation {
    case .add, .replace, .test:
      guard value != nil else { throw LineProblem(text: "\"value\" is missing") }
      expected.insert("value")
    case .move, .copy:
      guard from != nil else { throw LineProblem(text: "\"from\" is missing") }
      expected.insert("from")
    case .remove: break
    }
    for name in object.keys where !expected.contains(name.lowercased()) {
      warnings.append("Line \(number): \"\(name)\" has no meaning for \"\(operation.rawValue)\".")
    }
    return PatchLine(
      operation: operation, path: Self.segments(path), pathText: path, value: value, from: from.map(Self.segments),
      oldValue: object.member(ignoringCaseOf: "oldValue"))
  }

  /// RFC 6901, without regard to case; the leading slash may be missing.
  private static func segments(_ pointer: String) -> [String] {
    pointer.lowercased().split(separator: "/").map { segment in
      segment.replacingOccurrences(of: "~1", with: "/").replacingOccurrences(of: "~0", with: "~")
    }
  }
}

/// Why a patch can't be read at all.
package enum PatchError: CodedError, Equatable {
  case notAList

  package var code: String { "invalid_patch" }
  package var category: ErrorCategory { .invalid }
  package var message: String { "A patch is a JSON array of operations." }
  package var advice: String? { "Send [{\"op\":\"replace\",\"path\":\"/title\",\"value\":\"…\"}]." }
}
