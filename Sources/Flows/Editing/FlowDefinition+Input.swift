import Core

extension FlowDefinition {
  /// The input of a run started by hand, with the defaults of what is missing.
  /// - Throws: ``FlowError/inputRefused(_:)`` when it isn't what the flow asks for.
  func accepted(_ input: JSONValue) throws -> JSONValue {
    guard let schema = inputSchema else { return input }
    let filled = InputSchema.filled(input, under: schema)
    let problems = InputSchema.problems(with: filled, under: schema)
    guard problems.isEmpty else { throw FlowError.inputRefused(problems) }
    return filled
  }
}
