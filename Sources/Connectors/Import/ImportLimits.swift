/// How much of a foreign document is taken before it is refused.
package struct ImportLimits: Sendable, Hashable {
  /// Bytes of the document.
  package var bytes = 32 << 20
  /// Values in it, those that YAML aliases repeat counted each time.
  package var values = 1_000_000
  /// How deep it may be nested.
  package var depth = 100
  /// Operations in it.
  package var operations = 5000
  /// Values in the schema of one action's input.
  package var inputValues = 3000
  /// Values in the schema of one action's output.
  package var outputValues = 500
  /// How deep an input is described.
  package var inputDepth = 10
  /// How deep an output is described.
  package var outputDepth = 5

  package init() {}
}
