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
    case .oauth1(let settings):
      body["clientSource"] = .string(settings.clientSource.rawValue)
      body["clientId"] = settings.clientID.map { .string($0) }
      body["application"] = authentication.application.map { .string($0) }
      body["scopes"] = .array(settings.scopes.map { .string($0) })
    case .session(let settings):
      body["loginUrl"] = settings.loginURL.map { .string($0) }
      body["validityUrl"] = settings.validityURL.map { .string($0) }
      body["session"] = .object(
        JSONObject(settings.values.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }))
    case .nextcloud(let userName): body["userName"] = userName.map { .string($0) }
    case .aws(let settings):
      body["accessKeyId"] = .string(settings.accessKeyID)
      body["region"] = .string(settings.region)
    case .ssh(let settings):
      body["userName"] = .string(settings.userName)
      body["knownHostKey"] = .string(settings.knownHostKey)
    }
    body["consent"] = .string(authentication.consent.rawValue)
    body["use"] = use.json ?? .null
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
    if clientSource == .integration { body["application"] = .string(application ?? "default") }
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

extension Invitation {
  /// Without the link: that is given out once.
  var json: JSONValue {
    var body: JSONObject = [
      "connection": JSONValue(connection), "by": JSONValue(person), "recipient": .string(recipient),
      "createdAt": JSONValue(createdAt), "expiresAt": JSONValue(expiresAt),
    ]
    body["usedAt"] = usedAt.map { JSONValue($0) }
    return .object(body)
  }
}

extension WaitingConsent {
  var json: JSONValue {
    var body: JSONObject = ["state": "pending", "url": .string(url)]
    body["userCode"] = userCode.map { .string($0) }
    body["completeUrl"] = completeURL.map { .string($0) }
    body["expiresAt"] = JSONValue(expiresAt)
    body["interval"] = JSONValue(interval)
    return .object(body)
  }
}

extension WaitingOutcome {
  var json: JSONValue {
    switch self {
    case .pending(let consent): consent.json
    case .connected(let connection): ["state": "connected", "connection": connection.json]
    }
  }
}
