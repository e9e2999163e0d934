import Connections
import Core

extension Connection {
  var json: JSONValue {
    var body: JSONObject = [
      "id": JSONValue(id), "team": JSONValue(team), "name": .string(name), "connector": .string(connector),
      "endpoint": .string(endpoint), "authentication": .string(authentication.kind.rawValue),
    ]
    switch authentication {
    case .none, .bearer: break
    case .apiKey(let header): body["apiKeyHeader"] = .string(header)
    case .basic(let userName): body["userName"] = .string(userName)
    case .oauth2(let settings): body = body.merging(settings.json)
    }
    if !missingScopes.isEmpty { body["missingScopes"] = .array(missingScopes.map { .string($0) }) }
    body["headers"] = .array(headers.map(\.json))
    body["storedSecrets"] = .array(storedSecrets.sorted().map { .string($0) })
    body["settings"] = .object(settings)
    body["active"] = .bool(isActive)
    body = body.merging(health.json)
    body["token"] = token?.json
    body["owner"] = JSONValue(owner)
    body["createdAt"] = JSONValue(createdAt)
    body["changedAt"] = JSONValue(changedAt)
    body["lastUsedAt"] = lastUsedAt.map { JSONValue($0) }
    return .object(body)
  }
}

extension OAuthSettings {
  fileprivate var json: JSONObject {
    var body: JSONObject = ["grant": .string(grant.rawValue), "clientSource": .string(clientSource.rawValue)]
    body["clientId"] = clientID.map { .string($0) }
    body["authorizationUrl"] = authorizationURL.map { .string($0) }
    body["tokenUrl"] = .string(tokenURL)
    body["scopes"] = .array(scopes.map { .string($0) })
    body["userName"] = userName.map { .string($0) }
    return body
  }
}

extension ConnectionHeader {
  fileprivate var json: JSONValue {
    var body: JSONObject = ["name": .string(name)]
    body["value"] = value.map { .string($0) }
    body["secret"] = .bool(isSecret)
    return .object(body)
  }
}

extension ConnectionHealth {
  fileprivate var json: JSONObject {
    var body: JSONObject = ["state": .string(state.rawValue), "stateSince": JSONValue(since)]
    body["stateReason"] = reason.map { .string($0) }
    return body
  }
}

extension TokenSummary {
  fileprivate var json: JSONValue {
    var body = JSONObject()
    body["expiresAt"] = expiresAt.map { JSONValue($0) }
    body["renewable"] = .bool(isRenewable)
    body["renewedAt"] = JSONValue(renewedAt)
    body["scopes"] = scopes.map { .array($0.map { .string($0) }) }
    return .object(body)
  }
}

extension CheckOutcome {
  var json: JSONValue {
    var body: JSONObject = ["working": .bool(isWorking), "message": .string(message)]
    body["advice"] = advice.map { .string($0) }
    return .object(body.merging(health.json))
  }
}

extension AuditEntry {
  var json: JSONValue {
    var body: JSONObject = ["at": JSONValue(at)]
    body["actor"] = actor.map { JSONValue($0) }
    body["action"] = .string(action)
    body["subjectName"] = .string(subjectName)
    body["details"] = .object(details)
    return .object(body)
  }
}
