import Core

/// Turns security schemes into the ways to sign in that a connection form offers.
struct SecurityReader {
  private(set) var offers: [JSONValue] = []
  private(set) var notes: [ImportNote] = []

  mutating func read(_ scheme: JSONValue, named name: String, at place: JSONPointer, wanted: JSONValue?) {
    switch (scheme["type"]?.stringValue, scheme["scheme"]?.stringValue?.lowercased(), scheme["in"]?.stringValue) {
    case ("http", "bearer", _): add(["kind": "bearer"])
    case ("http", "basic", _): add(["kind": "basic"])
    case ("apiKey", _, "header"):
      add(["kind": "api_key", "header": .string(scheme["name"]?.stringValue ?? "X-Api-Key")])
    case ("apiKey", _, "query"):
      add(["kind": "api_key", "parameter": .string(scheme["name"]?.stringValue ?? "key")])
    case ("oauth2", _, _): oauth(scheme["flows"] ?? [:], named: name, at: place, wanted: wanted)
    case ("openIdConnect", _, _):
      add(["kind": "bearer"])
      note(place, "the addresses of OpenID Connect aren't looked up; a token can be pasted, or OAuth be added by hand")
    default: note(place, "\"\(name)\" is a way to sign in that isn't offered here")
    }
  }

  private mutating func oauth(_ flows: JSONValue, named name: String, at place: JSONPointer, wanted: JSONValue?) {
    let kinds = [
      ("authorizationCode", "authorization_code"), ("clientCredentials", "client_credentials"),
      ("password", "password"),
    ].filter { flows[$0.0]?["tokenUrl"]?.stringValue.flatMap { Origin($0) } != nil }
    guard let first = kinds.first else {
      add(["kind": "bearer"])
      return note(place, "no flow of \"\(name)\" has a token address; a token can be pasted")
    }
    let flow = flows[first.0] ?? [:]
    var offer: JSONObject = ["kind": "oauth2", "grants": .array(kinds.map { .string($0.1) })]
    if first.0 == "authorizationCode" { offer["authorizationURL"] = flow["authorizationUrl"] }
    offer["tokenURL"] = flow["tokenUrl"]
    let asked = (wanted?.arrayValue ?? []).compactMap { $0[name]?.arrayValue }.flatMap { $0 }
    let all = (flow["scopes"]?.objectValue ?? [:]).keys
    if !asked.isEmpty {
      offer["scopes"] = .array(asked)
    } else if all.count <= 25 {
      offer["scopes"] = .array(all.map(JSONValue.string))
    } else {
      offer["scopes"] = []
      note(place, "there are \(all.count) scopes; none is asked for until somebody chooses")
    }
    offer["editable"] = ["authorizationURL", "tokenURL", "scopes"]
    add(.object(offer))
  }

  private mutating func add(_ offer: JSONValue) {
    if !offers.contains(where: { $0["kind"] == offer["kind"] }) { offers.append(offer) }
  }

  private mutating func note(_ place: JSONPointer, _ text: String) {
    notes.append(ImportNote(place: place.description, text: text))
  }
}
