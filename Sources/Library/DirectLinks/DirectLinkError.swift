package import Core

/// Why a direct link can't be made, changed or followed.
package enum DirectLinkError: Error, Equatable {
  case notFound
  case sizeUnavailable(String)
  case formatUnavailable(String, available: String)
  /// It was switched off, or its asset is rejected, expired or deleted.
  case dead(DirectLinkState)
  /// The picture it shows isn't made yet, or can't be made.
  case nothingToShow
}

extension DirectLinkError: CodedError {
  package var code: String {
    switch self {
    case .notFound: "direct_link_not_found"
    case .sizeUnavailable: "size_unavailable"
    case .formatUnavailable: "format_unavailable"
    case .dead: "direct_link_dead"
    case .nothingToShow: "rendition_missing"
    }
  }

  package var category: ErrorCategory {
    switch self {
    case .notFound, .nothingToShow: .notFound
    case .sizeUnavailable, .formatUnavailable: .invalid
    case .dead: .gone
    }
  }

  package var message: String {
    switch self {
    case .notFound: "There is no such link."
    case .sizeUnavailable(let size): "The size \"\(size)\" isn't made here."
    case .formatUnavailable(let format, let available):
      "The format \"\(format)\" isn't made here; this picture is \(available)."
    case .dead: "This link doesn't work any more."
    case .nothingToShow: "The picture that this link shows isn't there yet."
    }
  }

  package var advice: String? {
    switch self {
    case .sizeUnavailable: "Use Original, Thumbnail, Small, Medium or Large."
    case .formatUnavailable(_, let available): "Use \(available), or leave the format out."
    case .nothingToShow: "Try again in a moment."
    case .notFound, .dead: nil
    }
  }
}
