package import Core
import Foundation

/// One thing that a connector can do.
package struct ActionDefinition: Sendable, Hashable {
  /// The name a flow uses, in lower camel case.
  package let name: String
  /// What people read, as "Create category".
  package let title: String
  /// Under which heading it is listed.
  package let group: String
  package let summary: String
  package let work: Work
  package let input: JSONSchema
  package let output: OutputRule
  /// Set when it is on its way out.
  package var deprecation: Deprecation?
  /// How an action in code hands out a long list.
  package var pages: CodedPaging?
  /// The operations of the service that an action in code does, as `POST /bulk`: the importer's own aren't offered then.
  package var covers: [String] = []

  /// How it is done.
  package enum Work: Sendable, Hashable {
    case request(RequestDefinition)
    case upload(UploadDefinition)
    /// Several other actions of the connector, one after another.
    case steps(SequenceDefinition)
    /// By the function of this name that the program brings along.
    case code(String)
  }

  /// Whether it can be asked for page by page, see ``ConnectorRuntime/callPage(_:connection:input:cursor:context:)``.
  package var isPaged: Bool {
    if case .request(let request) = work, request.paging != nil { return true }
    return pages != nil
  }

  /// What the action gives back.
  package var outputSchema: JSONValue {
    guard case .request(let request) = work, let paging = request.paging else { return output.schema }
    return [
      "type": "object",
      "properties": .object([
        paging.name: ["type": "array", "items": output.schema],
        "count": ["type": "integer", "description": "How many items were brought."],
        "total": ["type": "integer", "description": "How many there are, where the service tells."],
        "isComplete": ["type": "boolean", "description": "Whether there are no more than these."],
      ]),
    ]
  }

  /// What a caller may give, the runtime's own inputs included.
  package var inputSchema: JSONValue {
    guard case .request(let request) = work, request.paging != nil else { return input.source }
    return input.adding(
      member: "maxItems",
      schema: [
        "type": "integer", "minimum": 1, "maximum": 100_000, "default": 1000,
        "title": "At most", "description": "How many items to bring, over as many pages as that takes.",
      ])
  }
}

/// How an action in code hands out a long list: in which input it takes the place to go on from, and where its output
/// has the items and the next place.
package struct CodedPaging: Sendable, Hashable {
  package let items: JSONPath
  package let next: JSONPath
  /// The input's name.
  package let cursor: String
}

/// What of the answer becomes the action's output.
package struct OutputRule: Sendable, Hashable {
  /// The part of the answer that is meant; empty for all of it.
  package let select: JSONPath
  /// What the output looks like, for people and pickers. The service's answer isn't checked against it.
  package let schema: JSONValue
  /// The answer is a file, which becomes a handle.
  package var file: FileRule?
  /// The answer's header that is the output, in the place of its body.
  package var header: String?
  /// What is selected is text that is JSON, as models give it: the output is what it says.
  package var isParsed = false
  /// Kinds of content that are never the file, in lower case, as `text/html` where a service answers with a page that asks
  /// people to sign in.
  package var refusedTypes: Set<String> = []

  /// Whether content of this kind isn't the file.
  /// - Parameter mime: without parameters; in any case.
  package func refuses(_ mime: String) -> Bool {
    refusedTypes.contains(mime.lowercased().trimmingCharacters(in: .whitespaces))
  }

  /// Where the file is.
  package enum FileRule: Sendable, Hashable {
    /// The answer's body is the file: it is brought into Weir's own store. The name is the service's when it gives one.
    case body(name: Template?)
    /// The answer names an address: the handle reads from there when it is used. The first path that leads to one counts.
    case address(at: [JSONPath], name: Template?)
  }
}
