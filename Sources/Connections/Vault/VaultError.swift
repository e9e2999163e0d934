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
}

extension VaultError: CodedError {
  package var code: String {
    switch self {
    case .malformedKey: "vault_key_malformed"
    case .noKey: "vault_key_missing"
    case .missingKey: "vault_key_missing"
    case .damaged: "vault_value_damaged"
    case .keyFile: "vault_key_file"
    }
  }

  package var category: ErrorCategory { .fault }

  package var message: String {
    switch self {
    case .malformedKey: "A master key must be 32 bytes, written in base64 or as 64 hexadecimal digits."
    case .noKey: "There is no master key."
    case .missingKey(let id): "The master key \(id) is missing; secrets in the database were encrypted with it."
    case .damaged: "An encrypted value was changed, or moved to another row."
    case .keyFile(let path, let reason): "The file of the master key, \(path), \(reason)."
    }
  }

  package var advice: String? {
    switch self {
    case .malformedKey, .noKey: "Make one with: openssl rand -base64 32"
    case .missingKey: "Put that key back: into the key file, or as one of the configured keys."
    case .damaged: "Restore the database from a backup, or enter the secret again."
    case .keyFile: "Check the path, the owner and the permissions of the file."
    }
  }

  package var details: JSONObject {
    if case .missingKey(let id) = self { ["keyId": .string(id)] } else { [:] }
  }
}
