package import Core
package import Identity
import Persistence

extension Flows {
  /// Keeps how a person wrote a flow, comments included, for as long as a draft or version says the same.
  /// - Returns: the document that the text says.
  /// - Throws: ``FlowError/unreadable(reason:)``; ``FlowError/noSuchFlow`` unless the principal may change it.
  @discardableResult
  package func keepSource(_ text: String, of id: FlowID, as principal: Principal) async throws -> JSONValue {
    _ = try await flow(id, for: .editFlows, as: principal)
    let document = try PortableFlow.parse(text).document
    let now = effects.now()
    try await store.write { try SourceStore(session: $0).keep(text, of: id, saying: document, at: now) }
    return document
  }

  /// A document of a flow as YAML: as a person wrote it, or as it is written when nobody did.
  package func source(of id: FlowID, saying document: JSONValue, as principal: Principal) async throws -> String {
    _ = try await flow(id, for: .viewFlows, as: principal)
    let kept = try await store.read { try SourceStore(session: $0).source(of: id, saying: document) }
    return try kept ?? FlowDocument.yaml(document)
  }
}
