import Connectors
import Core

/// An action in the list of a connector's page.
struct ActionRow: Sendable {
  let name: String
  let title: String
  let summary: String
  /// In what way it is done, for who wants to know.
  let manner: String
  let deprecation: String?
  let inputs: [SchemaRow]
  let hasInputs: Bool
  let outputs: [SchemaRow]
  let hasOutputs: Bool

  init(_ action: ActionDefinition) {
    name = action.name
    title = action.title
    summary = action.summary
    manner = Self.manner(action)
    deprecation = action.deprecation?.sentence
    inputs = SchemaRow.rows(of: action.inputSchema)
    hasInputs = !inputs.isEmpty
    outputs = SchemaRow.rows(of: action.outputSchema)
    hasOutputs = !outputs.isEmpty
  }

  private static func manner(_ action: ActionDefinition) -> String {
    let pages = action.isPaged ? " Brings page after page." : ""
    switch action.work {
    case .request(let request) where request.url != nil: return "One \(request.method) request." + pages
    case .request(let request): return "\(request.method) \(request.path.source)." + pages
    case .upload: return "Sends the file block by block, and goes on where it stopped."
    case .steps(let sequence):
      return "Several actions as one: " + sequence.steps.map(\.action).joined(separator: ", ") + "."
    case .code: return "Part of the program." + pages
    }
  }
}
