package import Core

/// Why a signed URL isn't followed.
package enum MediaURLError: Error, Equatable {
  /// Its signature isn't ours, or something in it was changed.
  case forged
  /// It was good once.
  case expired
  /// What it names isn't there: deleted, or a rendition that isn't made yet.
  case missing
}

extension MediaURLError: CodedError {
  package var code: String {
    switch self {
    case .forged: "media_url_forged"
    case .expired: "media_url_expired"
    case .missing: "media_missing"
    }
  }

  package var category: ErrorCategory {
    switch self {
    case .forged: .forbidden
    case .expired: .gone
    case .missing: .notFound
    }
  }

  package var message: String {
    switch self {
    case .forged: "This address wasn't given out by this library."
    case .expired: "This address has expired."
    case .missing: "The bytes that this address names aren't there."
    }
  }

  package var advice: String? {
    self == .missing ? nil : "Read the asset again to get a fresh address."
  }
}
