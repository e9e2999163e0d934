import Foundation

/// What the surroundings say about this run of the tests.
package enum Environment {
  /// Whether nothing may be left out: `CI=true`.
  package static var isCI: Bool { self["CI"] == "true" }

  /// A variable that is set and not empty.
  package static subscript(name: String) -> String? {
    ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }
}

/// A test can't run because something it needs isn't there.
package struct MissingRequirement: Error, CustomStringConvertible {
  package let description: String

  package init(_ description: String) {
    self.description = description
  }
}
