import Connections
import Core

/// Reads how a service says by itself that something changed: the `push` section.
extension DefinitionReader {
  mutating func push(_ node: YAMLNode?) -> PushDefinition? {
    guard let node else { return nil }
    let members = members(node, known: ["subscribe", "renew", "end", "handshake", "console", "account"])
    let words = PushDefinition.Handshake.allCases.map(\.rawValue)
    let handshake = choice(required("handshake", of: members, in: node), of: words).flatMap {
      PushDefinition.Handshake(rawValue: $0)
    }
    var push = PushDefinition(handshake: handshake ?? .none)
    if let subscribe = members["subscribe"] {
      let inner = self.members(subscribe, known: ["action", "input", "id", "expires", "secret"])
      push.subscribe = call(inner, subscribe, result: nil)
      push.id = path(inner["id"]) ?? push.id
      push.expires = path(inner["expires"])
      push.secret = path(inner["secret"])
    }
    push.renew = call(members["renew"])
    push.end = call(members["end"])
    push.console = members["console"].flatMap { console($0) }
    push.account = members["account"].flatMap { account($0) }
    return push
  }

  /// What is done by hand at the service's console.
  private mutating func console(_ node: YAMLNode) -> HookGuide? {
    let members = members(node, known: ["steps", "signedWith"])
    let steps = strings(required("steps", of: members, in: node))
    return HookGuide(steps: steps, signedWith: strings(members["signedWith"]))
  }

  private mutating func account(_ node: YAMLNode) -> PushDefinition.Account? {
    let members = members(node, known: ["action", "input", "id", "news"])
    guard let call = call(members, node, result: nil), let id = path(required("id", of: members, in: node)),
      let news = path(required("news", of: members, in: node))
    else { return nil }
    return PushDefinition.Account(call: call, id: id, news: news)
  }
}
