package import Core

extension RequestError {
  package var message: String {
    switch self {
    case .unknownPath(let path): "There is nothing at \(path)."
    case .methodNotAllowed(let method, let allowed): "\(method) isn't served here; \(list(allowed)) are."
    case .notSignedIn: "This needs an access token or a signed-in session."
    case .missingScope(let scope): "The access token doesn't carry the scope \"\(scope)\"."
    case .crossSite: "A request from another site can't use this session."
    case .invalidParameter(let name, let value, let expected): "\(name) is \"\(shortened(value))\", not \(expected)."
    case .missingParameter(let name): "The parameter \(name) is missing."
    case .missingBody(let expected): "The body is empty; \(expected) is expected."
    case .unsupportedContentType(let type?, let expected): "A body of type \(type) can't be read; send \(expected)."
    case .unsupportedContentType(nil, let expected): "The body has no Content-Type; send \(expected)."
    case .bodyTooLarge(let limit): "The body is larger than the \(limit) bytes allowed here."
    case .invalidMember(let path, let expected): "\(path) must be \(expected)."
    case .missingMember(let path): "\(path) is missing."
    case .unknownMember(let path): "\(path) isn't known here."
    case .notAcceptable(let reason): reason
    case .notFound(let what, let id): "There is no \(what) \(shortened(id))."
    }
  }

  package var advice: String? {
    switch self {
    case .notSignedIn: "Sign in, or send Authorization: Bearer with a token from /connect/token."
    case .unknownPath, .methodNotAllowed: "See /openapi.json for everything this server answers."
    case .unknownMember: "Check its spelling."
    default: nil
    }
  }

  package var details: JSONObject {
    switch self {
    case .invalidParameter(let name, _, _), .missingParameter(let name): ["parameter": .string(name)]
    case .invalidMember(let path, _), .missingMember(let path), .unknownMember(let path): ["member": .string(path)]
    case .missingScope(let scope): ["scope": .string(scope)]
    default: [:]
    }
  }

  private func list(_ methods: [String]) -> String {
    methods.joined(separator: ", ")
  }

  /// What a caller wrote can be of any length; a message can't.
  private func shortened(_ text: String) -> String {
    text.count <= 80 ? text : text.prefix(79) + "…"
  }
}
