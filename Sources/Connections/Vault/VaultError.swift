package import Core

/// Why a secret can't be sealed or opened. Never holds key material.
package enum VaultError: Error, Equatable {
  /// A key isn't 32 bytes in base64 or hexadecimal.
  case malformedKey
  /// No key was given at all.
  case noKey
  /// The value was sealed with a key that isn't here.
  case missingKey(id: String)
  /// The value was changed, or belongs to another row.
  case damaged
  /// The key file can't be read or made.
  case keyFile(path: String, reason: String)
  /// The command that gives the keys failed; what it wrote isn't part of this.
  case keyCommand(reason: String)
  /// Keys can't be changed where these come from.
  case fixedKeys(place: String)
  /// Nobody knows a key of that id.
  case unknownKey(id: String)
  /// It is the key that seals.
  case sealingKey(id: String)
  /// Secrets still need the key.
  case keyInUse(id: String, secrets: Int)
  /// Running servers lack the key, or still seal with another.
  case serversBehind(id: String, servers: [String])
}

extension VaultError: CodedError {
  package var code: String {
    switch self {
    case .malformedKey: "vault_key_malformed"
    case .noKey: "vault_key_missing"
    case .missingKey: "vault_key_missing"
    case .damaged: "vault_value_damaged"
    case .keyFile: "vault_key_file"
    case .keyCommand: "vault_key_command"
    case .fixedKeys: "vault_keys_fixed"
    case .unknownKey: "vault_key_unknown"
    case .sealingKey: "vault_key_seals"
    case .keyInUse: "vault_key_in_use"
    case .serversBehind: "vault_servers_behind"
    }
  }

  package var category: ErrorCategory {
    switch self {
    case .malformedKey, .noKey, .missingKey, .damaged, .keyFile, .keyCommand: .fault
    case .fixedKeys: .invalid
    case .unknownKey: .notFound
    case .sealingKey, .keyInUse: .conflict
    case .serversBehind: .unavailable
    }
  }

  package var message: String {
    switch self {
    case .malformedKey: "A master key must be 32 bytes, written in base64 or as 64 hexadecimal digits."
    case .noKey: "There is no master key."
    case .missingKey(let id): "The master key \(id) is missing; secrets in the database were encrypted with it."
    case .damaged: "An encrypted value was changed, or moved to another row."
    case .keyFile(let path, let reason): "The file of the master key, \(path), \(reason)."
    case .keyCommand(let reason): "The command that gives the master keys \(reason)."
    case .fixedKeys(let place): "The master keys come from \(place), which Weir can't change."
    case .unknownKey(let id): "There is no master key \(id)."
    case .sealingKey(let id): "New secrets are encrypted with the master key \(id)."
    case .keyInUse(let id, let secrets): "\(secrets) secrets are still encrypted with the master key \(id)."
    case .serversBehind(let id, let servers):
      "Servers that are running don't use the master key \(id) yet: \(servers.joined(separator: ", "))."
    }
  }

  package var advice: String? {
    switch self {
    case .malformedKey, .noKey: "Make one with: openssl rand -base64 32"
    case .missingKey: "Put that key back: into the key file, or as one of the configured keys."
    case .damaged: "Restore the database from a backup, or enter the secret again."
    case .keyFile: "Check the path, the owner and the permissions of the file."
    case .keyCommand:
      "Run it by hand as the user that Weir runs as; it must write one key a line and end with status 0."
    case .fixedKeys: "Put the new key before the others there, or take the old one away there, and restart the servers."
    case .unknownKey: "See the ids with: weir keys list"
    case .sealingKey: "Make another one first: weir keys new"
    case .keyInUse: "Encrypt them anew first: weir keys rotate"
    case .serversBehind: "Give them the key and restart them if they don't read the same file, then try again."
    }
  }

  package var details: JSONObject {
    if case .missingKey(let id) = self { ["keyId": .string(id)] } else { [:] }
  }
}
