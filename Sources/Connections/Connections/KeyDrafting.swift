import Core

/// The parts of a form that are neither OAuth nor a single secret: sessions, access keys, SSH.
struct KeyDrafting {
  let drafting: ConnectionDrafting
  let template: AuthenticationTemplate

  private var form: ConnectionForm { drafting.form }
  private var old: Authentication? { drafting.existing?.authentication }

  func authentication(_ kind: AuthenticationKind) throws -> Authentication {
    switch kind {
    case .session: .session(try session())
    case .aws: .aws(try aws())
    case .ssh: .ssh(try ssh())
    case .nextcloud: .nextcloud(userName: userName)
    default: .none
    }
  }

  /// What the server said; nobody enters it.
  private var userName: String? {
    if case .nextcloud(let name)? = old { name } else { nil }
  }

  private func session() throws -> SessionSettings {
    let before = old?.session
    var settings = SessionSettings(
      loginURL: try address("loginUrl", form.loginURL, before?.loginURL),
      validityURL: try address("validityUrl", form.validityURL, before?.validityURL), values: before?.values ?? [:])
    for field in template.session?.fields ?? [] where !field.isSecret {
      if let entered = form.sessionValues?[field.name] {
        settings.values[field.name] = try FieldRules.headerValue(entered.revealed, field: field.name)
      }
      if field.isRequired, field.standard == nil, settings.values[field.name]?.isEmpty != false {
        throw ConnectionError.invalidField(field.name, reason: "it is missing")
      }
    }
    for field in template.session?.fields ?? [] where field.isSecret && field.isRequired {
      let isStored = drafting.existing?.storedSecrets.contains(SessionSettings.secretName(field.name)) ?? false
      guard isStored || form.sessionValues?[field.name]?.revealed.isEmpty == false else {
        throw ConnectionError.invalidField(field.name, reason: "it is missing")
      }
    }
    return settings
  }

  /// Placeholders are people's: `https://host/login?app_id={app_id}`.
  private func address(_ field: String, _ entered: String?, _ old: String?) throws -> String? {
    guard let entered else { return old }
    let text = FieldRules.trimmed(entered)
    if text.isEmpty { return nil }
    guard text.count <= 2000, let origin = FieldRules.origin(text.replacing("{", with: "").replacing("}", with: "")),
      !origin.isEmpty, !text.prefix(while: { $0 != "?" }).dropFirst(8).prefix(while: { $0 != "/" }).contains("{")
    else {
      throw ConnectionError.invalidField(field, reason: "it must be a whole address that starts with https://")
    }
    return text
  }

  private func aws() throws -> AWSSettings {
    let before: AWSSettings? = if case .aws(let settings)? = old { settings } else { nil }
    let key = FieldRules.trimmed(form.accessKeyID ?? before?.accessKeyID ?? "")
    let region = FieldRules.trimmed(form.region ?? before?.region ?? template.region ?? "us-east-1")
    guard (1...200).contains(key.count), key.allSatisfy({ !$0.isWhitespace && $0 != "/" && $0 != "," }) else {
      throw ConnectionError.invalidField("accessKeyId", reason: "it is missing, or no access key id")
    }
    guard (1...60).contains(region.count), region.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" }) else {
      throw ConnectionError.invalidField("region", reason: "it is a word as eu-central-1")
    }
    return AWSSettings(accessKeyID: key, region: region, service: template.awsService)
  }

  private func ssh() throws -> SSHSettings {
    let before: SSHSettings? = if case .ssh(let settings)? = old { settings } else { nil }
    let userName = FieldRules.trimmed(form.userName ?? before?.userName ?? "")
    guard (1...200).contains(userName.count), userName.allSatisfy({ !$0.isWhitespace }), !userName.hasPrefix("-") else {
      throw ConnectionError.invalidField("userName", reason: "it is missing or holds spaces")
    }
    let key = FieldRules.trimmed(form.knownHostKey ?? before?.knownHostKey ?? "")
    guard !key.isEmpty else { throw ConnectionError.invalidField("knownHostKey", reason: "it is missing") }
    return SSHSettings(userName: userName, knownHostKey: try FieldRules.hostKey(key, field: "knownHostKey"))
  }
}
