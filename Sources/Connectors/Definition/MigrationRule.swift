package import Core

/// How steps built with an older version of a connector become steps of this one.
package struct MigrationRule: Sendable, Hashable {
  /// The version that is left behind.
  package let from: ConnectorID
  /// By the old action's name, in the order of the file.
  package let actions: [ActionChange]

  /// What becomes of one action.
  package struct ActionChange: Sendable, Hashable {
    /// Its old name.
    package let name: String
    /// Its new name; `nil` when it stays.
    package let to: String?
    /// Old names of inputs and their new ones, in order.
    package let fields: [Renaming]
    /// What an input is now set to where the step gives none: what used to be understood.
    package let defaults: JSONObject
    /// Inputs that are gone.
    package let removed: [String]
    /// Old names in the output and their new ones; expressions that read them are named, not rewritten.
    package let outputs: [Renaming]
    /// What a person should know.
    package let note: String?
  }

  /// An old name and its new one.
  package struct Renaming: Sendable, Hashable {
    package let from: String
    package let to: String
  }
}
